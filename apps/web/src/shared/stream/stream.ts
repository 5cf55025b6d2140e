/** What the server tells of what this person may see (`GET /stream`). */
export interface TicketEvent {
  id: string;
  kind: string;
  reference: string;
  /** Of the caller's projection. */
  version: number;
  changed: string[];
  what: string;
  messageId?: string;
  by?: string;
}
export interface StreamEvents {
  ticket: TicketEvent;
  notification: { id?: string; unread?: number; kind?: string; ticketId?: string | null };
  /** Alerts changed: the first ids, and how many in all. */
  alert: { sourceId: string; alerts: { id: string; state: string }[]; changed: number };
  presence: { ticketId: string; viewers: { id: string; displayName: string; mode: 'viewing' | 'writing'; field?: string | null }[] };
  /** Too much was missed, or the line was down for long: ask again for what is on the screen. */
  reset: Record<string, never>;
  /** `true` while the line stands. */
  line: { up: boolean };
}
export type StreamName = keyof StreamEvents;
type Listener<N extends StreamName> = (data: StreamEvents[N]) => void;

const NAMES = ['ticket', 'alert', 'notification', 'presence', 'reset'] as const;
const LOCK = 'opora-stream';
/** A silent line is a dead one: the server's heartbeat comes every 20 s as a comment, which EventSource hides, so the browser's own error is the sign. */
const BACK_OFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

interface Told {
  name: StreamName;
  data: unknown;
}

/** One connection for all tabs of a browser: the tab that holds the lock reads and tells the others (browsers allow six connections to a server). */
export class Stream {
  private readonly listeners = new Map<StreamName, Set<Listener<StreamName>>>();
  private channel: BroadcastChannel | null = null;
  private source: EventSource | null = null;
  private failures = 0;
  private wasDown = false;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private release: (() => void) | null = null;
  private closed = false;

  start(): void {
    this.closed = false;
    this.channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(LOCK) : null;
    this.channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => this.tell(data.name, data.data as never));
    const lead = (): void => this.connect();
    if (!('locks' in navigator)) return lead();
    navigator.locks
      .request(LOCK, () => {
        if (this.closed) return;
        lead();
        return new Promise<void>((resolve) => (this.release = resolve));
      })
      .catch(lead);
  }

  stop(): void {
    this.closed = true;
    this.source?.close();
    if (this.retry) clearTimeout(this.retry);
    this.release?.();
    this.channel?.close();
    this.channel = null;
  }

  on<N extends StreamName>(name: N, listener: Listener<N>): () => void {
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all);
    all.add(listener as Listener<StreamName>);
    return () => all.delete(listener as Listener<StreamName>);
  }

  private connect(): void {
    if (this.closed) return;
    const source = new EventSource('/api/v1/stream');
    this.source = source;
    source.addEventListener('hello', () => {
      this.failures = 0;
      this.spread('line', { up: true });
      if (this.wasDown) this.spread('reset', {});
      this.wasDown = false;
    });
    for (const name of NAMES) source.addEventListener(name, ({ data }: MessageEvent<string>) => this.spread(name, JSON.parse(data) as never));
    source.onerror = () => {
      // The browser comes back by itself with Last-Event-ID and misses nothing; only where it gave up do we begin anew.
      if (source.readyState !== EventSource.CLOSED) return this.spread('line', { up: false });
      this.wasDown = true;
      this.spread('line', { up: false });
      const wait = BACK_OFF_MS[Math.min(this.failures++, BACK_OFF_MS.length - 1)] ?? 30_000;
      this.retry = setTimeout(() => this.connect(), wait * (0.75 + (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 512));
    };
  }

  private spread<N extends StreamName>(name: N, data: StreamEvents[N]): void {
    this.channel?.postMessage({ name, data } satisfies Told);
    this.tell(name, data);
  }

  private tell<N extends StreamName>(name: N, data: StreamEvents[N]): void {
    for (const listener of this.listeners.get(name) ?? []) listener(data);
  }
}
