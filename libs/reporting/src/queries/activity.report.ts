import { Injectable } from '@nestjs/common';
import { type Actor, Clock, Database, SYSTEM_ID } from '@opora/platform';
import { ENDED, ticketConditions } from '@opora/ticket';
import { median, monthOf } from '../domain';
import { type Drill, OPEN, figure } from '../drill';
import { REOPENED, REOPENINGS } from '../drill.filters';
import type { ActivityReport, OperatorMedians, OperatorRow } from '../dto/activity.dto';
import type { ActivityQuery } from '../dto/query.dto';
import { periodAsked, told } from '../period';

type Measure = 'registered' | 'answered' | 'resolved' | 'firstContact' | 'reopened' | 'rated' | 'satisfied' | 'logged' | 'loggedSeconds' | 'openNow';
interface Person {
  key: string;
  label: string;
  counts: Map<Measure, number>;
}

/** Medians of fewer would say what single colleagues did. */
const LEAST_PEERS = 5;

/** What operators did, for workload and not for ranking; whose rows one sees is decided here (`security.md` EX-10). */
@Injectable()
export class ActivityReports {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(actor: Actor, query: ActivityQuery): Promise<ActivityReport> {
    const now = this.clock.now();
    const period = periodAsked(actor, query, (timeZone) => monthOf(now, timeZone));
    const scopes = actor.scopes('report.operatorActivity');
    const managed = actor.groupIds('manage');
    const scope = scopes.has('all') ? 'all' : scopes.has('gm') && managed.length > 0 ? 'groups' : 'self';
    const [start, end] = [period.start.toISOString(), period.end.toISOString()];
    const people = await this.count(actor, period, query.groupId ?? null, scope === 'all' ? null : [...new Set(scope === 'groups' ? [...managed] : actor.groupIds('view'))]);
    const shown = scope === 'self' ? people.filter(({ key }) => key === actor.personId) : people;
    return { period: told(period), at: now.toISOString(), scope, rows: shown.map((person) => rowOf(person, start, end)), medians: people.length < LEAST_PEERS ? null : mediansOf(people), peers: people.length };
  }

  private async count(actor: Actor, { start, end }: { start: Date; end: Date }, groupIds: readonly string[] | null, within: readonly string[] | null): Promise<Person[]> {
    const params: unknown[] = [];
    /* A filter that only staff may use makes the list look at tickets that the caller meets as staff; so do the figures. */
    const tickets = ticketConditions(actor, { reporterAs: ['staff', 'requester'] }, params);
    const place = (value: unknown): string => `$${params.push(value)}`;
    const [from, to] = [`${place(start)}::timestamptz`, `${place(end)}::timestamptz`];
    const members = (groups: readonly string[], alone: string): string => ` and (p.id in (select m.person_id from group_member m where m.group_id = any(${place(groups)}::uuid[]))${alone})`;
    const whose = `${groupIds === null ? '' : members(groupIds, '')}${within === null ? '' : members(within, ` or p.id = ${place(actor.personId)}::uuid`)}`;
    const resolved = `from ticket t join incident i on i.ticket_id = t.id where ${ENDED} >= ${from} and ${ENDED} < ${to} and t.resolved_at is not null and i.resolved_by_id is not null and ${tickets} group by 1`;
    const statement = `with acts as (
        select t.reporter_id as person, 'registered' as measure, count(*) as n from ticket t where t.created_at >= ${from} and t.created_at < ${to} and t.reporter_as = 'staff' and ${tickets} group by 1
        union all select m.author_id, 'answered', count(distinct m.ticket_id) from message m join ticket t on t.id = m.ticket_id where m.visibility = 'public' and m.author_as = 'staff' and m.released_at >= ${from} and m.released_at < ${to} and ${tickets} group by 1
        union all select r.person, v.measure, v.n from (select i.resolved_by_id as person, count(*) as n, count(*) filter (where i.first_contact) as first, count(i.rating) as rated, count(*) filter (where i.rating >= 4) as satisfied ${resolved}) r,
          lateral (values ('resolved', r.n), ('firstContact', r.first), ('rated', r.rated), ('satisfied', r.satisfied)) v(measure, n)
        union all select j.actor_id, 'reopened', count(distinct t.id) from ${REOPENINGS} join ticket t on t.id = r.stream_id where ${REOPENED} and r.at >= ${from} and r.at < ${to} and ${tickets} group by 1
        union all select w.person, v.measure, v.n from (select w.person_id as person, count(distinct w.ticket_id) as n, sum(w.seconds) as seconds from work_log w join ticket t on t.id = w.ticket_id where w.started_at >= ${from} and w.started_at < ${to} and ${tickets} group by 1) w,
          lateral (values ('logged', w.n), ('loggedSeconds', w.seconds)) v(measure, n)
        union all select t.assignee_id, 'openNow', count(*) from ticket t where t.phase <> 'closed' and t.phase in ('new', 'active', 'waiting') and t.assignee_id is not null and ${tickets} group by 1)
      select a.person as key, p.display_name as label, a.measure, a.n from acts a join person p on p.id = a.person where a.n > 0 and p.id <> '${SYSTEM_ID}'${whose}`;
    const found = new Map<string, Person>();
    for (const { key, label, measure, n } of await this.database.sql.rows<{ key: string; label: string; measure: Measure; n: number }>(statement, params, { prepare: false })) {
      const person = found.get(key) ?? { key, label, counts: new Map() };
      found.set(key, person);
      person.counts.set(measure, Number(n));
    }
    return [...found.values()].sort((a, b) => a.label.localeCompare(b.label, actor.locale));
  }
}

function rowOf({ key, label, counts }: Person, start: string, end: string): OperatorRow {
  const of = (measure: Measure): number => counts.get(measure) ?? 0;
  const acts: Drill = { actFrom: start, actTo: end };
  const solved: Drill = { resolvedBy: [key], resolvedFrom: start, resolvedTo: end };
  return {
    key, label, registered: figure(of('registered'), { reporterId: [key], reporterAs: ['staff'], createdFrom: start, createdTo: end }), answered: figure(of('answered'), { answeredBy: [key] }, acts), resolved: figure(of('resolved'), solved),
    firstContact: figure(of('firstContact'), solved, { firstContact: 'true' }), reopened: figure(of('reopened'), { reopenedOf: [key] }, acts), rated: figure(of('rated'), solved, { rating: ['1', '2', '3', '4', '5'] }),
    satisfied: figure(of('satisfied'), solved, { rating: ['4', '5'] }), logged: figure(of('logged'), { loggedBy: [key] }, acts), loggedSeconds: of('loggedSeconds'), openNow: figure(of('openNow'), OPEN, { assigneeId: [key] }),
  };
}

function mediansOf(people: readonly Person[]): OperatorMedians {
  const of = (measure: Measure): number => median(people.map(({ counts }) => counts.get(measure) ?? 0)) ?? 0;
  return { registered: of('registered'), answered: of('answered'), resolved: of('resolved'), reopened: of('reopened'), loggedSeconds: of('loggedSeconds'), openNow: of('openNow') };
}
