import type { Level } from '@opora/kit';
import { SEVERITIES, type Severity } from './event';

export const MATCH_FIELDS = ['title', 'text', 'key', 'label'] as const;
export const MATCH_WAYS = ['is', 'isNot', 'contains', 'like'] as const;

/** One condition on the words of an alert. `like` knows `*` for any run of characters; there are no regular expressions, so none can run away (`security.md` IN-12). */
export interface Matcher {
  field: (typeof MATCH_FIELDS)[number];
  /** The label's name where the field is `label`. */
  label?: string | null;
  way: (typeof MATCH_WAYS)[number];
  value: string;
}

export interface RuleConditions {
  sourceIds: readonly string[];
  severities: readonly Severity[];
  serviceIds: readonly string[];
  itemIds: readonly string[];
  matchers: readonly Matcher[];
}

/** What alerts must share to be one outage. `automatic`: related configuration items, else the service, else the item, else what the alert is called. */
export const GATHER_BY = ['automatic', 'service', 'item', 'topology', 'source', 'title'] as const;

export interface RuleAction {
  /** `incident`: opens one or joins that of the same outage; `webhook`: another system is called; `record`: the alert is kept, nobody is called. */
  kind: 'incident' | 'webhook' | 'record';
  /** The endpoint that is called when the alert opens and when it clears. Missing in rules that are older than webhooks. */
  webhookId?: string | null;
  impact: Level | null;
  urgency: Level | null;
  serviceId: string | null;
  groupId: string | null;
  /** Resolve the incident when all its alerts have been clear for the quiet period. */
  resolve: boolean;
  quietSeconds: number;
  /** Fires again within this long after the incident was resolved: the same incident is reopened. Later: a new one that follows it up. */
  reopenSeconds: number;
}

export interface EventRule {
  id: string;
  name: string;
  conditions: RuleConditions;
  /** `GATHER_BY`, or `label:` and a name. */
  gatherBy: readonly string[];
  /** Alerts join the outage while the last one came less than this long ago, seconds. */
  windowSeconds: number;
  action: RuleAction;
}

/** What rules look at. */
export interface AlertFacts {
  sourceId: string;
  severity: Severity;
  dedupKey: string;
  title: string;
  text: string | null;
  labels: Readonly<Record<string, string>>;
  serviceId: string | null;
  itemId: string | null;
}

/** `*` matches any run of characters; linear in the length of the text for each star. */
export function like(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const value = text.toLowerCase();
  const first = parts[0] ?? '';
  if (parts.length === 1) return value === first;
  const last = parts.at(-1) ?? '';
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > value.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}

function valueOf({ field, label }: Matcher, alert: AlertFacts): string {
  if (field === 'label') return alert.labels[label ?? ''] ?? '';
  return (field === 'key' ? alert.dedupKey : alert[field]) ?? '';
}

function fits(matcher: Matcher, alert: AlertFacts): boolean {
  const value = valueOf(matcher, alert);
  const wanted = matcher.value;
  switch (matcher.way) {
    case 'is': return value.toLowerCase() === wanted.toLowerCase();
    case 'isNot': return value.toLowerCase() !== wanted.toLowerCase();
    case 'contains': return value.toLowerCase().includes(wanted.toLowerCase());
    case 'like': return like(wanted, value);
  }
}

const among = <T>(list: readonly T[], value: T | null): boolean => list.length === 0 || (value !== null && list.includes(value));

export const ruleFits = ({ conditions }: EventRule, alert: AlertFacts): boolean =>
  among(conditions.sourceIds, alert.sourceId) && among(conditions.severities, alert.severity) && among(conditions.serviceIds, alert.serviceId) && among(conditions.itemIds, alert.itemId) &&
  conditions.matchers.every((matcher) => fits(matcher, alert));

/** The first rule of the order that fits. */
export const ruleFor = (rules: readonly EventRule[], alert: AlertFacts): EventRule | null => rules.find((rule) => ruleFits(rule, alert)) ?? null;

/** What an alert is called, without what tells one occurrence from another. */
export function calledOf({ labels, title }: AlertFacts): string {
  return (labels['alertname'] ?? title).toLowerCase().replace(/[0-9a-f]{8,}|\d+/g, '#').slice(0, 200);
}

/** Alerts of one rule with equal keys belong to one outage. */
export function gatherKey(rule: EventRule, alert: AlertFacts): string {
  const parts = rule.gatherBy.map((by) => {
    if (by === 'service') return `service ${alert.serviceId ?? '-'}`;
    if (by === 'item') return `item ${alert.itemId ?? '-'}`;
    if (by === 'source') return `source ${alert.sourceId}`;
    if (by === 'title') return `title ${calledOf(alert)}`;
    if (by.startsWith('label:')) return `${by} ${(alert.labels[by.slice(6)] ?? '-').slice(0, 200)}`;
    if (by === 'topology') return `item ${alert.itemId ?? alert.sourceId}`;
    return automaticKey(alert);
  });
  return parts.join(' | ').slice(0, 900) || automaticKey(alert);
}

function automaticKey(alert: AlertFacts): string {
  if (alert.serviceId !== null) return `service ${alert.serviceId}`;
  if (alert.itemId !== null) return `item ${alert.itemId}`;
  return `source ${alert.sourceId} title ${calledOf(alert)}`;
}

export const looksAtTopology = (rule: EventRule): boolean => rule.gatherBy.some((by) => by === 'automatic' || by === 'topology');

const URGENCY: Readonly<Record<Severity, Level>> = { exception: 'high', warning: 'low', informational: 'low' };

/** Impact from the rule, else from how critical the service is; urgency from the rule, else from the severity (`domain.md` §8, action). */
export function levelsOf({ action }: EventRule, severity: Severity, criticality: Level | null): { impact: Level; urgency: Level } {
  return { impact: action.impact ?? criticality ?? 'medium', urgency: action.urgency ?? URGENCY[severity] };
}

export const worst = (severities: readonly Severity[]): Severity => SEVERITIES.reduce<Severity>((found, severity) => (severities.includes(severity) ? severity : found), 'informational');
