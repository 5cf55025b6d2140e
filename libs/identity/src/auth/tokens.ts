import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, forbidden, invalid, notFound, unknownReference } from '@opora/kit';
import { type Actor, Database, Ids, isPermission } from '@opora/platform';
import type { CreateServiceToken, CreateToken, IssuedTokenReply, TokenReply } from '../identity.dto';
import { RightsReader } from './rights';
import { digest, newSecret } from './secrets';

const YEAR_MS = 366 * 86_400_000;
const PREFIX_LENGTH = 12;

interface TokenRow {
  id: string;
  name: string;
  kind: 'personal' | 'service';
  prefix: string;
  scopes: string[];
  ownerId: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
}

const COLUMNS = 'id, name, kind, prefix, scopes, person_id as "ownerId", created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"';

const reply = (row: TokenRow): TokenReply => ({
  ...row, createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt.toISOString(), lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
});

/** The one minter of tokens: the secret is shown once, its digest is kept (`security.md` AU-14…AU-16). */
@Injectable()
export class Tokens {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly ids: Ids,
    private readonly rights: RightsReader,
  ) {}

  async list(where: { ownerId: string } | { kind: 'service' }): Promise<TokenReply[]> {
    const [column, value] = 'ownerId' in where ? ['person_id', where.ownerId] : ['kind', where.kind];
    const rows = await this.database.sql.rows<TokenRow>(`select ${COLUMNS} from api_token where ${column} = $1 and revoked_at is null and expires_at > now() order by created_at desc limit 200`, [value]);
    return rows.map(reply);
  }

  async issue(actor: Actor, body: CreateToken): Promise<IssuedTokenReply> {
    const missing = body.scopes.filter((scope) => scope !== '*' && !actor.has(scope));
    if (actor.via === 'token' && (body.scopes.includes('*') || missing.length > 0)) throw forbidden('me');
    return this.mint(actor, body, { ownerId: actor.personId, kind: 'personal' });
  }

  async issueForService(actor: Actor, body: CreateServiceToken): Promise<IssuedTokenReply> {
    if (!(await this.rights.of(body.ownerId))) throw unknownReference('/ownerId');
    return this.mint(actor, body, { ownerId: body.ownerId, kind: 'service' });
  }

  async revoke(actor: Actor, id: string, where: { ownerId: string } | { kind: 'service' }): Promise<void> {
    await this.database.tx(async (tx) => {
      const [column, value] = 'ownerId' in where ? ['person_id', where.ownerId] : ['kind', where.kind];
      const row = await tx.one<{ ownerId: string }>(`update api_token set revoked_at = now() where id = $1 and ${column} = $2 and revoked_at is null returning person_id as "ownerId"`, [id, value]);
      if (!row) throw notFound();
      tx.afterCommit(() => this.rights.forget());
      await this.journal.append(tx, { streamId: row.ownerId, streamKind: 'person', kind: 'token.revoked', actor, data: { tokenId: id } });
    });
  }

  private async mint(actor: Actor, body: CreateToken, owner: { ownerId: string; kind: 'personal' | 'service' }): Promise<IssuedTokenReply> {
    body.scopes.forEach((scope, index) => {
      if (scope !== '*' && !isPermission(scope)) throw invalid(`/scopes/${index}`, 'unknown_permission');
    });
    const lifetime = new Date(body.expiresAt).getTime() - this.rights.realNow().getTime();
    if (lifetime <= 0 || lifetime > YEAR_MS) throw new Refusal('invalid', { errors: [{ pointer: '/expiresAt', code: 'token.expiry' }] });
    const token = `opora_${newSecret()}`;
    return this.database.tx(async (tx) => {
      const row = await tx.one<TokenRow>(`insert into api_token (id, token_hash, prefix, kind, person_id, name, scopes, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`, [
        this.ids.next(), digest(token), token.slice(0, PREFIX_LENGTH), owner.kind, owner.ownerId, body.name, body.scopes, body.expiresAt,
      ]);
      await this.journal.append(tx, { streamId: owner.ownerId, streamKind: 'person', kind: 'token.issued', actor, data: { tokenId: row?.id, scopes: body.scopes, expiresAt: body.expiresAt } });
      return { ...reply(row as TokenRow), token };
    });
  }
}
