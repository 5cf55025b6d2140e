import { SMTPServer } from 'smtp-server';
import { freePort } from '@opora/embedded-postgres';
import type { CanaryWatch } from './canary-watch';
import { watchedAs } from './personas';

export interface Letter {
  from: string;
  to: string[];
  /** The whole letter as it came over the wire. */
  raw: string;
  /** Headers and bodies with their transfer encodings undone. */
  text: string;
}

/** An SMTP server that keeps what it is given. */
export class MailSink {
  readonly letters: Letter[] = [];
  url = '';
  private server: SMTPServer | undefined;
  private waiting: (() => void)[] = [];

  constructor(private readonly canaries: CanaryWatch) {}

  async start(): Promise<this> {
    const port = await freePort();
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.keep(Buffer.concat(chunks).toString('utf8'), session.envelope.mailFrom ? session.envelope.mailFrom.address : '', session.envelope.rcptTo.map(({ address }) => address));
          done();
        });
      },
    });
    this.server.on('error', () => undefined);
    await new Promise<void>((ready) => this.server?.listen(port, '127.0.0.1', ready));
    this.url = `smtp://127.0.0.1:${port}`;
    return this;
  }

  async next(fits: (letter: Letter) => boolean, within = 10_000): Promise<Letter> {
    const until = performance.now() + within;
    for (;;) {
      const found = this.letters.find(fits);
      if (found) return found;
      const left = until - performance.now();
      if (left <= 0) throw new Error(`No such letter came; there were ${this.letters.length}: ${this.letters.map(({ to, text }) => `${to.join()} ${/^Subject: (.*)$/im.exec(text)?.[1] ?? ''}`).join('; ')}`);
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          wake();
        });
      });
    }
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => (this.server ? this.server.close(done) : done()));
  }

  private keep(raw: string, from: string, to: string[]): void {
    const text = decoded(raw);
    this.letters.push({ from, to, raw, text });
    for (const address of to) this.canaries.seen(watchedAs(address), `a letter to ${address}`, `${raw}\n${text}`);
    for (const wake of this.waiting.splice(0)) wake();
  }
}

/** Enough of MIME to search in: quoted-printable, base64 bodies, encoded words. */
function decoded(raw: string): string {
  const bodies = raw.replace(/Content-Transfer-Encoding: base64\r?\n(?:[^\r\n]+\r?\n)*\r?\n([A-Za-z0-9+/=\r\n]+)/gi, (_all, body: string) => `\n${Buffer.from(body, 'base64').toString('utf8')}\n`);
  const words = bodies.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, way: string, word: string) => (way.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : unquote(word.replaceAll('_', ' '))));
  return unquote(words.replace(/=\r?\n/g, ''));
}

function unquote(text: string): string {
  return text.replace(/(?:=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
}
