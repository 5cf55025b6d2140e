import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { forbidden, notFound } from '@opora/kit';
import { type Actor, Database, Ids, type Tx } from '@opora/platform';
import { type RealAccount, accountsOf } from './accounts-file';
import type { UnknownRow } from './drift.dto';

interface Found {
  kind: 'granted_not_present' | 'present_not_granted';
  entitlementId: string;
  grantId: string | null;
  personId: string | null;
  account: string;
}

/** Who may import and resolve for this resource (`security.md` D.3: res). */
export const mayImport = (actor: Actor, ownerId: string): boolean => actor.scopes('grant.importDrift').has('all') || (actor.scopes('grant.importDrift').has('res') && ownerId === actor.personId);

/** Compares the register with what a target system really has, whole: what the file does not hold is not there. */
@Injectable()
export class DriftImports {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /** @returns the import's id @throws Refusal 403, 404, 422 */
  bring(actor: Actor, resourceId: string, fileName: string, bytes: Buffer): Promise<string> {
    const { accounts, unknown } = accountsOf(bytes);
    return this.database.tx(async (tx) => {
      const resource = await tx.one<{ ownerId: string }>('select owner_id as "ownerId" from access_resource where id = $1 for update', [resourceId]);
      if (!resource) throw notFound();
      if (!mayImport(actor, resource.ownerId)) throw forbidden('grant.importDrift');
      const id = this.ids.next();
      const rows = accounts.length + unknown.length;
      const found = await this.compare(tx, resourceId, accounts, unknown);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await tx.run('insert into drift_import (id, resource_id, file_name, sha256, rows, matched, unknown_rows, imported_by, imported_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
        id, resourceId, fileName.slice(0, 200), sha256, rows, found.matched, JSON.stringify(unknown.slice(0, 100)), actor.personId, tx.now,
      ]);
      await this.keep(tx, actor, id, resourceId, found.findings);
      await this.journal.append(tx, { streamId: resourceId, streamKind: 'access_resource', kind: 'access_resource.accounts_imported', actor, data: { importId: id, fileName: fileName.slice(0, 200), sha256, rows, findings: found.findings.length } });
      return id;
    });
  }

  private async compare(tx: Tx, resourceId: string, accounts: readonly RealAccount[], unknown: UnknownRow[]): Promise<{ findings: Found[]; matched: number }> {
    const entitlements = new Map((await tx.rows<{ id: string; code: string }>('select id, lower(code) as code from entitlement where resource_id = $1', [resourceId])).map(({ id, code }) => [code, id]));
    const people = await this.people(tx, accounts);
    const grants = await tx.rows<{ id: string; personId: string; entitlementId: string; email: string; expected: boolean }>(
      `select a.id, a.person_id as "personId", a.entitlement_id as "entitlementId", p.email, a.state = 'active' and a.pending is distinct from 'remove' as expected
       from access_grant a join entitlement e on e.id = a.entitlement_id join person p on p.id = a.person_id where e.resource_id = $1 and a.state in ('active', 'suspended')`,
      [resourceId],
    );
    const byPair = new Map(grants.map((grant) => [`${grant.personId} ${grant.entitlementId}`, grant]));
    const seen = new Map<string, Date | null>();
    const strangers = new Map<string, Found>();
    for (const { line, account, entitlement, lastUsedAt } of accounts) {
      const entitlementId = entitlements.get(entitlement.toLowerCase());
      if (!entitlementId) {
        unknown.push({ line, account, entitlement, why: 'entitlement' });
        continue;
      }
      const personId = people.get(account.toLowerCase()) ?? null;
      const grant = personId === null ? undefined : byPair.get(`${personId} ${entitlementId}`);
      if (grant) seen.set(grant.id, lastUsedAt);
      else strangers.set(`${account.toLowerCase()} ${entitlementId}`, { kind: 'present_not_granted', entitlementId, grantId: null, personId, account });
    }
    const missing = grants.filter(({ id, expected }) => expected && !seen.has(id));
    await tx.run(
      `update access_grant a set last_used_at = greatest(a.last_used_at, x.at), missing_since = null from unnest($1::uuid[], $2::timestamptz[]) as x(id, at) where a.id = x.id`,
      [[...seen.keys()], [...seen.values()]],
    );
    await tx.run('update access_grant set missing_since = coalesce(missing_since, $2) where id = any($1)', [missing.map(({ id }) => id), tx.now]);
    return { matched: seen.size, findings: [...missing.map(({ id, personId, entitlementId, email }): Found => ({ kind: 'granted_not_present', entitlementId, grantId: id, personId, account: email })), ...strangers.values()] };
  }

  /** Accounts are known by the whole address or by what stands before its @, where that is one person's. */
  private async people(tx: Tx, accounts: readonly RealAccount[]): Promise<ReadonlyMap<string, string>> {
    const names = [...new Set(accounts.map(({ account }) => account.toLowerCase()))];
    const rows = await tx.rows<{ name: string; id: string }>(
      `select x.name, (array_agg(p.id))[1] as id from unnest($1::text[]) as x(name) join person p on lower(p.email) = x.name or split_part(lower(p.email), '@', 1) = x.name
       where p.id <> '00000000-0000-7000-8000-000000000000' group by x.name having count(*) = 1 or bool_or(lower(p.email) = x.name)`,
      [names],
    );
    return new Map(rows.map(({ name, id }) => [name, id]));
  }

  /** What was open and is found again stays open; what is not found again has gone; the rest is new. */
  private async keep(tx: Tx, actor: Actor, importId: string, resourceId: string, findings: readonly Found[]): Promise<void> {
    const keyOf = ({ kind, entitlementId, account }: Pick<Found, 'kind' | 'entitlementId' | 'account'>): string => `${kind} ${entitlementId} ${account.toLowerCase()}`;
    const known = await tx.rows<Found & { id: string; resolution: string | null }>(
      `select id, kind, entitlement_id as "entitlementId", account, resolution from drift_finding where resource_id = $1 and (resolution is null or resolution = 'accept') for update`,
      [resourceId],
    );
    const now = new Set(findings.map(keyOf));
    const before = new Set(known.map(keyOf));
    const gone = known.filter((one) => one.resolution === null && !now.has(keyOf(one)));
    await tx.run(`update drift_finding set resolution = 'gone', resolved_at = $2, resolved_by = $3, version = version + 1 where id = any($1)`, [gone.map(({ id }) => id), tx.now, actor.personId]);
    await tx.run(
      `insert into drift_finding (id, import_id, kind, resource_id, entitlement_id, grant_id, person_id, account)
       select (x->>'id')::uuid, $1, x->>'kind', $2, (x->>'entitlementId')::uuid, (x->>'grantId')::uuid, (x->>'personId')::uuid, x->>'account' from jsonb_array_elements($3::jsonb) x`,
      [importId, resourceId, JSON.stringify(findings.filter((one) => !before.has(keyOf(one))).map((one) => ({ ...one, id: this.ids.next() })))],
    );
  }
}
