import { randomUUID } from 'node:crypto';
import { DEMO_PASSWORD, emailOf } from '../personas';
import { type Call, History, type Outcome } from './history';
import { randomOf } from './random';

const CLIENTS = 8;
/** How long one call is tried again with its key before its outcome stays unknown, milliseconds. */
const PATIENCE = 30_000;
const TIMEOUT = 8_000;
const PAUSE = 60;

interface Known {
  id: string;
  version: number;
  state: string;
}

interface Sent {
  status: number;
  body: { id?: string; version?: number; state?: string; items?: unknown[] } | null;
  outcome: Outcome;
  attempts: number;
}

interface Persona {
  token: string;
  groupId: string | null;
}

/** L1 of security.md B.2, as far as it is built: 35 % register, 20 % public reply, 10 % private note, 15 % command, the rest reads and lists. */
export class Load {
  readonly history = new History();
  readonly events: { id: number; ticket: string }[] = [];
  private readonly tickets: Known[] = [];
  private readonly people = new Map<string, Persona>();
  private running = true;
  private reading = true;
  /** Number of the last event that the stream told. */
  private last = 0;
  private clients: Promise<void>[] = [];
  private reader: Promise<void> = Promise.resolve();
  private greeted: () => void = () => undefined;
  private readonly connected = new Promise<void>((greeted) => (this.greeted = greeted));

  constructor(
    private readonly url: string,
    readonly seed: number,
  ) {}

  async start(): Promise<this> {
    for (const persona of ['employee', 'dispatcher', 'specialist']) this.people.set(persona, await this.signIn(persona));
    this.reader = this.readStream();
    await this.connected;
    this.clients = Array.from({ length: CLIENTS }, (_one, process) => this.client(process, randomOf(this.seed * 31 + process)));
    return this;
  }

  /** Ends the clients; the stream is read on. */
  async stopClients(): Promise<void> {
    this.running = false;
    await Promise.all(this.clients);
  }

  /** Reads the stream up to this number, or until the time (milliseconds) is over. */
  async readUpTo(seq: number, within: number): Promise<void> {
    for (const end = performance.now() + within; this.last < seq && performance.now() < end; ) await new Promise((next) => setTimeout(next, 50));
    this.reading = false;
    await this.reader;
  }

  private async client(process: number, random: () => number): Promise<void> {
    while (this.running) {
      const dice = random();
      const known = this.tickets[Math.floor(random() * this.tickets.length)];
      if (dice < 0.35 || !known) await this.register(process);
      else if (dice < 0.55) await this.say(process, known, 'public');
      else if (dice < 0.65) await this.say(process, known, 'private');
      else if (dice < 0.8) await this.command(process, random);
      else if (dice < 0.95) await this.read(process, known);
      else await this.call({ process, op: 'list', persona: 'dispatcher', method: 'GET', path: '/incidents?limit=20' });
      await new Promise((next) => setTimeout(next, PAUSE));
    }
  }

  private async register(process: number): Promise<void> {
    const canary = `fault-${randomUUID()}`;
    const { body, outcome } = await this.call({ process, op: 'register', persona: 'employee', method: 'POST', path: '/incidents', body: { title: canary }, canary });
    if (outcome === 'acked' && body?.id) this.tickets.push({ id: body.id, version: 1, state: 'new' });
  }

  private async say(process: number, { id }: Known, visibility: 'public' | 'private'): Promise<void> {
    const canary = `fault-${randomUUID()}`;
    await this.call({ process, op: visibility === 'public' ? 'reply' : 'note', persona: 'dispatcher', method: 'POST', path: `/tickets/${id}/messages`, body: { visibility, body: canary }, canary, ticket: id });
  }

  /** Assigns what is new, resolves what is assigned; half of them name the version that they saw. */
  private async command(process: number, random: () => number): Promise<void> {
    const open = this.tickets.filter(({ state }) => state !== 'resolved');
    const known = open[Math.floor(random() * open.length)];
    if (!known) return;
    const fresh = await this.read(process, known);
    if (!fresh) return;
    const expected = random() < 0.5 ? fresh.version : null;
    const [verb, body] = fresh.state === 'new' ? ['assign', { groupId: this.people.get('specialist')?.groupId }] : ['resolve', { code: 'solved', text: 'Restarted' }];
    if (fresh.state !== 'new' && fresh.state !== 'assigned') return;
    const { body: after, outcome } = await this.call({ process, op: 'command', persona: 'dispatcher', method: 'POST', path: `/incidents/${known.id}/${verb}`, body, ticket: known.id, expected });
    if (outcome === 'acked' && after?.state) known.state = after.state;
  }

  private async read(process: number, known: Known): Promise<Known | null> {
    const { body, outcome } = await this.call({ process, op: 'read', persona: 'dispatcher', method: 'GET', path: `/incidents/${known.id}`, ticket: known.id });
    if (outcome !== 'acked' || !body?.state || body.version === undefined) return null;
    known.state = body.state;
    return { id: known.id, version: body.version, state: body.state };
  }

  /** Sends until the outcome is known: an answer below 500. A lost answer is asked for again with the same key. */
  private async call(wanted: { process: number; op: Call['op']; persona: string; method: string; path: string; body?: object; canary?: string; ticket?: string; expected?: number | null }): Promise<Sent> {
    const { process, op, canary = null, ticket = null, expected = null } = wanted;
    const invokedAt = performance.now();
    const key = randomUUID();
    let sent: Sent = { status: 0, body: null, outcome: 'unknown', attempts: 0 };
    while (sent.outcome === 'unknown' && performance.now() - invokedAt < PATIENCE) {
      if (sent.attempts > 0) await new Promise((next) => setTimeout(next, 150));
      sent = { ...(await this.once(wanted, key, expected)), attempts: sent.attempts + 1 };
    }
    // Tried again after it had been done: the version that it names is its own by now.
    const superseded = sent.status === 412 && sent.attempts > 1;
    const outcome = superseded ? 'unknown' : sent.outcome;
    this.history.calls.push({ process, op, canary, ticket: ticket ?? sent.body?.id ?? null, expected, invokedAt, completedAt: performance.now(), outcome, status: sent.status, version: sent.body?.version ?? null, attempts: sent.attempts });
    return { ...sent, outcome };
  }

  private async once(wanted: { op: Call['op']; persona: string; method: string; path: string; body?: object }, key: string, expected: number | null): Promise<Omit<Sent, 'attempts'>> {
    const began = performance.now();
    const note = (status: number, retryAfter: boolean): void => {
      this.history.answers.push({ at: performance.now(), status, retryAfter, milliseconds: performance.now() - began, op: wanted.op });
    };
    try {
      const answer = await fetch(`${this.url}/api/v1${wanted.path}`, {
        method: wanted.method,
        headers: { authorization: `Bearer ${this.people.get(wanted.persona)?.token}`, ...(wanted.body ? { 'content-type': 'application/json', 'idempotency-key': key, 'if-match': expected === null ? '*' : `"${expected}"` } : {}) },
        body: wanted.body ? JSON.stringify(wanted.body) : undefined,
        signal: AbortSignal.timeout(TIMEOUT),
      });
      const text = await answer.text();
      note(answer.status, answer.headers.has('retry-after'));
      const again = answer.status >= 500 || answer.status === 429 || (answer.status === 409 && text.includes('in_progress'));
      return { status: answer.status, body: answer.ok ? (JSON.parse(text) as Sent['body']) : null, outcome: again ? 'unknown' : answer.ok ? 'acked' : 'refused' };
    } catch {
      note(0, false);
      return { status: 0, body: null, outcome: 'unknown' };
    }
  }

  private async signIn(persona: string): Promise<Persona> {
    const json = { 'content-type': 'application/json' };
    const login = await fetch(`${this.url}/api/v1/auth/login`, { method: 'POST', headers: json, body: JSON.stringify({ email: emailOf(persona), password: DEMO_PASSWORD }) });
    if (login.status !== 200) throw new Error(`${persona} cannot sign in: ${login.status} ${await login.text()}`);
    const cookie = login.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    const { csrfToken } = (await login.json()) as { csrfToken: string };
    const minted = await fetch(`${this.url}/api/v1/me/tokens`, { method: 'POST', headers: { ...json, cookie, 'x-csrf-token': csrfToken }, body: JSON.stringify({ name: 'faults', scopes: ['*'], expiresAt: new Date(Date.now() + 86_400_000).toISOString() }) });
    const { token } = (await minted.json()) as { token: string };
    const me = (await (await fetch(`${this.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).json()) as { groups: { id: string; right: string }[] };
    return { token, groupId: me.groups.find(({ right }) => right !== 'view')?.id ?? null };
  }

  /** The dispatcher's stream, taken up again after each break where it had stopped. */
  private async readStream(): Promise<void> {
    let resume = false;
    while (this.reading) {
      const control = new AbortController();
      const watch = setInterval(() => !this.reading && control.abort(), 50);
      try {
        const answer = await fetch(`${this.url}/api/v1/stream`, { headers: { authorization: `Bearer ${this.people.get('dispatcher')?.token}`, ...(resume ? { 'last-event-id': String(this.last) } : {}) }, signal: control.signal });
        if (answer.status !== 200 || !answer.body) throw new Error(String(answer.status));
        let rest = '';
        for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
          rest += Buffer.from(chunk).toString();
          const blocks = rest.split('\n\n');
          rest = blocks.pop() ?? '';
          for (const block of blocks) this.take(block);
          resume = true;
        }
      } catch {
        await new Promise((next) => setTimeout(next, 200));
      } finally {
        clearInterval(watch);
      }
    }
  }

  private take(block: string): void {
    const id = /^id: ?(\d+)$/m.exec(block)?.[1];
    const data = /^data: ?(.*)$/m.exec(block)?.[1];
    if (id === undefined) return;
    this.greeted();
    this.last = Number(id);
    if (/^event: ?ticket$/m.test(block) && data) this.events.push({ id: Number(id), ticket: (JSON.parse(data) as { id?: string }).id ?? '' });
  }
}
