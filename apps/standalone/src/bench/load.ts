import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  body: string;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** One keep-alive connection, one request at a time, with as little work a request as can be: the generator shares its cores with what it measures. */
class Connection {
  private waiting: { done: (answer: Answer) => void; fail: (error: Error) => void } | null = null;
  private chunks: Buffer[] = [];
  private received = 0;
  private expected = -1;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('close', () => this.waiting?.fail(new Error('the server closed the connection')));
    socket.on('error', (error) => this.waiting?.fail(error));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((opened, fail) => {
      const socket = connect(port, '127.0.0.1', () => opened(new Connection(socket))).once('error', fail);
    });
  }

  ask(request: string): Promise<Answer> {
    return new Promise((done, fail) => {
      this.waiting = { done, fail };
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.received += chunk.length;
    if (this.expected < 0) {
      const whole = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
      this.chunks = [whole];
      const end = whole.indexOf(END_OF_HEAD);
      if (end === -1) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(whole.toString('latin1', 0, end))?.[1];
      this.expected = end + 4 + Number(length ?? 0);
    }
    if (this.received < this.expected) return;
    const whole = this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks);
    const start = whole.indexOf(END_OF_HEAD) + 4;
    const answer = { status: Number(whole.toString('latin1', 9, 12)), body: whole.toString('utf8', start, this.expected) };
    this.chunks = [];
    this.received = 0;
    this.expected = -1;
    const { waiting } = this;
    this.waiting = null;
    waiting?.done(answer);
  }
}

export interface Request {
  method?: 'GET' | 'POST';
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
}

export function wire({ method = 'GET', path, headers = {}, body }: Request): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const all = { host: '127.0.0.1', ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }) };
  return `${method} ${path} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${text}`;
}

/** Milliseconds, but for the rate. */
export interface Figures {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  /** That were counted. */
  requests: number;
  /** With those of the warming up. */
  asked: number;
}

export function figuresOf(latencies: readonly number[], milliseconds: number, asked = latencies.length): Figures {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { perSecond: (latencies.length * 1000) / milliseconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), requests: latencies.length, asked };
}

export interface Timing {
  concurrency: number;
  seconds: number;
  warmUpSeconds: number;
  /** Ends it before its time. */
  most?: number;
  /** Ends it too, where it is true. */
  over?: () => boolean;
}

/** As many callers as `concurrency`, each asking again when it is answered; only what begins after the warming up counts. */
export async function closedLoop(timing: Timing, act: (caller: number) => Promise<void>): Promise<Figures> {
  const begun = performance.now();
  const from = begun + timing.warmUpSeconds * 1000;
  const until = from + timing.seconds * 1000;
  const latencies: number[] = [];
  let asked = 0;
  await Promise.all(
    Array.from({ length: timing.concurrency }, async (_unused, caller) => {
      for (let started = performance.now(); started < until && asked < (timing.most ?? Number.POSITIVE_INFINITY) && timing.over?.() !== true; started = performance.now()) {
        await act(caller);
        const ended = performance.now();
        asked++;
        if (started >= from && ended <= until) latencies.push(ended - started);
      }
    }),
  );
  return figuresOf(latencies, timing.seconds * 1000, asked);
}

/** Loads an HTTP server; an answer of another status than expected ends the measurement. */
export async function loadHttp(port: number, timing: Timing, next: (caller: number) => string): Promise<Figures> {
  const connections = await Promise.all(Array.from({ length: timing.concurrency }, () => Connection.open(port)));
  try {
    return await closedLoop(timing, async (caller) => {
      const answer = await (connections[caller] as Connection).ask(next(caller));
      if (answer.status >= 300) throw new Error(`the server answered ${answer.status}: ${answer.body.slice(0, 500)}`);
    });
  } finally {
    for (const connection of connections) connection.close();
  }
}

export async function askOnce(port: number, request: Request): Promise<Answer> {
  const connection = await Connection.open(port);
  try {
    return await connection.ask(wire(request));
  } finally {
    connection.close();
  }
}
