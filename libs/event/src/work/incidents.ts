import { Injectable } from '@nestjs/common';
import { IncidentRegistration, IncidentService } from '@opora/incident';
import { type Level, Refusal } from '@opora/kit';
import { type Actor, Ids, type Tx, systemActor } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { type Outgoing, Webhooks } from '@opora/webhook';
import { type EventRule, type Severity, levelsOf, worst } from '../domain';
import type { DueAlert } from './due';
import type { GroupRow } from './groups';

const MAX_ITEMS = 20;
const MAX_TITLE = 250;
const SHOWN_ALERTS = 10;
/** Between two notes in the incident's timeline that more alerts have joined, seconds. */
const TOLD_EVERY = 60;

const cut = (text: string): string => (text.length <= MAX_TITLE ? text : `${text.slice(0, MAX_TITLE - 1)}…`);

export interface Outage {
  rule: EventRule;
  key: string;
  storm: boolean;
  alerts: readonly DueAlert[];
  /** The incident that this one follows up. */
  followUpOf: string | null;
}

/** What alerts do beyond themselves, as the system: to incidents through the incident's own face, to other systems through webhooks. */
@Injectable()
export class EventIncidents {
  constructor(
    private readonly registration: IncidentRegistration,
    private readonly incidents: IncidentService,
    private readonly kernel: TicketKernel,
    private readonly ids: Ids,
    private readonly webhooks: Webhooks,
  ) {}

  /** Calls the endpoints of rules whose action is to call one: once each time that an alert opens. */
  async callOpened(tx: Tx, alerts: readonly (DueAlert & { rule: EventRule | null })[]): Promise<void> {
    await this.webhooks.sendAll(tx, alerts.flatMap((alert) => (alert.rule?.action.kind === 'webhook' && alert.rule.action.webhookId ? [call(alert.rule.action.webhookId, 'alert.opened', alert, alert.openedAt)] : [])));
  }

  /** The same when it clears, of those that were told to open. */
  async callCleared(tx: Tx, alerts: readonly DueAlert[]): Promise<void> {
    const judged = [...new Set(alerts.flatMap(({ ruleId }) => (ruleId === null ? [] : [ruleId])))];
    if (judged.length === 0) return;
    const rules = new Map((await tx.rows<{ id: string; webhookId: string }>(`select id, action->>'webhookId' as "webhookId" from event_rule where id = any($1::uuid[]) and action->>'kind' = 'webhook' and action->>'webhookId' is not null`, [judged])).map(({ id, webhookId }) => [id, webhookId]));
    await this.webhooks.sendAll(tx, alerts.flatMap((alert) => {
      const webhookId = rules.get(alert.ruleId ?? '');
      return webhookId === undefined || alert.clearedAt === null ? [] : [call(webhookId, 'alert.cleared', alert, alert.clearedAt)];
    }));
  }

  /** Opens an incident for an outage. @returns the group in which its alerts are kept together */
  async open(tx: Tx, sourceId: string, outage: Outage): Promise<{ groupId: string; incidentId: string }> {
    const { rule, key, storm, alerts } = outage;
    const incidentId = await this.register(tx, outage);
    const groupId = this.ids.next();
    await tx.run(
      `insert into alert_group (id, rule_id, key, source_id, storm, title, incident_id, window_seconds, resolves, quiet_seconds, reopen_seconds, opened_at, joined_at, told_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12)`,
      [groupId, storm ? null : rule.id, key, sourceId, storm, alerts[0]?.title ?? '', incidentId, rule.windowSeconds, rule.action.resolve, rule.action.quietSeconds, rule.action.reopenSeconds, tx.now],
    );
    return { groupId, incidentId };
  }

  /** An incident for one alert, as a person asks for it. */
  async register(tx: Tx, { rule, storm, alerts, followUpOf }: Outage, actor: Actor = this.system(alerts[0]?.id)): Promise<string> {
    const severity = worst(alerts.map((alert) => alert.severity));
    const [lead] = alerts.filter((alert) => alert.severity === severity);
    const serviceId = rule.action.serviceId ?? mostOf(alerts.map((alert) => alert.serviceId));
    const service = serviceId === null ? null : await tx.one<{ criticality: Level }>(`select criticality from service where id = $1 and status = 'live'`, [serviceId]);
    const whole = {
      title: cut(storm || alerts.length > 1 ? `${lead?.title ?? ''} (+${alerts.length - 1})` : (lead?.title ?? '')),
      description: await describe(tx, alerts, severity),
      channel: 'event' as const,
      ...levelsOf(rule, severity, service?.criticality ?? null),
    };
    const items = [...new Set(alerts.flatMap((alert) => (alert.itemId === null ? [] : [alert.itemId])))].slice(0, MAX_ITEMS);
    const named = {
      ...(service ? { serviceId: serviceId as string } : {}), ...(rule.action.groupId === null ? {} : { groupId: rule.action.groupId }), ...(items.length > 0 ? { configurationItemIds: items } : {}),
      ...(followUpOf === null ? {} : { followUpOf }),
    };
    try {
      return (await this.registration.open(tx, actor, { ...whole, ...named })).id;
    } catch (error) {
      /* A rule may name what is no more: better an incident without it than none. */
      if (!(error instanceof Refusal)) throw error;
      return (await this.registration.open(tx, actor, whole)).id;
    }
  }

  /** @returns false where the incident is no longer to be reopened */
  async reopen(tx: Tx, incidentId: string, title: string): Promise<boolean> {
    return this.tried(() => this.incidents.carryOut(tx, this.system(incidentId), incidentId, '*', 'reopen', { reason: cut(`Оповіщення знову активне: ${title}`) }));
  }

  async resolve(tx: Tx, incidentId: string): Promise<boolean> {
    return this.tried(() =>
      this.incidents.carryOut(tx, this.system(incidentId), incidentId, '*', 'resolve', { code: 'solved', text: 'Моніторинг повідомив про відновлення: усі пов’язані оповіщення знято, і за час спостереження вони не повторилися.' }),
    );
  }

  /** More alerts belong to an outage: its window goes on, and the staff's timeline says so, not more often than once a minute. */
  async joined(tx: Tx, group: GroupRow, alerts: readonly { title: string }[]): Promise<void> {
    const tell = group.incidentId !== null && !group.merged && tx.now.getTime() - group.toldAt.getTime() >= TOLD_EVERY * 1000;
    await tx.run('update alert_group set joined_at = $2, told_at = case when $3 then $2 else told_at end where id = $1', [group.id, tx.now, tell]);
    if (!tell || group.incidentId === null) return;
    const total = (await tx.one<{ n: number }>('select count(*) as n from alert where group_id = $1', [group.id]))?.n ?? 0;
    const actor = this.system(group.incidentId);
    const ticket = await this.kernel.claim(tx, actor, group.incidentId);
    await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind: 'incident.alerts_joined', data: { alerts: alerts.length, total, title: alerts[0]?.title ?? '' } }, visibility: 'staff' });
  }

  private async tried(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  private system(about: string | undefined): Actor {
    return systemActor('event', about ?? 'event');
  }
}

function mostOf(values: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

const WORDS: Readonly<Record<Severity, string>> = { exception: 'виняток', warning: 'попередження', informational: 'інформація' };

async function describe(tx: Tx, alerts: readonly DueAlert[], severity: Severity): Promise<string> {
  const [lead] = alerts;
  if (!lead) return '';
  const source = await tx.one<{ name: string }>('select name from event_source where id = $1', [lead.sourceId]);
  const head = `Джерело: ${source?.name ?? ''}\nЗначущість: ${WORDS[severity]}`;
  if (alerts.length === 1) {
    const labels = Object.entries(lead.labels).slice(0, 20).map(([name, value]) => `${name}: ${value}`);
    return [lead.text ?? '', head, lead.link === null ? '' : `Посилання: ${lead.link}`, labels.join('\n')].filter((part) => part !== '').join('\n\n').slice(0, 20_000);
  }
  const shown = alerts.slice(0, SHOWN_ALERTS).map(({ title }) => `• ${title}`);
  return [`${head}\nОповіщень: ${alerts.length}`, [...shown, ...(alerts.length > SHOWN_ALERTS ? ['…'] : [])].join('\n')].join('\n\n').slice(0, 20_000);
}

/** One call a time that the alert opened or cleared: the instant is part of its key, so that a decision that is taken twice calls once. */
const call = (webhookId: string, type: 'alert.opened' | 'alert.cleared', { id, sourceId, dedupKey, title, text, severity, state, labels, link, serviceId, itemId, openedAt, clearedAt }: DueAlert, at: Date): Outgoing => ({
  webhookId, type, key: `${id} ${type} ${at.toISOString()}`, payload: { alert: { id, sourceId, dedupKey, title, text, severity, state, labels, link, serviceId, configurationItemId: itemId, openedAt: openedAt.toISOString(), clearedAt: clearedAt?.toISOString() ?? null } },
});
