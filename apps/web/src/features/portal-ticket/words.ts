import type { Schemas } from '../../shared/api';

type Incident = Pick<Schemas['IncidentReply'], 'phase' | 'state' | 'stateReason' | 'assignee' | 'group'>;

/** What the requester is told of a state: plain words, never the names that staff use (ux.md §1.5.3). */
export type Plain = 'received' | 'taken' | 'working' | 'waits_you' | 'waits_supplier' | 'waits_change' | 'waits_part' | 'waits_time' | 'waits' | 'approving' | 'check' | 'done' | 'closed' | 'cancelled' | 'rejected';

const WAITS: Readonly<Record<string, Plain>> = { requester: 'waits_you', supplier: 'waits_supplier', change: 'waits_change', part: 'waits_part', delivery: 'waits_part', scheduled: 'waits_time' };

export function plainOf({ state, phase, stateReason }: Pick<Incident, 'state' | 'phase' | 'stateReason'>): Plain {
  if (state === 'cancelled' || state === 'rejected') return state;
  if (state === 'approving') return 'approving';
  if (state === 'fulfilled') return 'done';
  switch (phase) {
    case 'new':
      return 'received';
    case 'active':
      return state === 'assigned' ? 'taken' : 'working';
    case 'waiting':
      return WAITS[stateReason ?? ''] ?? 'waits';
    case 'resolved':
      return 'check';
    case 'closed':
      return 'closed';
  }
}

/** The next move is the requester's. */
export const needsYou = (plain: Plain): boolean => plain === 'waits_you' || toCheck(plain);

/** The work is done, as far as those who did it can tell. */
export const toCheck = (plain: Plain): boolean => plain === 'check' || plain === 'done';

/** Nothing more will come of it. */
export const isOver = (plain: Plain): boolean => plain === 'closed' || plain === 'cancelled' || plain === 'rejected';

export const STEPS = ['received', 'taken', 'working', 'check', 'closed'] as const;

/** Place on the way from report to closure; null where the way was left. */
export function stepOf(plain: Plain): number | null {
  if (plain === 'cancelled' || plain === 'rejected') return null;
  if (plain === 'received' || plain === 'taken' || plain === 'check' || plain === 'closed') return STEPS.indexOf(plain);
  if (plain === 'approving') return STEPS.indexOf('received');
  if (plain === 'done') return STEPS.indexOf('check');
  return STEPS.indexOf('working');
}

/** Who moves next, by name where the requester may know it; null = you, or nobody. */
export function holderOf(incident: Incident, plain: Plain): string | null {
  if (needsYou(plain) || isOver(plain) || plain === 'approving') return null;
  return incident.assignee?.displayName ?? incident.group?.name ?? null;
}

type Clock = Schemas['ClockReply'];
export interface Promised {
  metric: 'response' | 'resolution' | 'fulfilment';
  look: 'due' | 'late' | 'paused';
  dueAt: string;
  /** Working seconds that are left; 0 where late. */
  leftSeconds: number;
  clockId: string;
}

/** What was promised and still stands: the first answer until there is one, then the solution. SLA alone: what groups and suppliers owe one another is not the requester's. */
export function promiseOf(clocks: readonly Clock[]): Promised | null {
  const open = (metric: string): Clock | undefined => clocks.find((clock) => clock.metric === metric && clock.agreement.type === 'SLA' && clock.stoppedAt === null && clock.state !== 'cancelled' && clock.state !== 'met');
  const clock = open('fulfilment') ?? open('response') ?? open('resolution');
  if (!clock) return null;
  const look = clock.state === 'paused' ? 'paused' : clock.state === 'breached' || clock.remainingSeconds <= 0 ? 'late' : 'due';
  return { metric: clock.metric === 'response' || clock.metric === 'fulfilment' ? clock.metric : 'resolution', look, dueAt: clock.dueAt, leftSeconds: Math.max(0, clock.remainingSeconds), clockId: clock.id };
}
