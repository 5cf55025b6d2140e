/** Senders whose shape of an event is known (`api.md`, events). */
export const SOURCE_KINDS = ['alertmanager', 'grafana', 'zabbix', 'nagios', 'pagerduty', 'cloudevents', 'opora'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** ITIL's significance of an event (`domain.md` §8). */
export const SEVERITIES = ['informational', 'warning', 'exception'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type EventStatus = 'firing' | 'acknowledged' | 'resolved';

export const ALERT_STATES = ['open', 'acknowledged', 'cleared'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export const SUPPRESSIONS = ['maintenance', 'flapping', 'dependency'] as const;
export type Suppression = (typeof SUPPRESSIONS)[number];

/** Longest deduplication key, characters (`security.md` EV-05). */
export const MAX_KEY = 512;

/** What all senders say, in one shape. */
export interface NormalEvent {
  /** The sender's own identifier of this very event, where it has one: such an event has one effect however often it is delivered. */
  senderId: string | null;
  /** What the event is about, unique within its source. */
  dedupKey: string;
  status: EventStatus;
  severity: Severity;
  title: string;
  text: string | null;
  /** Absolute http(s) address at the sender. */
  link: string | null;
  /** Name or id of a service, as the sender says it. */
  service: string | null;
  /** Names that may be those of a configuration item, the likeliest first. */
  items: readonly string[];
  labels: Readonly<Record<string, string>>;
  /** When it happened by the sender's clock, RFC 3339. */
  at: string | null;
  /** The object as it came. */
  raw: unknown;
}

/** An accepted event, as it is stored. */
export interface StoredEvent extends Omit<NormalEvent, 'senderId' | 'raw' | 'at'> {
  id: string;
  receivedAt: Date;
  at: Date | null;
}
