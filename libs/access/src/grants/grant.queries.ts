import { Injectable } from '@nestjs/common';
import { invalid, notFound } from '@opora/kit';
import { type Actor, Cursors, Database, type Sql, queryKey } from '@opora/platform';
import type { GrantAction, GrantState } from '../domain';
import { type Reached, grantsReached, reachesGrant } from './grant.scopes';
import type { GrantAct, GrantCard, GrantFilter, GrantHistoryLine, GrantPage, GrantQuery, GrantReply } from './grants.dto';

interface Row extends Reached {
  id: string;
  personName: string;
  department: string | null;
  personActive: boolean;
  entitlementId: string;
  entitlementName: string;
  code: string;
  resourceId: string;
  resourceName: string;
  risk: 'high' | 'medium' | 'low';
  state: GrantState;
  pending: GrantAction | null;
  overdue: boolean;
  grantedAt: Date;
  untilAt: Date | null;
  endedAt: Date | null;
  request: GrantReply['request'];
  approvedBy: { id: string; displayName: string; at: string }[];
  sodRules: number[];
  lastUsedAt: Date | null;
  version: number;
  /** Whether it is asked of now, or of an instant that has gone. */
  now: boolean;
}

/** What a row is read from at an instant: the grant itself, or its history up to then. */
interface Moment {
  join: string;
  state: string;
  pending: string;
  until: string;
  where: string;
  /** Events up to then, of the alias `v`. */
  events: string;
}

const NOW: Moment = { join: '', state: 'a.state', pending: 'a.pending', until: 'a.until_at', where: 'true', events: 'true' };

/**
 * The history at `at`: one look into its index per grant of the page. The bounds of the grant itself, which never change once they are set, leave out what was not there then.
 */
const momentOf = (at: string): Moment => ({
  join: `cross join lateral (select v.state, v.pending, v.until_at from grant_event v where v.grant_id = a.id and v.at <= ${at} order by v.at desc, v.seq desc limit 1) m`,
  state: 'm.state', pending: 'm.pending', until: 'm.until_at', where: `a.granted_at <= ${at} and (a.ended_at is null or a.ended_at > ${at})`, events: `v.at <= ${at}`,
});

const FROM = (moment: Moment): string =>
  `from access_grant a join person p on p.id = a.person_id join entitlement e on e.id = a.entitlement_id join access_resource r on r.id = e.resource_id left join department d on d.id = p.department_id ${moment.join}`;

const COLUMNS = (locale: 'uk' | 'en', { state, pending, until, events }: Moment, now: boolean): string => `a.id, a.person_id as "personId", p.manager_id as "managerId", r.owner_id as "ownerId", p.display_name as "personName", d.name_${locale} as department,
  p.active as "personActive", e.id as "entitlementId", e.name_${locale} as "entitlementName", e.code, r.id as "resourceId", r.name_${locale} as "resourceName", coalesce(e.risk, r.risk) as risk, ${state} as state, ${pending} as pending,
  ${now ? 'a.overdue' : 'false'} as overdue, a.granted_at as "grantedAt", ${until} as "untilAt", ${now ? 'a.ended_at' : 'null::timestamptz'} as "endedAt",
  (select jsonb_build_object('id', q.id, 'reference', q.reference, 'title', q.title, 'kind', q.kind, 'state', q.state, 'phase', q.phase) from ticket q where q.id = a.request_id) as request,
  coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'displayName', x.display_name, 'at', x.at) order by x.at) from (
     select ap.id, ap.display_name, max(vo.answered_at) as at from grant_event v join approval o on o.ticket_id = v.ticket_id and o.subject = 'access' and o.state = 'approved' join approval_vote vo on vo.approval_id = o.id and vo.answer = 'approved'
       join person ap on ap.id = vo.answered_by where v.grant_id = a.id and v.kind in ('granted', 'extended') and ${events} group by ap.id, ap.display_name) x), '[]') as "approvedBy",
  coalesce((select jsonb_agg(s.number order by s.number) from sod_rule s where s.id = any(a.sod_rule_ids)), '[]') as "sodRules", a.last_used_at as "lastUsedAt", a.version, ${now} as now`;

const ORDERS: Readonly<Record<string, { column: (moment: Moment) => string; type: string }>> = {
  grantedAt: { column: () => 'a.granted_at', type: 'timestamptz' },
  until: { column: ({ until }) => `coalesce(${until}, 'infinity'::timestamptz)`, type: 'timestamptz' },
};

/** Who has what, since when, why, approved by whom: now or at any instant that has gone (`domain.md` §7). */
@Injectable()
export class GrantQueries {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  async list(actor: Actor, query: GrantQuery): Promise<GrantPage> {
    const { sql } = this.database;
    const { params, moment, where } = conditions(actor, query);
    const total = query.count === undefined ? undefined : ((await sql.one<{ n: number }>(`select count(*) as n ${FROM(moment)} where ${where}`, params, { prepare: false }))?.n ?? 0);
    const key = `grants${queryKey(query)}`;
    const page = grantPage(actor, query, query.cursor === undefined ? null : this.cursors.decode(actor, key, query.cursor));
    const rows = await sql.rows<Row & { place: string }>(page.text, page.params, { prepare: false });
    const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
    return { items: rows.slice(0, query.limit).map((row) => replyOf(actor, row)), nextCursor: last ? this.cursors.encode(actor, key, [last.place, last.id]) : null, ...(total === undefined ? {} : { total }) };
  }

  /** @throws Refusal 404 */
  async card(actor: Actor, id: string, sql: Sql = this.database.sql): Promise<GrantCard> {
    const params: unknown[] = [id];
    const reached = grantsReached(actor, 'grant.read', params);
    const row = await sql.one<Row>(`select ${COLUMNS(actor.locale, NOW, true)} ${FROM(NOW)} where a.id = $1 and ${reached}`, params, { prepare: false });
    if (!row) throw notFound();
    return { ...replyOf(actor, row), history: await this.history(sql, id) };
  }

  /** Every row that the filter finds, for a file; `at` is the instant of the export itself. */
  all(actor: Actor, query: GrantFilter, most: number): Promise<(Row & Evidence)[]> {
    const { params, moment, where } = conditions(actor, query);
    return this.database.sql.rows<Row & Evidence>(
      `select ${COLUMNS(actor.locale, moment, query.asOf === undefined)}, p.email, j.id as "journalId", j.seq as "journalSeq", encode(j.hash, 'hex') as "journalHash" ${FROM(moment)}
         left join lateral (select v.journal_seq from grant_event v where v.grant_id = a.id and ${moment.events} order by v.at desc, v.seq desc limit 1) lastly on true
         left join journal j on j.stream_id = a.id and j.seq = lastly.journal_seq where ${where} order by p.display_name, r.name_uk, e.name_uk, a.id limit $${params.push(most)}`,
      params,
      { prepare: false },
    );
  }

  private async history(sql: Sql, id: string): Promise<GrantHistoryLine[]> {
    const rows = await sql.rows<Omit<GrantHistoryLine, 'at' | 'until' | 'by'> & { at: Date; untilAt: Date | null; byId: string; byName: string }>(
      `select v.seq, v.at, v.kind, v.action, v.state, v.pending, v.until_at as "untilAt", v.by_id as "byId", coalesce(b.display_name, '') as "byName", v.reason, t.reference as ticket, c.name as campaign, v.journal_id as "journalId"
       from grant_event v left join person b on b.id = v.by_id left join ticket t on t.id = v.ticket_id left join recertification c on c.id = v.campaign_id where v.grant_id = $1 order by v.seq`,
      [id],
    );
    return rows.map(({ at, untilAt, byId, byName, ...line }) => ({ ...line, at: at.toISOString(), until: untilAt?.toISOString() ?? null, by: { id: byId, displayName: byName } }));
  }
}

export interface Evidence {
  email: string;
  journalId: string | null;
  journalSeq: number | null;
  journalHash: string | null;
}

export type GrantEvidence = Awaited<ReturnType<GrantQueries['all']>>[number];

/** One page of the register as SQL. @throws Refusal 422 `unknown_sort` */
export function grantPage(actor: Actor, query: GrantQuery, after: readonly unknown[] | null): { text: string; params: unknown[] } {
  const wished = query.sort ?? '-grantedAt';
  const order = ORDERS[wished.replace(/^-/, '')];
  if (!order) throw invalid('/sort', 'unknown_sort');
  const descending = wished.startsWith('-');
  const { params, moment, where } = conditions(actor, query);
  const column = order.column(moment);
  const beyond = after === null ? '' : ` and (${column}, a.id) ${descending ? '<' : '>'} ($${params.push(after[0])}::${order.type}, $${params.push(after[1])}::uuid)`;
  const way = descending ? 'desc' : 'asc';
  return {
    text: `select ${COLUMNS(actor.locale, moment, query.asOf === undefined)}, (${column})::text as place ${FROM(moment)} where ${where}${beyond} order by ${column} ${way}, a.id ${way} limit $${params.push(query.limit + 1)}`,
    params,
  };
}

function conditions(actor: Actor, query: GrantFilter): { params: unknown[]; moment: Moment; where: string } {
  const params: unknown[] = [];
  const place = (value: unknown): string => `$${params.push(value)}`;
  const moment = query.asOf === undefined ? NOW : momentOf(`${place(query.asOf)}::timestamptz`);
  const any = (column: string, values: readonly string[] | undefined, type: string): string[] => (values?.length ? [`${column} = any(${place(values)}::${type}[])`] : []);
  const like = query.q === undefined ? '' : `%${query.q.replace(/[\\%_]/g, '\\$&')}%`;
  const where = [
    grantsReached(actor, 'grant.read', params),
    moment.where,
    ...any('a.person_id', query.personId, 'uuid'), ...any('r.id', query.resourceId, 'uuid'), ...any('e.id', query.entitlementId, 'uuid'), ...any('p.department_id', query.departmentId, 'uuid'), ...any(moment.state, query.state, 'text'),
    ...any('coalesce(e.risk, r.risk)', query.risk, 'text'),
    ...(query.pending ? [`${moment.pending} is not null`] : []),
    ...(query.left ? ['not p.active'] : []),
    ...(query.exception ? ['cardinality(a.sod_rule_ids) > 0'] : []),
    ...(query.untilTo === undefined ? [] : [`${moment.until} < ${place(query.untilTo)}::timestamptz`]),
    ...(like === '' ? [] : [`(p.display_name ilike ${place(like)} or e.name_uk ilike ${place(like)} or e.name_en ilike ${place(like)} or r.name_uk ilike ${place(like)} or r.name_en ilike ${place(like)})`]),
  ];
  return { params, moment, where: where.join(' and ') };
}

/** What the caller may do with it; the shell asks the same before it does. */
function commandsOf(actor: Actor, row: Row): GrantAct[] {
  if (!row.now || row.state === 'revoked' || row.state === 'expired' || row.pending === 'remove') return [];
  const asks = row.personId === actor.personId ? actor.has('access.request') : actor.scopes('access.requestFor').has('all') || (actor.scopes('access.requestFor').has('line') && row.managerId === actor.personId);
  const own = row.personId === actor.personId;
  return [
    ...(reachesGrant(actor, 'grant.revoke', row) ? (['revoke'] as const) : []),
    ...(!own && row.pending === null && reachesGrant(actor, 'grant.suspend', row) ? [row.state === 'active' ? ('suspend' as const) : ('resume' as const)] : []),
    ...(asks && row.personActive && row.untilAt !== null && row.pending === null && row.state === 'active' ? (['extend'] as const) : []),
  ];
}

const replyOf = (actor: Actor, row: Row): GrantReply => ({
  id: row.id, person: { id: row.personId, displayName: row.personName }, department: row.department, personActive: row.personActive, entitlement: { id: row.entitlementId, name: row.entitlementName, code: row.code },
  resource: { id: row.resourceId, name: row.resourceName }, risk: row.risk, state: row.state, pending: row.pending, overdue: row.overdue, grantedAt: row.grantedAt.toISOString(), until: row.untilAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null, request: row.request, approvedBy: row.approvedBy.map(({ at, ...person }) => ({ person, at: new Date(at).toISOString() })), sodRules: row.sodRules, lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  allowedCommands: commandsOf(actor, row), version: row.version,
});
