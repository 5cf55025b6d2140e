import type { AlertFacts, EventRule } from './rules';
import { gatherKey, looksAtTopology } from './rules';

/** A source storms from so many new outages a minute on: they are signs of one (`domain.md` §8, rate). */
export const STORM_GROUPS = 5;
/** … or from so many new alerts a minute, or so many events a minute. */
export const STORM_ALERTS = 50;
export const STORM_EVENTS = 1_000;
export const STORM_SECONDS = 60;

export interface Gathered extends AlertFacts {
  id: string;
  rule: EventRule;
}

/** An outage that alerts may still join. */
export interface LiveGroup {
  id: string;
  ruleId: string | null;
  key: string;
  sourceId: string;
  storm: boolean;
  openedAt: Date;
}

export interface CorrelationFacts {
  sourceId: string;
  /** Live groups by `ruleId key`, and all of this source from the newest on. */
  byKey: ReadonlyMap<string, LiveGroup>;
  ofSource: readonly LiveGroup[];
  /** Configuration item → group of an item that it depends on or that depends on it. */
  byTopology: ReadonlyMap<string, string>;
  /** Of this source within the last minute. */
  newGroups: number;
  newAlerts: number;
  events: number;
}

export interface NewGroup {
  /** `null` in a storm: no rule's. */
  rule: EventRule;
  key: string;
  storm: boolean;
  alerts: Gathered[];
}

export interface Correlation {
  joined: Map<string, Gathered[]>;
  opened: NewGroup[];
}

export const groupName = (ruleId: string | null, key: string): string => `${ruleId ?? 'storm'} ${key}`;
export const stormKey = (sourceId: string): string => `source ${sourceId}`;

/** Which outage each alert belongs to: one that lives, or new ones; one for all in a storm. */
export function correlate(alerts: readonly Gathered[], facts: CorrelationFacts): Correlation {
  const joined = new Map<string, Gathered[]>();
  const fresh = new Map<string, NewGroup>();
  const join = (groupId: string, alert: Gathered): void => void joined.set(groupId, [...(joined.get(groupId) ?? []), alert]);
  const storm = facts.byKey.get(groupName(null, stormKey(facts.sourceId)));
  for (const alert of alerts) {
    const key = gatherKey(alert.rule, alert);
    const name = groupName(alert.rule.id, key);
    const live = facts.byKey.get(name)?.id ?? (alert.itemId !== null && looksAtTopology(alert.rule) ? facts.byTopology.get(alert.itemId) : undefined) ?? storm?.id;
    if (live !== undefined) join(live, alert);
    else fresh.set(name, { rule: alert.rule, key, storm: false, alerts: [...(fresh.get(name)?.alerts ?? []), alert] });
  }
  const opened = [...fresh.values()];
  if (opened.length === 0 || !storming(opened.length, facts)) return { joined, opened };
  const all = opened.flatMap((group) => group.alerts);
  const latest = facts.ofSource[0];
  if (latest !== undefined) {
    for (const alert of all) join(latest.id, alert);
    return { joined, opened: [] };
  }
  const [first] = opened;
  return { joined, opened: opened.length === 1 ? opened : [{ rule: (first as NewGroup).rule, key: stormKey(facts.sourceId), storm: true, alerts: all }] };
}

function storming(wanted: number, { newGroups, newAlerts, events, ofSource }: CorrelationFacts): boolean {
  if (wanted + newGroups >= STORM_GROUPS) return true;
  return (wanted > 1 || ofSource.length > 0) && (newAlerts >= STORM_ALERTS || events >= STORM_EVENTS);
}
