import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@opora/platform';
import { digest } from './secrets';

export interface PresentToken {
  id: string;
  personId: string;
  scopes: string[];
  expiresAt: Date;
}

const COLUMNS = 'id, person_id as "personId", scopes, expires_at as "expiresAt"';
const KEPT = 10_000;

/** Tokens by their secret, kept until anybody's rights change. */
@Injectable()
export class TokenReader {
  private readonly known = new Map<string, Promise<PresentToken | null>>();
  private readonly byId = new Map<string, PresentToken>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async find(secret: string): Promise<PresentToken | null> {
    const hash = digest(secret);
    const key = hash.toString('base64');
    let found = this.known.get(key);
    if (!found) {
      found = this.database.sql.one<PresentToken>(`update api_token set last_used_at = now() where token_hash = $1 and revoked_at is null and expires_at > now() returning ${COLUMNS}`, [hash]);
      if (this.known.size > KEPT) this.known.clear();
      this.known.set(key, found);
      found.then((row) => row || this.known.delete(key), () => this.known.delete(key));
    }
    const row = await found;
    return row && row.expiresAt > this.clock.real() ? row : null;
  }

  async present(id: string): Promise<PresentToken | null> {
    const known = this.byId.get(id);
    if (known) return known.expiresAt > this.clock.real() ? known : null;
    const row = await this.database.sql.one<PresentToken>(`select ${COLUMNS} from api_token where id = $1 and revoked_at is null and expires_at > now()`, [id]);
    if (row) this.byId.set(id, row);
    return row;
  }

  forget(): void {
    this.known.clear();
    this.byId.clear();
  }
}
