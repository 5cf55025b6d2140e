import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, forbidden, invalid, notFound, unknownReference } from '@opora/kit';
import { type Actor, Clock, Database, Ids, isPermission } from '@opora/platform';
import type { CreateServiceToken, CreateToken, IssuedTokenReply, TokenReply } from '../identity.dto';
import { RightsReader } from './rights';
import { digest, newSecret } from './secrets';
import { TokenReader } from './token-reader';

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
    private readonly present: TokenReader,
    private readonly clock: Clock,
  ) {}

  async list(where: { ownerId: string } | { kind: 'service' }): Promise<TokenReply[]> {
    const [column, value] = 'ownerId' in where ? ['person_id', where.ownerId] : ['kind', where.kind];
    const rows = await this.database.sql.rows<TokenRow>(`select ${COLUMNS} from api_token where ${column} = $1 and revoked_at is null and expires_at > now() order by created_at desc limit 200`, [value]);
    return rows.map(reply);
  }

  async issue(actor: Actor, body: CreateToken): Promise<IssuedTokenReply> {
    if (actor.tokenId !== null) await this.withinParent(actor, actor.tokenId, body);
    refuseUnheld(body.scopes, (scope) => actor.has(scope));
    return this.mint(actor, body, { ownerId: actor.personId, kind: 'personal' });
  }

  async issueForService(actor: Actor, body: CreateServiceToken): Promise<IssuedTokenReply> {
    const owner = await this.rights.of(body.ownerId);
    if (!owner) throw unknownReference('/ownerId');
    refuseUnheld(body.scopes, (scope) => owner.grants.has(scope));
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

  /** A token makes no token that can do more, or lives longer, than itself (`security.md` AU-15). */
  private async withinParent(actor: Actor, tokenId: string, body: CreateToken): Promise<void> {
    const parent = await this.present.present(tokenId);
    if (!parent || body.scopes.some((scope) => (scope === '*' ? !parent.scopes.includes('*') : !actor.has(scope))) || new Date(body.expiresAt) > parent.expiresAt) throw forbidden('me');
  }

  private async mint(actor: Actor, body: CreateToken, owner: { ownerId: string; kind: 'personal' | 'service' }): Promise<IssuedTokenReply> {
    const lifetime = new Date(body.expiresAt).getTime() - this.clock.real().getTime();
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

/** @throws Refusal 422: no such permission, or one that its owner does not hold */
function refuseUnheld(scopes: readonly string[], holds: (scope: string) => boolean): void {
  scopes.forEach((scope, index) => {
    if (scope !== '*' && !isPermission(scope)) throw invalid(`/scopes/${index}`, 'unknown_permission');
  });
  const missing = scopes.filter((scope) => scope !== '*' && !holds(scope));
  if (missing.length > 0) throw invalid('/scopes', 'token.scopes', { values: missing.join(', ') });
}
