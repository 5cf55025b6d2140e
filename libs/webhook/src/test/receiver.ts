import { type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse, received: Received) => void;
const PATIENCE_MS = 15_000;

/** A receiver on loopback that keeps all it is given and answers as the test says. */
export class Receiver {
  readonly all: Received[] = [];
  private answer: Answer = (_request, response) => response.writeHead(204).end();
  private readonly listeners = new Set<() => void>();

  private constructor(private readonly server: Server) {}

  static async start(port = 0): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
        receiver.all.push(received);
        for (const listener of receiver.listeners) listener();
        receiver.answer(request, response, received);
      });
    });
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', () => listening()));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path = '/hook'): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  answers(answer: number | Answer): void {
    this.answer = typeof answer === 'number' ? (_request, response) => response.writeHead(answer).end() : answer;
  }

  of(path: string): Received[] {
    return this.all.filter((one) => one.path === path);
  }

  /** Until as many came to the path. */
  async count(path: string, n: number): Promise<Received[]> {
    if (this.of(path).length < n)
      await new Promise<void>((done, fail) => {
        const timer = setTimeout(() => fail(new Error(`${this.of(path).length} of ${n} came to ${path}`)), PATIENCE_MS);
        const look = (): void => {
          if (this.of(path).length < n) return;
          clearTimeout(timer);
          this.listeners.delete(look);
          done();
        };
        this.listeners.add(look);
      });
    return this.of(path);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
