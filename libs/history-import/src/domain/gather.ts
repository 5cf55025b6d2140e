import type { Channel, Level, Priority } from '@opora/kit';
import type { EventRow, Reason, Said, Someone, State } from './row';

/** Fields of a ticket that the timeline tells the changes of; references are still names. */
interface Standing {
  state: State;
  stateReason: Reason | null;
  title: string;
  group: string | null;
  assignee: Someone | null;
  requester: Someone | null;
  service: string | null;
  category: string[] | null;
  impact: Level;
  urgency: Level;
  priority: Priority;
}

export type StandingField = keyof Standing;

export interface Change {
  field: StandingField;
  from: Standing[StandingField];
  to: Standing[StandingField];
}

export interface Entry {
  kind: string;
  /** Milliseconds since the epoch. */
  at: number;
  changes: Change[];
  /** The log's own words for it; null where the log tells it by an instant alone. */
  source: { event: string; by: string | null } | null;
}

/** A ticket as its rows in the log tell it. */
export interface History extends Standing {
  key: string;
  description: string;
  reporter: Someone | null;
  item: string | null;
  location: string | null;
  channel: Channel | null;
  createdAt: number;
  updatedAt: number;
  resolvedAt: number | null;
  closedAt: number | null;
  firstResponseAt: number | null;
  reassignments: number;
  reopens: number;
  resolution: { code: string | null; text: string | null } | null;
  madeSla: boolean | null;
  knowledge: boolean;
  problem: string | null;
  change: string | null;
  tags: string[];
  fields: Record<string, string>;
  events: number;
  /** The log's own word → how often. */
  eventCounts: Record<string, number>;
  entries: Entry[];
}

/** Priority of impact and urgency where the log has none (`domain.md` §3). */
export type PriorityOf = (impact: Level, urgency: Level) => Priority;

const over = (state: State): boolean => state === 'closed' || state === 'cancelled';
const done = (state: State): boolean => state === 'resolved' || over(state);
const FIELDS: readonly StandingField[] = ['state', 'stateReason', 'title', 'group', 'assignee', 'requester', 'service', 'category', 'impact', 'urgency', 'priority'];

/**
 * Folds the rows of one ticket, in the order of time and within an instant of the file, into the ticket and its life. Counters and instants that the log states stand; what it does not state is
 * counted from the events.
 */
export function gather(rows: readonly EventRow[], priorityOf: PriorityOf, openedAndClosedAlone = false): History {
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) throw new Error('a ticket needs a row');
  const all: Said = Object.assign({}, ...rows.map(({ said }) => said)) as Said;
  const createdAt = all.openedAt ?? first.at;
  const life = new Life(standingOf(first.said, priorityOf), Math.min(createdAt, first.at), priorityOf);
  if (openedAndClosedAlone) life.end('closed', last.at);
  else for (const step of stepsOf(rows, all, createdAt)) life.take(step);

  const eventCounts: Record<string, number> = {};
  for (const { event } of rows) if (event !== '') eventCounts[event] = (eventCounts[event] ?? 0) + 1;
  const { now } = life;
  return {
    ...now,
    key: first.key, title: all.title ?? first.key, description: all.description ?? '', reporter: all.reporter ?? null, item: all.item ?? null, location: all.location ?? null, channel: all.channel ?? null,
    createdAt, updatedAt: Math.max(last.at, life.lastAt),
    resolvedAt: all.resolvedAt !== undefined ? all.resolvedAt : life.resolvedAt, closedAt: all.closedAt !== undefined && over(now.state) ? (all.closedAt ?? life.closedAt) : life.closedAt, firstResponseAt: all.firstResponseAt ?? null,
    reassignments: all.reassignments ?? life.reassignments, reopens: all.reopens ?? life.reopens,
    resolution: all.resolutionCode || all.resolutionText ? { code: all.resolutionCode ?? null, text: all.resolutionText ?? null } : null,
    madeSla: all.madeSla ?? null, knowledge: all.knowledge ?? false, problem: all.problem ?? null, change: all.change ?? null, tags: all.tags ?? [], fields: all.fields ?? {},
    events: rows.length, eventCounts, entries: life.entries,
  };
}

interface Step {
  at: number;
  said: Said;
  source: Entry['source'];
}

/** The rows, and what the log tells by an instant alone: a resolution or an end that no row shows. */
function stepsOf(rows: readonly EventRow[], all: Said, createdAt: number): Step[] {
  const steps: Step[] = rows.map(({ at, said, event, by }) => ({ at, said, source: { event, by } }));
  const lastAt = (rows.at(-1) as EventRow).at;
  const shown = (test: (state: State) => boolean): boolean => rows.some(({ said }) => said.state !== undefined && test(said.state));
  const imply = (state: State, at: number): void => {
    const after = steps.findIndex((step) => step.at > at);
    steps.splice(after === -1 ? steps.length : after, 0, { at, said: { state, stateReason: null }, source: null });
  };
  if (all.resolvedAt && !shown((state) => state === 'resolved') && all.resolvedAt >= createdAt) imply('resolved', all.resolvedAt);
  const lastState = rows.map(({ said }) => said.state).findLast((state) => state !== undefined);
  if (all.closedAt && !(lastState && over(lastState)) && all.closedAt >= lastAt) imply('closed', all.closedAt);
  return steps;
}

function standingOf(said: Said, priorityOf: PriorityOf): Standing {
  const [impact, urgency] = [said.impact ?? 'medium', said.urgency ?? 'medium'];
  return {
    state: said.state !== undefined && !done(said.state) ? said.state : 'new', stateReason: said.state === 'on_hold' ? (said.stateReason ?? 'requester') : null, title: said.title ?? '', group: said.group ?? null, assignee: said.assignee ?? null,
    requester: said.requester ?? null, service: said.service ?? null, category: said.category ?? null, impact, urgency, priority: said.priority ?? priorityOf(impact, urgency),
  };
}

/** The ticket on its way through the steps. */
class Life {
  readonly entries: Entry[] = [];
  resolvedAt: number | null = null;
  closedAt: number | null = null;
  reassignments = 0;
  reopens = 0;
  lastAt: number;

  constructor(
    public now: Standing,
    at: number,
    private readonly priorityOf: PriorityOf,
  ) {
    this.lastAt = at;
    this.entries.push({ kind: 'incident.registered', at, changes: [], source: null });
  }

  end(state: State, at: number): void {
    this.take({ at, said: { state, stateReason: null }, source: null });
  }

  take({ at, said, source }: Step): void {
    const before = this.now;
    const after = this.next(said);
    const changes = FIELDS.filter((field) => !same(before[field], after[field])).map((field) => ({ field, from: before[field], to: after[field] }));
    this.now = after;
    this.lastAt = Math.max(this.lastAt, at);
    const [opening] = this.entries;
    /* The row that tells the registration itself needs no second entry. */
    if (changes.length === 0 && this.entries.length === 1 && opening && opening.at === at && opening.source === null && source !== null) opening.source = source;
    else this.entries.push({ kind: kindOf(before, after, changes), at, changes, source });
    this.count(before, after, at);
  }

  private next(said: Said): Standing {
    const { now } = this;
    const keep = <F extends StandingField>(field: F, value: Standing[F] | null | undefined): Standing[F] => (value === undefined || value === null ? now[field] : value);
    const [impact, urgency] = [keep('impact', said.impact), keep('urgency', said.urgency)];
    const state = said.state ?? now.state;
    const moved = impact !== now.impact || urgency !== now.urgency;
    return {
      state, stateReason: state !== 'on_hold' ? null : said.state === undefined ? now.stateReason : (said.stateReason ?? 'requester'), title: keep('title', said.title),
      group: said.group === undefined ? now.group : said.group, assignee: said.assignee === undefined ? now.assignee : said.assignee, requester: keep('requester', said.requester),
      service: said.service === undefined ? now.service : said.service, category: said.category === undefined ? now.category : said.category, impact, urgency,
      priority: said.priority ?? (moved && said.priority === undefined ? this.priorityOf(impact, urgency) : now.priority),
    };
  }

  private count(before: Standing, after: Standing, at: number): void {
    if (!same(before.group, after.group) ? before.group !== null : before.assignee !== null && after.assignee !== null && !same(before.assignee, after.assignee)) this.reassignments++;
    if (before.state === after.state) return;
    if (after.state === 'resolved') this.resolvedAt = at;
    if (over(after.state)) this.closedAt = at;
    else this.closedAt = null;
    if (!done(before.state) || done(after.state)) return;
    this.reopens++;
    this.resolvedAt = null;
  }
}

const STATE_KINDS: Readonly<Partial<Record<State, string>>> = { assigned: 'assigned', in_progress: 'accepted', on_hold: 'held', resolved: 'resolved', closed: 'closed', cancelled: 'cancelled' };

function kindOf(before: Standing, after: Standing, changes: readonly Change[]): string {
  const changed = (...fields: StandingField[]): boolean => changes.some(({ field }) => fields.includes(field));
  if (before.state !== after.state) {
    if (done(before.state) && !done(after.state)) return 'incident.reopened';
    if (before.state === 'on_hold' && !done(after.state)) return 'incident.resumed';
    return `incident.${STATE_KINDS[after.state] ?? 'noted'}`;
  }
  if (changed('group', 'assignee')) return 'incident.assigned';
  return changes.length > 0 ? 'incident.classified' : 'incident.noted';
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
