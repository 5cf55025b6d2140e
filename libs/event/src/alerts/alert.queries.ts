import { Injectable } from '@nestjs/common';
import { type Page, invalid, notFound } from '@opora/kit';
import { type Actor, Clock, Cursors, Database, type Sql, queryKey } from '@opora/platform';
import { type AlertState, SEVERITIES, type Severity, type SourceKind, type Suppression } from '../domain';
import type { AlertCommand, AlertQuery, AlertReply, AlertSummary, EventQuery, EventReply } from './alerts.dto';

interface Row {
  id: string; sourceId: string; sourceName: string; sourceKind: SourceKind; dedupKey: string; title: string; text: string | null; severity: Severity; state: AlertState; count: number;
  firstSeenAt: Date; lastSeenAt: Date; openedAt: Date; clearedAt: Date | null; acknowledgedAt: Date | null; acknowledgedById: string | null; acknowledgedByName: string | null; acknowledgedByEmail: string | null;
  serviceId: string | null; serviceUk: string | null; serviceEn: string | null; itemId: string | null; itemName: string | null; labels: Record<string, string>; link: string | null; ruleId: string | null; ruleName: string | null;
  incidentId: string | null; incidentReference: string | null; incidentState: string | null; incidentPhase: string | null; suppressed: Suppression | null; because: string | null; decideAt: Date | null; version: number;
}

const SELECT = `
  select a.id, a.source_id as "sourceId", s.name as "sourceName", s.kind as "sourceKind", a.dedup_key as "dedupKey", a.title, a.text, a.severity, a.state, a.count, a.first_seen_at as "firstSeenAt", a.last_seen_at as "lastSeenAt",
    a.opened_at as "openedAt", a.cleared_at as "clearedAt", a.acknowledged_at as "acknowledgedAt", a.acknowledged_by_id as "acknowledgedById", p.display_name as "acknowledgedByName", p.email as "acknowledgedByEmail",
    a.service_id as "serviceId", sv.name_uk as "serviceUk", sv.name_en as "serviceEn", a.item_id as "itemId", ci.name as "itemName", a.labels, a.link, a.rule_id as "ruleId", r.name as "ruleName",
    t.id as "incidentId", t.reference as "incidentReference", t.state as "incidentState", t.phase as "incidentPhase", a.suppressed, a.decide_at as "decideAt", a.version,
    case a.suppressed when 'maintenance' then (select w.title from maintenance_window w where w.id = a.suppressed_by) when 'dependency' then (select o.title from alert o where o.id = a.suppressed_by) end as because`;
const JOINS = `
  join event_source s on s.id = a.source_id left join person p on p.id = a.acknowledged_by_id left join service sv on sv.id = a.service_id left join configuration_item ci on ci.id = a.item_id left join event_rule r on r.id = a.rule_id
  left join ticket m on m.id = a.incident_id left join ticket t on t.id = coalesce(m.merged_into_id, m.id)`;

/** Reads of alerts and events; who may read them may read all (`security.md` D, Event). */
@Injectable()
export class AlertQueries {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, query: AlertQuery): Promise<Page<AlertReply>> {
    if (query.sort !== undefined && query.sort !== '-lastSeenAt' && query.sort !== 'lastSeenAt') throw invalid('/sort', 'unknown_sort');
    const rising = query.sort === 'lastSeenAt';
    const params: unknown[] = [];
    const where = conditions(query, params);
    const { sql } = this.database;
    const total = query.count === undefined ? undefined : ((await sql.one<{ n: number }>(`select count(*) as n from alert a where ${where}`, params, { prepare: false }))?.n ?? 0);
    const key = `alert${queryKey(query)}`;
    let place = '';
    if (query.cursor !== undefined) {
      const [at, id] = this.cursors.decode(actor, key, query.cursor);
      place = ` and (a.last_seen_at, a.id) ${rising ? '>' : '<'} ($${params.push(at)}::timestamptz, $${params.push(id)}::uuid)`;
    }
    const way = rising ? 'asc' : 'desc';
    const rows = await sql.rows<Row>(
      `${SELECT} from (select * from alert a where ${where}${place} order by a.last_seen_at ${way}, a.id ${way} limit $${params.push(query.limit + 1)}) a ${JOINS} order by a.last_seen_at ${way}, a.id ${way}`,
      params,
      { prepare: false },
    );
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const nextCursor = rows.length > query.limit && last ? this.cursors.encode(actor, key, [last.lastSeenAt.toISOString(), last.id]) : null;
    return { items: items.map((row) => replyOf(actor, row)), nextCursor, ...(total === undefined ? {} : { total }) };
  }

  async read(actor: Actor, id: string, sql: Sql = this.database.sql): Promise<AlertReply> {
    const row = await sql.one<Row>(`${SELECT} from alert a ${JOINS} where a.id = $1`, [id]);
    if (!row) throw notFound();
    return replyOf(actor, row);
  }

  async summary(): Promise<AlertSummary> {
    const { sql } = this.database;
    const rows = await sql.rows<{ severity: Severity; open: number; acknowledged: number; suppressed: number }>(
      `select severity, count(*) filter (where state = 'open' and suppressed is null) as open, count(*) filter (where state = 'acknowledged' and suppressed is null) as acknowledged, count(*) filter (where suppressed is not null) as suppressed
       from alert where state <> 'cleared' group by severity`,
    );
    const more = await sql.one<{ lastSeenAt: Date | null; waiting: number }>(
      'select (select max(last_seen_at) from alert) as "lastSeenAt", (select count(*) from (select 1 from event_waiting limit 100000) w) as waiting',
    );
    const silent = await sql.rows<AlertSummary['silent'][number]>(
      `select s.id, s.name, s.kind from event_source s left join event_source_pulse p on p.source_id = s.id
       where s.active and s.silent_after_seconds is not null and coalesce(p.last_event_at, s.created_at) < $1::timestamptz - make_interval(secs => s.silent_after_seconds) order by s.name limit 20`,
      [this.clock.now()],
    );
    const none = { open: 0, acknowledged: 0, suppressed: 0 };
    return { counts: [...SEVERITIES].reverse().map((severity) => ({ ...none, ...rows.find((row) => row.severity === severity), severity })), lastSeenAt: more?.lastSeenAt?.toISOString() ?? null, waiting: more?.waiting ?? 0, silent };
  }

  async events(actor: Actor, query: EventQuery): Promise<Page<EventReply>> {
    if (query.sort !== undefined && query.sort !== '-receivedAt') throw invalid('/sort', 'unknown_sort');
    const params: unknown[] = [];
    let where = 'true';
    const add = (value: unknown): string => `$${params.push(value)}`;
    if (query.sourceId !== undefined) where += ` and e.source_id = ${add(query.sourceId)}`;
    if (query.alertId !== undefined) {
      const alert = await this.database.sql.one<{ sourceId: string; dedupKey: string }>('select source_id as "sourceId", dedup_key as "dedupKey" from alert where id = $1', [query.alertId]);
      if (!alert) return { items: [], nextCursor: null, ...(query.count === undefined ? {} : { total: 0 }) };
      const key = add(alert.dedupKey);
      where += ` and e.source_id = ${add(alert.sourceId)} and hashtext(e.dedup_key) = hashtext(${key}) and e.dedup_key = ${key}`;
    }
    if (query.receivedFrom !== undefined) where += ` and e.received_at >= ${add(query.receivedFrom)}`;
    if (query.receivedTo !== undefined) where += ` and e.received_at < ${add(query.receivedTo)}`;
    if (query.q !== undefined) where += ` and (e.title ilike ${add(likeOf(query.q))} or e.dedup_key ilike $${params.length})`;
    const { sql } = this.database;
    const total = query.count === undefined ? undefined : ((await sql.one<{ n: number }>(`select count(*) as n from event e where ${where}`, params, { prepare: false }))?.n ?? 0);
    const key = `event${queryKey(query)}`;
    if (query.cursor !== undefined) {
      const [at, id] = this.cursors.decode(actor, key, query.cursor);
      where += ` and (e.received_at, e.id) < (${add(at)}::timestamptz, ${add(id)}::uuid)`;
    }
    const rows = await sql.rows<Omit<EventReply, 'receivedAt' | 'at'> & { receivedAt: Date; at: Date | null }>(
      `select e.id, jsonb_build_object('id', s.id, 'name', s.name, 'kind', s.kind) as source, e.dedup_key as "dedupKey", e.status, e.severity, e.title, e.text, e.labels, e.received_at as "receivedAt", e.at
       from (select * from event e where ${where} order by e.received_at desc, e.id desc limit ${add(query.limit + 1)}) e join event_source s on s.id = e.source_id order by e.received_at desc, e.id desc`,
      params,
      { prepare: false },
    );
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    return {
      items: items.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString(), at: row.at?.toISOString() ?? null })),
      nextCursor: rows.length > query.limit && last ? this.cursors.encode(actor, key, [last.receivedAt.toISOString(), last.id]) : null,
      ...(total === undefined ? {} : { total }),
    };
  }
}

const likeOf = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`;

function conditions(query: AlertQuery, params: unknown[]): string {
  const add = (value: unknown): string => `$${params.push(value)}`;
  const all = [
    query.sourceId && `a.source_id = any(${add(query.sourceId)}::uuid[])`,
    /* As the index over what is not clear says it. */
    query.state && !query.state.includes('cleared') && `a.state <> 'cleared'`,
    query.state && `a.state = any(${add(query.state)})`,
    query.severity && `a.severity = any(${add(query.severity)})`,
    query.serviceId && `a.service_id = ${add(query.serviceId)}`,
    query.configurationItemId && `a.item_id = ${add(query.configurationItemId)}`,
    query.incidentId && `a.incident_id = ${add(query.incidentId)}`,
    query.suppressed === 'none' && 'a.suppressed is null',
    query.suppressed === 'any' && 'a.suppressed is not null',
    query.suppressed && query.suppressed !== 'none' && query.suppressed !== 'any' && `a.suppressed = ${add(query.suppressed)}`,
    query.dedupKey && `a.dedup_key = ${add(query.dedupKey)}`,
    query.lastSeenFrom && `a.last_seen_at >= ${add(query.lastSeenFrom)}`,
    query.lastSeenTo && `a.last_seen_at < ${add(query.lastSeenTo)}`,
    query.q && `(a.title ilike ${add(likeOf(query.q))} or a.dedup_key ilike $${params.length})`,
  ];
  return all.filter((one): one is string => typeof one === 'string').join(' and ') || 'true';
}

const PERMISSIONS: Readonly<Record<AlertCommand, string>> = { acknowledge: 'alert.acknowledge', clear: 'alert.clear', link: 'alert.attach', incident: 'alert.attach' };
const ended = (phase: string | null): boolean => phase === null || phase === 'resolved' || phase === 'closed';

/** What the caller may do with an alert in this state: the same for the reply and for the commands. */
export function alertCommands(actor: Actor, { state, incidentPhase }: { state: AlertState; incidentPhase: string | null }): AlertCommand[] {
  const possible: AlertCommand[] = [...(state === 'open' ? ['acknowledge' as const] : []), ...(state === 'cleared' ? [] : ['clear' as const]), 'link', ...(ended(incidentPhase) && state !== 'cleared' ? ['incident' as const] : [])];
  return possible.filter((command) => actor.has(PERMISSIONS[command]) && (command !== 'incident' || actor.has('ticket.register')));
}

const replyOf = (actor: Actor, row: Row): AlertReply => ({
  id: row.id,
  source: { id: row.sourceId, name: row.sourceName, kind: row.sourceKind },
  dedupKey: row.dedupKey, title: row.title, text: row.text, severity: row.severity, state: row.state, count: row.count,
  firstSeenAt: row.firstSeenAt.toISOString(), lastSeenAt: row.lastSeenAt.toISOString(), openedAt: row.openedAt.toISOString(), clearedAt: row.clearedAt?.toISOString() ?? null, acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
  acknowledgedBy: row.acknowledgedById === null ? null : { id: row.acknowledgedById, displayName: row.acknowledgedByName ?? '', email: row.acknowledgedByEmail ?? '' },
  service: row.serviceId === null ? null : { id: row.serviceId, name: (actor.locale === 'en' ? row.serviceEn : row.serviceUk) ?? '' },
  configurationItem: row.itemId === null ? null : { id: row.itemId, name: row.itemName ?? '' },
  labels: row.labels, link: row.link,
  rule: row.ruleId === null || row.ruleName === null ? null : { id: row.ruleId, name: row.ruleName },
  incident: row.incidentId === null ? null : { id: row.incidentId, reference: row.incidentReference ?? '', state: row.incidentState ?? '', phase: row.incidentPhase ?? '' },
  suppressed: row.suppressed === null ? null : { reason: row.suppressed, until: row.decideAt?.toISOString() ?? null, because: row.because },
  allowedCommands: alertCommands(actor, row),
  version: row.version,
});
