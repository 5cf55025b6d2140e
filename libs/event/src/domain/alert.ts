import type { AlertState, Severity, StoredEvent } from './event';
import { withFlip } from './flapping';

/** How long a new alert waits for others of the same outage before an incident is opened, seconds. */
export const GATHER_SECONDS = 2;

/** What events alone make of an alert. */
export interface FoldedAlert {
  id: string;
  dedupKey: string;
  state: AlertState;
  severity: Severity;
  title: string;
  text: string | null;
  link: string | null;
  service: string | null;
  items: readonly string[];
  labels: Readonly<Record<string, string>>;
  /** Accepted alert objects of this key. */
  count: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  /** Begin of the present or last episode. */
  openedAt: Date;
  /** When it began by the sender's clock: an older clear does not clear it. */
  triggeredAt: Date;
  clearedAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedById: string | null;
  flips: readonly Date[];
  /** When it has to be decided what to do about it; null: nothing to decide. */
  decideAt: Date | null;
}

export interface FoldFacts {
  newId: string;
  /** Its incident is resolved or closed since then, although the alert was never cleared. */
  incidentEndedAt: Date | null;
  /** A person resolved the incident: an alarm that goes on for longer than this is a new occurrence, seconds. */
  graceSeconds: number;
}

const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);
const earlier = (a: Date | null, b: Date): Date => (a !== null && a < b ? a : b);

/** When it happened: never later than it was received, whatever the sender's clock says (`security.md` EV-07). */
const happenedAt = (event: StoredEvent): Date => (event.at !== null && event.at < event.receivedAt ? event.at : event.receivedAt);

/**
 * The alert after one more event of its key. Every accepted object counts one, repeats and clears too (`api.md` Clarifications); a clear of what never fired makes no alert.
 * Events come in the order in which they were received.
 */
export function fold(alert: FoldedAlert | null, event: StoredEvent, facts: FoldFacts): FoldedAlert | null {
  if (alert === null) return event.status === 'resolved' ? null : begin(event, facts.newId);
  const seen = { ...alert, count: alert.count + 1, lastSeenAt: event.receivedAt > alert.lastSeenAt ? event.receivedAt : alert.lastSeenAt };
  if (event.status === 'resolved') return cleared(seen, event);
  if (event.status === 'acknowledged') return alert.state === 'open' ? { ...seen, state: 'acknowledged', acknowledgedAt: event.receivedAt } : seen;
  const told = { ...seen, ...wordsOf(event) };
  if (alert.state === 'cleared') return { ...told, ...episode(event), flips: withFlip(alert.flips, event.receivedAt) };
  const persists = facts.incidentEndedAt !== null && event.receivedAt >= after(facts.incidentEndedAt, facts.graceSeconds);
  const worse = event.severity !== alert.severity;
  return persists || worse ? { ...told, decideAt: earlier(alert.decideAt, after(event.receivedAt, GATHER_SECONDS)) } : told;
}

function begin(event: StoredEvent, id: string): FoldedAlert {
  const { dedupKey, receivedAt } = event;
  return { id, dedupKey, count: 1, firstSeenAt: receivedAt, lastSeenAt: receivedAt, flips: [], ...wordsOf(event), ...episode(event), ...(event.status === 'acknowledged' ? { state: 'acknowledged' as const, acknowledgedAt: receivedAt } : {}) };
}

const wordsOf = ({ severity, title, text, link, service, items, labels }: StoredEvent) => ({ severity, title, text, link, service, items, labels });

const episode = (event: StoredEvent) => ({
  state: 'open' as AlertState, openedAt: event.receivedAt, triggeredAt: happenedAt(event), clearedAt: null, acknowledgedAt: null as Date | null, acknowledgedById: null, decideAt: after(event.receivedAt, GATHER_SECONDS),
});

function cleared(alert: FoldedAlert, event: StoredEvent): FoldedAlert {
  if (alert.state === 'cleared') return alert;
  /* Only a sender that said when it happened can be late. */
  if (event.at !== null && happenedAt(event) < alert.triggeredAt) return alert;
  return { ...alert, state: 'cleared', clearedAt: event.receivedAt, flips: withFlip(alert.flips, event.receivedAt), decideAt: event.receivedAt };
}
