import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, conflict, notFound, unknownReference } from '@opora/kit';
import { type Actor, Database, type Tx, emit } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { type EventRule, ruleFor, withFlip } from '../domain';
import { LAST_RULE } from '../migrations';
import { RuleReader } from '../rules/rule.reader';
import { changedEvent } from '../work/alert.rows';
import type { DueAlert } from '../work/due';
import { EventIncidents } from '../work/incidents';
import { AlertQueries, alertCommands } from './alert.queries';
import type { AlertCommand, AlertReply } from './alerts.dto';

interface Claimed extends DueAlert {
  version: number;
}

const CLAIM = `
  select a.id, a.source_id as "sourceId", a.dedup_key as "dedupKey", a.state, a.severity, a.title, a.text, a.link, a.labels, a.service_id as "serviceId", a.item_id as "itemId", a.opened_at as "openedAt", a.cleared_at as "clearedAt",
    a.flips, a.group_id as "groupId", a.incident_id as "incidentId", t.state as "incidentState", t.phase as "incidentPhase", a.suppressed, a.version
  from alert a left join ticket m on m.id = a.incident_id left join ticket t on t.id = coalesce(m.merged_into_id, m.id) where a.id = $1 for no key update of a`;

/** What people do with alerts; each act is journalled in the alert's own stream. */
@Injectable()
export class AlertCommands {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly kernel: TicketKernel,
    private readonly incidents: EventIncidents,
    private readonly rules: RuleReader,
    private readonly queries: AlertQueries,
  ) {}

  acknowledge(actor: Actor, id: string, ifMatch: number | '*'): Promise<AlertReply> {
    return this.act(actor, id, ifMatch, 'acknowledge', async (tx) => {
      await tx.run(`update alert set state = 'acknowledged', acknowledged_at = $2, acknowledged_by_id = $3, version = version + 1 where id = $1`, [id, tx.now, actor.personId]);
      return {};
    });
  }

  /** Clears by hand; it opens again when its sender fires again. */
  clear(actor: Actor, id: string, ifMatch: number | '*', reason?: string): Promise<AlertReply> {
    return this.act(actor, id, ifMatch, 'clear', async (tx, alert) => {
      await tx.run(`update alert set state = 'cleared', cleared_at = $2, decide_at = $2, flips = $3, suppressed = null, suppressed_by = null, version = version + 1 where id = $1`, [id, tx.now, withFlip(alert.flips, tx.now)]);
      await tx.run(`update alert set decide_at = $2 where suppressed = 'dependency' and suppressed_by = $1 and state <> 'cleared'`, [id, tx.now]);
      return reason === undefined ? {} : { reason };
    });
  }

  /** Attaches it to an incident that people chose: rules do not resolve that one for it. */
  link(actor: Actor, id: string, ifMatch: number | '*', incident: string): Promise<AlertReply> {
    return this.act(actor, id, ifMatch, 'link', async (tx, alert) => {
      const found = await this.kernel.read(tx, actor, incident, 'incident');
      if (!found) throw unknownReference('/incidentId');
      const ticket = await this.kernel.claim(tx, actor, found.id);
      await tx.run('update alert set incident_id = $2, group_id = null, decide_at = null, suppressed = null, suppressed_by = null, version = version + 1 where id = $1', [id, ticket.id]);
      await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind: 'incident.alerts_joined', data: { alerts: 1, title: alert.title } }, visibility: 'staff' });
      return { changes: [{ field: 'incident', from: alert.incidentId, to: ticket.id }] };
    });
  }

  /** Opens an incident for it now, whatever rules and windows say. */
  incident(actor: Actor, id: string, ifMatch: number | '*'): Promise<AlertReply> {
    return this.act(actor, id, ifMatch, 'incident', async (tx, alert) => {
      const rules = await this.rules.active(tx);
      const rule = (ruleFor(rules, alert) ?? rules.find((one) => one.id === LAST_RULE)) as EventRule;
      const { groupId, incidentId } = await this.incidents.open(tx, alert.sourceId, { rule, key: `alert ${id} ${tx.now.getTime()}`, storm: false, alerts: [alert], followUpOf: alert.incidentId });
      const ticket = await this.kernel.claim(tx, actor, incidentId);
      await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind: 'incident.alerts_joined', data: { alerts: 1, title: alert.title } }, visibility: 'staff' });
      await tx.run('update alert set incident_id = $2, group_id = $3, rule_id = $4, decide_at = null, suppressed = null, suppressed_by = null, version = version + 1 where id = $1', [id, incidentId, groupId, rule.id]);
      return { changes: [{ field: 'incident', from: alert.incidentId, to: incidentId }] };
    });
  }

  /** @throws Refusal 404, 409, 412 */
  private act(actor: Actor, id: string, ifMatch: number | '*', command: AlertCommand, work: (tx: Tx, alert: Claimed) => Promise<{ reason?: string; changes?: { field: string; from: unknown; to: unknown }[] }>): Promise<AlertReply> {
    return this.database.tx(
      async (tx) => {
        const alert = await tx.one<Claimed>(CLAIM, [id]);
        if (!alert) throw notFound();
        if (ifMatch !== '*' && ifMatch !== alert.version) throw new Refusal('stale', { status: 412, extra: { version: alert.version, changedFields: [] } });
        const allowedCommands = alertCommands(actor, alert);
        if (!allowedCommands.includes(command)) throw conflict(command === 'incident' && alert.state !== 'cleared' ? 'alert.has_incident' : 'alert.state', { state: alert.state, command, allowedCommands });
        const data = await work(tx, alert);
        await this.journal.append(tx, { streamId: id, streamKind: 'alert', kind: `alert.${command}`, actor, data });
        await emit(tx, changedEvent(alert.sourceId, [{ id, state: command === 'clear' ? 'cleared' : command === 'acknowledge' ? 'acknowledged' : alert.state }]));
        return this.queries.read(actor, id, tx);
      },
      { operation: actor.operation },
    );
  }
}
