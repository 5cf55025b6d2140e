import { Injectable } from '@nestjs/common';
import { notFound } from '@opora/kit';
import { type Actor, Cursors, Database, queryKey } from '@opora/platform';
import type { DriftFindingPage, DriftFindingQuery, DriftFindingReply, DriftImportPage, DriftImportQuery, DriftImportReply, UnknownRow } from './drift.dto';
import { actsFor } from './drift-findings';
import { mayImport } from './drift-imports';

interface ImportRow {
  id: string; resourceId: string; resourceName: string; fileName: string; sha256: string; rows: number; matched: number; unknown: UnknownRow[]; open: number; byId: string; byName: string; importedAt: Date;
}

interface FindingRow extends Pick<DriftFindingReply, 'id' | 'kind' | 'account' | 'grantId' | 'resolution' | 'reason' | 'ticket' | 'version'> {
  resourceId: string; resourceName: string; ownerId: string; entitlementId: string; entitlementName: string; personId: string | null; personName: string | null; resolvedById: string | null; resolvedByName: string | null; resolvedAt: Date | null;
}

/** Whose systems' differences the caller may see: those that they own, or all. */
function reached(actor: Actor, params: unknown[]): string {
  const all = actor.scopes('grant.importDrift').has('all') || actor.scopes('grant.read').has('all');
  return all ? 'true' : `r.owner_id = $${params.push(actor.personId)}`;
}

/** Imports of real accounts and the differences that they found. */
@Injectable()
export class DriftQueries {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  async imports(actor: Actor, query: DriftImportQuery): Promise<DriftImportPage> {
    const params: unknown[] = [];
    const key = `drift imports${queryKey(query)}`;
    const where = [reached(actor, params), ...(query.resourceId ? [`i.resource_id = $${params.push(query.resourceId)}`] : [])];
    if (query.cursor !== undefined) {
      const [at, id] = this.cursors.decode(actor, key, query.cursor);
      where.push(`(i.imported_at, i.id) < ($${params.push(at)}::timestamptz, $${params.push(id)}::uuid)`);
    }
    const rows = await this.importRows(actor, where.join(' and '), params, query.limit + 1);
    const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
    return { items: rows.slice(0, query.limit).map(importReply), nextCursor: last ? this.cursors.encode(actor, key, [last.importedAt.toISOString(), last.id]) : null };
  }

  /** @throws Refusal 404 */
  async import(actor: Actor, id: string): Promise<DriftImportReply> {
    const params: unknown[] = [];
    const [row] = await this.importRows(actor, `${reached(actor, params)} and i.id = $${params.push(id)}`, params, 1);
    if (!row) throw notFound();
    return importReply(row);
  }

  async findings(actor: Actor, query: DriftFindingQuery): Promise<DriftFindingPage> {
    const params: unknown[] = [];
    const key = `drift findings${queryKey(query)}`;
    const where = [
      reached(actor, params), `f.resolution is ${query.state === 'resolved' ? 'not ' : ''}null`,
      ...(query.resourceId?.length ? [`f.resource_id = any($${params.push(query.resourceId)}::uuid[])`] : []), ...(query.kind ? [`f.kind = $${params.push(query.kind)}`] : []),
    ];
    if (query.cursor !== undefined) where.push(`f.id < $${params.push(this.cursors.decode(actor, key, query.cursor)[0])}::uuid`);
    const rows = await this.findingRows(actor, where.join(' and '), params, query.limit + 1);
    const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
    return { items: rows.slice(0, query.limit).map((row) => findingReply(actor, row)), nextCursor: last ? this.cursors.encode(actor, key, [last.id]) : null };
  }

  /** @throws Refusal 404 */
  async finding(actor: Actor, id: string): Promise<DriftFindingReply> {
    const params: unknown[] = [];
    const [row] = await this.findingRows(actor, `${reached(actor, params)} and f.id = $${params.push(id)}`, params, 1);
    if (!row) throw notFound();
    return findingReply(actor, row);
  }

  private importRows({ locale }: Actor, where: string, params: unknown[], limit: number): Promise<ImportRow[]> {
    return this.database.sql.rows<ImportRow>(
      `select i.id, r.id as "resourceId", r.name_${locale} as "resourceName", i.file_name as "fileName", i.sha256, i.rows, i.matched, i.unknown_rows as unknown, i.imported_by as "byId", b.display_name as "byName", i.imported_at as "importedAt",
         (select count(*) from drift_finding f where f.import_id = i.id and f.resolution is null) as open
       from drift_import i join access_resource r on r.id = i.resource_id join person b on b.id = i.imported_by where ${where} order by i.imported_at desc, i.id desc limit $${params.push(limit)}`,
      params,
      { prepare: false },
    );
  }

  private findingRows({ locale }: Actor, where: string, params: unknown[], limit: number): Promise<FindingRow[]> {
    return this.database.sql.rows<FindingRow>(
      `select f.id, f.kind, r.id as "resourceId", r.name_${locale} as "resourceName", r.owner_id as "ownerId", e.id as "entitlementId", e.name_${locale} as "entitlementName", f.account, f.grant_id as "grantId", p.id as "personId", p.display_name as "personName",
         f.resolution, f.resolved_by as "resolvedById", b.display_name as "resolvedByName", f.resolved_at as "resolvedAt", f.reason, t.reference as ticket, f.version
       from drift_finding f join access_resource r on r.id = f.resource_id join entitlement e on e.id = f.entitlement_id left join person p on p.id = f.person_id left join person b on b.id = f.resolved_by left join ticket t on t.id = f.ticket_id
       where ${where} order by f.id desc limit $${params.push(limit)}`,
      params,
      { prepare: false },
    );
  }
}

const importReply = ({ resourceId, resourceName, byId, byName, importedAt, ...row }: ImportRow): DriftImportReply => ({
  ...row, resource: { id: resourceId, name: resourceName }, importedBy: { id: byId, displayName: byName }, importedAt: importedAt.toISOString(),
});

const findingReply = (actor: Actor, row: FindingRow): DriftFindingReply => ({
  id: row.id, kind: row.kind, resource: { id: row.resourceId, name: row.resourceName }, entitlement: { id: row.entitlementId, name: row.entitlementName }, account: row.account,
  person: row.personId === null ? null : { id: row.personId, displayName: row.personName ?? '' }, grantId: row.grantId, resolution: row.resolution, resolvedBy: row.resolvedById === null ? null : { id: row.resolvedById, displayName: row.resolvedByName ?? '' },
  resolvedAt: row.resolvedAt?.toISOString() ?? null, reason: row.reason, ticket: row.ticket, allowedCommands: mayImport(actor, row.ownerId) ? actsFor(row) : [], version: row.version,
});
