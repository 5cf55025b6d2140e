import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config, Database, Ids, type Tx } from '@opora/platform';
import { digest, newSecret } from './secrets';

export type LinkPurpose = 'reset' | 'welcome';

export interface FoundLink {
  id: string;
  personId: string;
  email: string;
  displayName: string;
}

const PAGES: Readonly<Record<LinkPurpose, string>> = { reset: 'reset-password', welcome: 'welcome' };

/** Single-use links that set a password; stored as digests, and on their way to the letter only sealed (`security.md` AU-08, I23). */
@Injectable()
export class PasswordLinks {
  private readonly key: Buffer;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly ids: Ids,
  ) {
    this.key = createHash('sha256').update(`password links\n${config.secretKey}`).digest();
  }

  async make(tx: Tx, personId: string, purpose: LinkPurpose, minutes: number): Promise<{ secret: string; sealed: string }> {
    const secret = newSecret();
    await tx.run('insert into password_link (id, token_hash, person_id, purpose, expires_at) values ($1, $2, $3, $4, now() + make_interval(mins => $5))', [this.ids.next(), digest(secret), personId, purpose, minutes]);
    return { secret, sealed: this.seal(`${purpose}:${secret}`) };
  }

  /** The address for people; made of `PUBLIC_URL` alone (`security.md` AU-09). */
  address(secret: string, purpose: LinkPurpose): string {
    return `${this.config.publicUrl}/${PAGES[purpose]}/${secret}`;
  }

  /** What the letter's writer turns `sealed` of an event into, at sending and no sooner. */
  addressOf(sealed: string): string {
    const [purpose, secret] = this.open(sealed).split(':') as [LinkPurpose, string];
    return this.address(secret, purpose);
  }

  find(secret: string): Promise<FoundLink | null> {
    return this.database.sql.one<FoundLink>(
      `select l.id, l.person_id as "personId", p.email, p.display_name as "displayName" from password_link l join person p on p.id = l.person_id and p.active where l.token_hash = $1 and l.used_at is null and l.expires_at > now()`,
      [digest(secret)],
    );
  }

  async use(tx: Tx, id: string): Promise<boolean> {
    return (await tx.run('update password_link set used_at = now() where id = $1 and used_at is null and expires_at > now()', [id])) === 1;
  }

  /** Links that were sent before the newest one, or before a password was set, open nothing. */
  async spoil(tx: Tx, personId: string): Promise<void> {
    await tx.run('update password_link set used_at = now() where person_id = $1 and used_at is null', [personId]);
  }

  private open(sealed: string): string {
    const raw = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.key, raw.subarray(0, 12));
    decipher.setAuthTag(raw.subarray(12, 28));
    return Buffer.concat([decipher.update(raw.subarray(28)), decipher.final()]).toString();
  }

  private seal(secret: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    const body = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
  }
}
