import type { CanaryWatch } from './canary-watch';
import type { Credentials } from './client';
import { DEMO_PASSWORD, emailOf } from './personas';

/** A browser's session: signs in with the first request, then sends its cookie and the CSRF token. */
export class Session implements Credentials {
  private signedIn: Promise<Record<string, string>> | undefined;

  constructor(
    private readonly address: string,
    private readonly persona: string,
    private readonly canaries: CanaryWatch,
  ) {}

  headers(): Promise<Record<string, string>> {
    return (this.signedIn ??= this.signIn());
  }

  private async signIn(): Promise<Record<string, string>> {
    const answer = await fetch(new URL('/api/v1/auth/login', this.address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: emailOf(this.persona), password: DEMO_PASSWORD }),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${emailOf(this.persona)} cannot sign in: ${answer.status} ${text}`);
    const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    for (const one of cookie.split('; ')) this.canaries.secret(one.slice(one.indexOf('=') + 1), 'A session');
    return { cookie, 'x-csrf-token': (JSON.parse(text) as { csrfToken: string }).csrfToken };
  }
}

export class Bearer implements Credentials {
  constructor(private readonly token: string) {}

  async headers(): Promise<Record<string, string>> {
    return { authorization: `Bearer ${this.token}` };
  }
}

export class Nobody implements Credentials {
  async headers(): Promise<Record<string, string>> {
    return {};
  }
}
