import { type CalendarDefinition, WorkingTime } from '@opora/calendar';
import { type AgreementDefinition, type LedgerEvent, type Replayed, allowanceOf, replay } from './domain';

/** What stored rows are read through: one snapshot, or the living database. */
export interface RowReader {
  rows<R>(text: string, params?: readonly unknown[]): Promise<R[]>;
}

interface Stored {
  id: string;
  reference: string;
  metric: string;
  state: Replayed['state'];
  active: boolean;
  target: number;
  startedAt: number;
  dueAt: number;
  stoppedAt: number | null;
  breachedAt: number | null;
  elapsed: number;
  breachTold: boolean;
  now: number;
  events: { at: number; event: LedgerEvent['event']; state: string | null; reason: string | null; seconds: number | null; days: number | null; calendar: string | null; agreement: string | null }[] | null;
}

const epoch = (column: string): string => `extract(epoch from ${column})::int8`;
const SAMPLE = `select c.id, t.reference, c.metric, c.state, c.active, c.target_seconds as target, ${epoch('c.started_at')} as "startedAt", ${epoch('c.due_at')} as "dueAt", ${epoch('c.stopped_at')} as "stoppedAt", ${epoch('c.breached_at')} as "breachedAt",
    c.elapsed_seconds as elapsed, ${epoch(`date_trunc('second', now() + make_interval(secs => coalesce((select offset_ms from test_clock), 0) / 1000.0))`)} as now,
    coalesce((select l.fired_at is not null from clock_level l where l.clock_id = c.id and l.level = 0), false) as "breachTold",
    (select json_agg(json_build_object('at', ${epoch('e.at')}, 'event', e.event, 'state', e.state, 'reason', e.reason, 'seconds', e.target_seconds, 'days', e.target_days, 'calendar', e.calendar_version_id, 'agreement', e.agreement_version_id) order by e.seq) from clock_event e where e.clock_id = c.id) as events
  from (select * from clock order by random() limit $1) c join ticket t on t.id = c.ticket_id`;

/** Replays a sample of clocks from their ledgers and says, one line a difference, where what is stored says something else (`security.md` I12). */
export async function auditClocks(reader: RowReader, sample: number): Promise<{ clocks: number; differences: string[] }> {
  const stored = await reader.rows<Stored>(SAMPLE, [sample]);
  const named = (pick: 'calendar' | 'agreement'): string[] => [...new Set(stored.flatMap(({ events }) => (events ?? []).flatMap((event) => event[pick] ?? [])))];
  const calendars = new Map((await reader.rows<{ id: string; definition: CalendarDefinition }>('select id, definition from calendar_version where id = any($1::uuid[])', [named('calendar')])).map(({ id, definition }) => [id, new WorkingTime(definition)]));
  const agreements = new Map((await reader.rows<{ id: string; definition: AgreementDefinition }>('select id, definition from agreement_version where id = any($1::uuid[])', [named('agreement')])).map(({ id, definition }) => [id, definition]));
  const differences = stored.flatMap((clock) => {
    const ledger = (clock.events ?? []).map(({ at, event, state, reason, seconds, days, calendar, agreement }): LedgerEvent | null => {
      const where = state === null ? {} : { state, reason };
      if (seconds === null && days === null) return { at, event, ...where };
      const [working, definition] = [calendars.get(calendar ?? ''), agreements.get(agreement ?? '')];
      return working && definition ? { at, event, ...where, rules: { ...allowanceOf({ seconds, days }), calendar: working, pauses: definition.pauses.filter((pause) => pause.metric === clock.metric) } } : null;
    });
    const told = ledger.includes(null) ? null : replay(ledger as LedgerEvent[], Math.max(clock.now, ...(clock.events ?? []).map(({ at }) => at)));
    const what = told ? differenceOf(clock, told) : 'a version of its agreement or calendar is gone';
    return what === null ? [] : [`${clock.metric} of ${clock.reference} (${clock.id}): ${what}`];
  });
  return { clocks: stored.length, differences };
}

/** Of a clock that has stopped everything; of one that runs what does not move with the time. A breach is stored when its level acts. */
function differenceOf(clock: Stored, told: Replayed): string | null {
  const stopped = told.stoppedAt !== null;
  const late = told.state === 'breached' && !stopped && !clock.breachTold && clock.state !== 'breached';
  const pairs: [string, unknown, unknown][] = [
    ['target', clock.target, told.targetSeconds], ['start', clock.startedAt, told.startedAt], ['end', clock.stoppedAt, told.stoppedAt], ['active', clock.active, told.active],
    ...(stopped || told.active ? [['due', clock.dueAt, told.dueAt] as [string, unknown, unknown]] : []),
    ...(stopped || !told.active ? [['used', clock.elapsed, told.elapsedSeconds] as [string, unknown, unknown]] : []),
    ...(late ? [] : [['state', clock.state, told.state] as [string, unknown, unknown]]),
    ...(late || !stopped ? [] : [['breach', clock.breachedAt, told.breachedAt] as [string, unknown, unknown]]),
  ];
  const wrong = pairs.filter(([, kept, replayed]) => kept !== replayed).map(([what, kept, replayed]) => `${what} is ${String(kept)}, the ledger says ${String(replayed)}`);
  return wrong.length === 0 ? null : wrong.join('; ');
}
