import { DEMO_PASSWORD, type Json, type TestApp } from '@opora/testing';

export interface Answer {
  status: number;
  body: Json;
  headers: Headers;
}

/** A browser that keeps its cookie, signs in by hand, and may come from another address. */
export class Browser {
  cookie: string | null = null;
  csrf: string | null = null;

  constructor(
    private readonly app: TestApp,
    private readonly from = '203.0.113.7',
  ) {}

  async signIn(email: string, password = DEMO_PASSWORD): Promise<Answer> {
    const answer = await this.send('POST', '/auth/login', { email, password });
    if (answer.status === 200) this.csrf = (answer.body as { csrfToken: string }).csrfToken;
    return answer;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(`${this.app.url}/api/v1${path}`, {
      method,
      headers: {
        'accept-language': 'en',
        'x-forwarded-for': this.from,
        ...(method === 'GET' ? {} : { 'if-match': '*' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.csrf ? { 'x-csrf-token': this.csrf } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const [set] = answer.headers.getSetCookie();
    if (set) this.cookie = set.split(';')[0] ?? null;
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
  }
}
