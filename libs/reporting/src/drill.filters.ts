import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '@opora/platform';
import { type ListFilter, answersFilter } from '@opora/ticket';
import { OUTCOMES, type Outcome, rankOf } from './domain';

type Ask = Parameters<ListFilter['sql']>[0];

/** Rank of a clock's result at an instant; the sweep that writes a breach down may be seconds behind. */
export const rankSql = (now: string): string =>
  `case when c.state = 'breached' or c.state = 'running' and c.due_at < ${now}::timestamptz then ${rankOf('breached')} when c.state = 'running' then ${rankOf('running')} when c.state = 'paused' then ${rankOf('paused')} else ${rankOf('met')} end`;

/** Only the contract with them concerns a supplier. */
export const clocksOf = ({ actor, place }: Pick<Ask, 'actor' | 'place'>): string => `c.state <> 'cancelled'${actor.face === 'supplier' ? ` and c.supplier_id = ${place(actor.supplierId)}::uuid` : ''}`;

/** Tickets reopened between two instants, by whose solution had stood. `r` is the reopening, `j` the resolution before it. */
export const REOPENINGS = `journal r join lateral (select j.actor_id from journal j where j.stream_id = r.stream_id and j.seq < r.seq and j.kind = 'incident.resolved' order by j.seq desc limit 1) j on true`;
export const REOPENED = `r.kind in ('incident.rejected', 'incident.reopened') and r.data->>'imported' is null`;

const persons = ({ actor, values, place }: Ask): string => `${place(values.map((value) => (value === '@me' ? actor.personId : value)))}::uuid[]`;

/** Between `actFrom` and `actTo`. */
function during({ query, place }: Ask, column: string): string {
  const from = query.actFrom === undefined ? '' : ` and ${column} >= ${place(query.actFrom)}::timestamptz`;
  return query.actTo === undefined ? from : `${from} and ${column} < ${place(query.actTo)}::timestamptz`;
}

const ofIncident = (condition: (ask: Ask) => string): ListFilter => ({ reach: 'staff', sql: (ask) => `exists (select 1 from incident i where i.ticket_id = t.id and ${condition(ask)})` });
const is = ({ values }: Ask): string => (values[0] === 'true' ? '' : 'not ');

/** Answers the filters by which figures are opened, for the one list of tickets. */
@Injectable()
export class DrillFilters implements OnModuleInit {
  constructor(private readonly clock: Clock) {}

  onModuleInit(): void {
    answersFilter('outcome', { reach: 'insiders', sql: (ask) => `(${ask.values.map((value) => this.outcome(ask, value)).join(' or ')})` });
    answersFilter('resolvedBy', ofIncident((ask) => `i.resolved_by_id = any(${persons(ask)})`));
    answersFilter('firstContact', ofIncident((ask) => `${is(ask)}coalesce(i.first_contact, false)`));
    answersFilter('major', { reach: 'staff', sql: (ask) => `${is(ask)}exists (select 1 from incident i where i.ticket_id = t.id and i.major)` });
    answersFilter('rating', ofIncident(({ values, place }) => `i.rating = any(${place(values)}::smallint[])`));
    answersFilter('answeredBy', {
      reach: 'staff',
      sql: (ask) => `t.id in (select m.ticket_id from message m where m.visibility = 'public' and m.author_as = 'staff' and m.author_id = any(${persons(ask)})${during(ask, 'm.released_at')} and m.released_at is not null)`,
    });
    answersFilter('loggedBy', { reach: 'staff', sql: (ask) => `t.id in (select w.ticket_id from work_log w where w.person_id = any(${persons(ask)})${during(ask, 'w.started_at')})` });
    answersFilter('reopenedOf', { reach: 'staff', sql: (ask) => `t.id in (select r.stream_id from ${REOPENINGS} where ${REOPENED}${during(ask, 'r.at')} and j.actor_id = any(${persons(ask)}))` });
  }

  private outcome(ask: Ask, value: string): string {
    const [metric = '', outcome = ''] = value.split(':');
    if (metric === 'imported') return `exists (select 1 from imported_ticket x where x.ticket_id = t.id and x.made_sla ${outcome === 'met' ? 'is true' : outcome === 'missed' ? 'is false' : 'is not null'})`;
    const known = OUTCOMES.find((one): one is Outcome => one === outcome);
    if (known === undefined && outcome !== 'any') return 'false';
    const clocks = `from clock c where c.ticket_id = t.id and c.metric = ${ask.place(metric)} and ${clocksOf(ask)}`;
    return known === undefined ? `exists (select 1 ${clocks})` : `(select max(${rankSql(ask.place(this.clock.now()))}) ${clocks}) = ${rankOf(known)}`;
  }
}
