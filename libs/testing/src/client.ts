import type { CanaryWatch } from './canary-watch';
import type { Watched } from './personas';
import { TestStream } from './stream';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads replies freely; each of its expectations states what it reads
export type Json = any;

export interface Reply<T = Json> {
  status: number;
  body: T;
  text: string;
  headers: Headers;
  etag: string | null;
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | readonly string[]>;
  /** `*` unless said otherwise; null leaves the header out. */
  ifMatch?: string | number | null;
  idempotencyKey?: string;
  headers?: Record<string, string>;
}

/** Who the requests come from. */
export interface Credentials {
  headers(): Promise<Record<string, string>>;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Speaks the API as one persona: paths are those below /api/v1. */
export class TestClient {
  private readonly streams: TestStream[] = [];

  constructor(
    readonly name: string,
    private readonly address: string,
    private readonly watched: Watched,
    private readonly credentials: Credentials,
    private readonly canaries: CanaryWatch,
  ) {}

  get<T = Json>(path: string, options: RequestOptions = {}): Promise<Reply<T>> {
    return this.request<T>('GET', path, undefined, options);
  }
  post<T = Json>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<Reply<T>> {
    return this.request<T>('POST', path, body, options);
  }
  patch<T = Json>(path: string, body: unknown, options: RequestOptions = {}): Promise<Reply<T>> {
    return this.request<T>('PATCH', path, body, options);
  }
  put<T = Json>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<Reply<T>> {
    return this.request<T>('PUT', path, body, options);
  }
  delete<T = Json>(path: string, options: RequestOptions = {}): Promise<Reply<T>> {
    return this.request<T>('DELETE', path, undefined, options);
  }

  /** As `get` … `delete`, but anything else than 2xx fails the test with what the server said. */
  async must<T = Json>(method: Method, path: string, body?: unknown, options: RequestOptions = {}): Promise<T> {
    const reply = await this.request<T>(method, path, body, options);
    if (reply.status < 200 || reply.status > 299) throw new Error(`${method} ${path} as ${this.name} → ${reply.status} ${reply.text}`);
    return reply.body;
  }

  async request<T = Json>(method: Method, path: string, body: unknown, options: RequestOptions = {}): Promise<Reply<T>> {
    this.plant(path, body);
    const form = body instanceof FormData;
    const headers: Record<string, string> = {
      accept: 'application/json',
      'accept-language': 'en',
      ...(body === undefined || form ? {} : { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
      ...(method === 'GET' || options.ifMatch === null ? {} : { 'if-match': typeof options.ifMatch === 'number' ? `"${options.ifMatch}"` : (options.ifMatch ?? '*') }),
      ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
      ...(await this.credentials.headers()),
      ...options.headers,
    };
    const payload = body === undefined ? undefined : form || typeof body === 'string' || body instanceof Uint8Array ? (body as RequestInit['body']) : JSON.stringify(body);
    const answer = await fetch(this.url(path, options.query), { method, headers, body: payload, redirect: 'manual' });
    const text = await answer.text();
    this.watch(`${method} ${path}`, text, answer.headers);
    return { status: answer.status, body: parse(text) as T, text, headers: answer.headers, etag: answer.headers.get('etag') };
  }

  /** An open stream of this persona; closed with the application, or by `close()`. */
  async stream(options: { lastEventId?: string } = {}): Promise<TestStream> {
    const headers = { ...(await this.credentials.headers()), ...(options.lastEventId ? { 'last-event-id': options.lastEventId } : {}) };
    const stream = await TestStream.open(this.url('/stream'), headers, (bytes) => this.canaries.seen(this.watched, 'the stream', bytes));
    this.streams.push(stream);
    return stream;
  }

  closeStreams(): void {
    for (const stream of this.streams.splice(0)) stream.close();
  }

  private url(path: string, query: RequestOptions['query'] = {}): string {
    const url = new URL(path.startsWith('/api/') ? path : `/api/v1${path}`, this.address);
    for (const [name, value] of Object.entries(query)) for (const one of Array.isArray(value) ? (value as string[]) : [String(value)]) url.searchParams.append(name, one);
    return url.toString();
  }

  /** Before it is sent: a private message may leak before its answer arrives. */
  private plant(path: string, body: unknown): void {
    if (!/\/messages$/.test(path) || typeof body !== 'object' || body === null) return;
    const { visibility, audience, body: text } = body as { visibility?: string; audience?: string; body?: unknown };
    if (visibility === 'private' && typeof text === 'string') this.canaries.plant(text, audience === 'supplier' ? ['staff', 'supplier'] : ['staff'], 'A private message');
  }

  private watch(where: string, text: string, headers: Headers): void {
    const own = /\/(tokens|service-tokens|event-sources|auth\/login)$/.test(where);
    if (!own) this.canaries.seen(this.watched, where, `${text}\n${[...headers].filter(([name]) => name !== 'set-cookie').join('\n')}`);
    else if (/token/.test(where)) {
      const token = (parse(text) as { token?: unknown } | null)?.token;
      if (typeof token === 'string') this.canaries.secret(token, 'A token');
    }
  }
}

function parse(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
