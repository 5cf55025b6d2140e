import { type FoldedAlert, GATHER_SECONDS, fold } from './alert';
import { type CorrelationFacts, type Gathered, type LiveGroup, STORM_SECONDS, correlate, groupName } from './correlate';
import type { StoredEvent } from './event';
import type { AlertFacts, EventRule } from './rules';
import { ruleFor } from './rules';

/** A past event with what the names in it mean. */
export interface TrialEvent extends StoredEvent {
  sourceId: string;
  serviceId: string | null;
  itemId: string | null;
}

export interface TrialRow {
  ruleId: string | null;
  alerts: number;
  incidents: number;
}

interface Outage extends LiveGroup {
  lastAt: Date;
  title: string;
  alerts: Set<string>;
  windowSeconds: number;
}

interface Minute {
  at: number;
  groups: number;
  alerts: number;
  events: number;
}

/** What a set of rules would have made of past events, by the functions that decide about present ones; nothing is stored. Feed it the events in their order. */
export class Trial {
  private readonly alerts = new Map<string, FoldedAlert>();
  private readonly outages: Outage[] = [];
  private readonly minutes = new Map<string, Minute>();
  private readonly rows = new Map<string | null, { alerts: Set<string>; incidents: number }>();
  private pending: { at: Date; alert: Gathered }[] = [];
  private events = 0;
  private made = 0;

  constructor(private readonly rules: readonly EventRule[]) {}

  take(event: TrialEvent): void {
    this.events++;
    this.decide(event.receivedAt);
    const minute = this.minute(event.sourceId, event.receivedAt);
    minute.events++;
    const key = `${event.sourceId} ${event.dedupKey}`;
    const before = this.alerts.get(key) ?? null;
    const after = fold(before, event, { newId: `a${this.made}`, incidentEndedAt: null, graceSeconds: 0 });
    if (after === null) return;
    if (before === null) this.made++;
    this.alerts.set(key, after);
    if (after.state !== 'open' || (before !== null && before.state !== 'cleared')) return;
    minute.alerts++;
    const facts: AlertFacts = { sourceId: event.sourceId, severity: event.severity, dedupKey: event.dedupKey, title: event.title, text: event.text, labels: event.labels, serviceId: event.serviceId, itemId: event.itemId };
    const rule = ruleFor(this.rules, facts);
    this.row(rule?.id ?? null).alerts.add(after.id);
    if (rule?.action.kind === 'incident') this.pending.push({ at: event.receivedAt, alert: { ...facts, id: after.id, rule } });
  }

  result(): { events: number; alerts: number; incidents: number; rules: TrialRow[]; largest: { title: string; alerts: number; storm: boolean }[] } {
    this.decide(null);
    return {
      events: this.events,
      alerts: this.alerts.size,
      incidents: this.outages.length,
      rules: [...this.rows].map(([ruleId, { alerts, incidents }]) => ({ ruleId, alerts: alerts.size, incidents })),
      largest: [...this.outages].sort((a, b) => b.alerts.size - a.alerts.size).slice(0, 10).map(({ title, alerts, storm }) => ({ title, alerts: alerts.size, storm })),
    };
  }

  /** Alerts that have waited for others of their outage; all of them where no time is given. */
  private decide(now: Date | null): void {
    const [first] = this.pending;
    if (!first || (now !== null && now.getTime() - first.at.getTime() < GATHER_SECONDS * 1000)) return;
    const due = this.pending;
    this.pending = [];
    for (const sourceId of new Set(due.map(({ alert }) => alert.sourceId))) {
      const own = due.filter(({ alert }) => alert.sourceId === sourceId);
      this.gather(sourceId, own.map(({ alert }) => alert), own.at(-1)?.at ?? first.at);
    }
  }

  private gather(sourceId: string, alerts: readonly Gathered[], at: Date): void {
    const living = this.outages.filter((outage) => at.getTime() - outage.lastAt.getTime() <= outage.windowSeconds * 1000);
    const minute = this.minute(sourceId, at);
    const facts: CorrelationFacts = {
      sourceId,
      byKey: new Map(living.map((outage) => [groupName(outage.ruleId, outage.key), outage])),
      ofSource: living.filter((outage) => outage.sourceId === sourceId).reverse(),
      byTopology: new Map(),
      newGroups: minute.groups,
      newAlerts: minute.alerts,
      events: minute.events,
    };
    const { joined, opened } = correlate(alerts, facts);
    for (const [id, more] of joined) {
      const outage = this.outages.find((one) => one.id === id);
      for (const alert of more) outage?.alerts.add(alert.id);
      if (outage) outage.lastAt = at;
    }
    for (const { rule, key, storm, alerts: own } of opened) {
      minute.groups++;
      this.row(rule.id).incidents++;
      this.outages.push({ id: `g${this.outages.length}`, ruleId: storm ? null : rule.id, key, sourceId, storm, openedAt: at, lastAt: at, title: own[0]?.title ?? '', alerts: new Set(own.map(({ id }) => id)), windowSeconds: rule.windowSeconds });
    }
  }

  private minute(sourceId: string, at: Date): Minute {
    const slot = Math.floor(at.getTime() / 1000 / STORM_SECONDS);
    const known = this.minutes.get(sourceId);
    if (known?.at === slot) return known;
    const fresh = { at: slot, groups: 0, alerts: 0, events: 0 };
    this.minutes.set(sourceId, fresh);
    return fresh;
  }

  private row(ruleId: string | null): { alerts: Set<string>; incidents: number } {
    const known = this.rows.get(ruleId);
    if (known) return known;
    const fresh = { alerts: new Set<string>(), incidents: 0 };
    this.rows.set(ruleId, fresh);
    return fresh;
  }
}
