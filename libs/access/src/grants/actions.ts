import { Injectable } from '@nestjs/common';
import { type Actor, Ids, Timers, type Tx, emit, systemActor } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { Webhooks } from '@opora/webhook';
import { Tasks } from '@opora/work';
import type { GrantAction } from '../domain';
import { lockGrant } from './grant.rows';
import { Grants } from './grants';

export const ACTION_TIMER = 'access.action_due';
const HOUR_MS = 3_600_000;
const SYSTEM = systemActor('access', 'access');

export type ActionKind = 'provision' | GrantAction;

/** Whose right in which system, and who carries it out there. */
export interface Target {
  personId: string | null;
  personName: string;
  entitlementId: string;
  entitlementName: string;
  resourceName: string;
  groupId: string;
  provisioning: 'task' | 'webhook';
  webhookId: string | null;
  removalHours: number;
}

export interface ActionSpec {
  kind: ActionKind;
  target: Target;
  grantId?: string | null;
  /** An account of which no grant speaks. */
  account?: string | null;
}

export interface ActionRow {
  id: string;
  ticketId: string;
  kind: ActionKind;
  grantId: string | null;
  personId: string | null;
  entitlementId: string;
  way: 'task' | 'webhook';
  taskId: string | null;
  state: 'asked' | 'failed' | 'done' | 'dropped';
  answer: string | null;
}

const SELECT = `select id, ticket_id as "ticketId", kind, grant_id as "grantId", person_id as "personId", entitlement_id as "entitlementId", way, task_id as "taskId", state, answer from access_action`;
const VERBS: Readonly<Record<ActionKind, string>> = { provision: 'Надати', remove: 'Відкликати', suspend: 'Призупинити', resume: 'Відновити' };

/** What the target systems owe: each decision about a right is one row, carried out by a task of the group or a signed call. A right is never said to be gone before the target says so (`security.md` AP-10). */
@Injectable()
export class Actions {
  constructor(
    private readonly kernel: TicketKernel,
    private readonly tasks: Tasks,
    private readonly timers: Timers,
    private readonly grants: Grants,
    private readonly ids: Ids,
    private readonly webhooks: Webhooks,
  ) {}

  /** Asks the targets. The ticket was claimed before. @returns the ticket as it then stands */
  async begin(tx: Tx, actor: Actor, ticket: Ticket, specs: readonly ActionSpec[]): Promise<Ticket> {
    const rows = specs.map((spec) => ({ ...spec, id: this.ids.next(), dueAt: spec.kind === 'remove' ? new Date(tx.now.getTime() + spec.target.removalHours * HOUR_MS) : null }));
    const byTask = rows.filter(({ target }) => target.provisioning === 'task');
    let after = ticket;
    let taskIds = new Map<string, string>();
    if (byTask.length > 0) {
      const planned = await this.tasks.plan(tx, actor, ticket, byTask.map(({ id, kind, target, account, dueAt }) => ({ key: id, title: titleOf(kind, target, account), groupId: target.groupId, after: [], dueAt })));
      after = planned.ticket;
      taskIds = planned.ids;
    }
    for (const { id, kind, target, grantId = null, account = null, dueAt } of rows) {
      await tx.run(
        `insert into access_action (id, ticket_id, kind, grant_id, person_id, entitlement_id, account, way, task_id, state, asked_at, due_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked', $10, $11)`,
        [id, ticket.id, kind, grantId, target.personId, target.entitlementId, account, target.provisioning, taskIds.get(id) ?? null, tx.now, dueAt],
      );
      if (dueAt) await this.timers.set(tx, { kind: ACTION_TIMER, key: id, dueAt });
      if (target.provisioning === 'webhook') await this.call(tx, id, 1);
    }
    return after;
  }

  of(tx: Tx, ticketId: string): Promise<ActionRow[]> {
    return tx.rows<ActionRow>(`${SELECT} where ticket_id = $1 order by id for update`, [ticketId]);
  }

  async byTask(tx: Tx, taskId: string): Promise<ActionRow | null> {
    return tx.one<ActionRow>(`${SELECT} where task_id = $1 for update`, [taskId]);
  }

  async byDelivery(tx: Tx, deliveryId: string): Promise<ActionRow | null> {
    return tx.one<ActionRow>(`${SELECT} where delivery_id = $1`, [deliveryId]);
  }

  async byId(tx: Tx, id: string): Promise<ActionRow | null> {
    return tx.one<ActionRow>(`${SELECT} where id = $1 for update`, [id]);
  }

  /** The target did it. What that means for a grant that is held is written here; a new grant is its request's to make. */
  async done(tx: Tx, actor: Actor, action: ActionRow, answer: string | null): Promise<void> {
    await this.end(tx, actor, action, 'done', answer);
    if (action.kind === 'provision' || action.grantId === null) return;
    await this.grants.record(tx, actor, await lockGrant(tx, action.grantId), { kind: 'done', at: tx.now, action: action.kind }, { ticketId: action.ticketId, reason: answer });
  }

  /** The target refused, or nobody did it: stays owed, and is seen to be. */
  async failed(tx: Tx, action: ActionRow, answer: string): Promise<void> {
    await tx.run(`update access_action set state = 'failed', answer = $2 where id = $1`, [action.id, answer]);
    await emit(tx, { topic: 'access.failed', key: action.ticketId, payload: { actionId: action.id, kind: action.kind, grantId: action.grantId } });
  }

  /** Once more; a task that was skipped is opened again. @returns the ticket as it then stands */
  async again(tx: Tx, actor: Actor, ticket: Ticket, action: ActionRow): Promise<Ticket> {
    if (action.taskId !== null) {
      await this.tasks.command(tx, actor, ticket, action.taskId, 'reopen', action.answer ?? '…', '*');
      return this.kernel.claim(tx, SYSTEM, ticket.id);
    }
    await this.call(tx, action.id, await this.reasked(tx, action));
    return ticket;
  }

  /** A task was opened again: what it carries out is asked for once more. */
  async reasked(tx: Tx, action: ActionRow): Promise<number> {
    const row = await tx.one<{ attempts: number }>(`update access_action set state = 'asked', answer = null, attempts = attempts + 1 where id = $1 returning attempts`, [action.id]);
    return row?.attempts ?? 1;
  }

  /** Something later decided made it needless. */
  async drop(tx: Tx, actor: Actor, grantId: string): Promise<void> {
    const open = await tx.rows<ActionRow>(`${SELECT} where grant_id = $1 and kind <> 'remove' and state in ('asked', 'failed') order by id for update`, [grantId]);
    for (const action of open) {
      await this.end(tx, actor, action, 'dropped', null);
      await emit(tx, { topic: 'access.dropped', key: action.ticketId, payload: { actionId: action.id } });
    }
  }

  /** The person has left before it was carried out: nothing of it is done any more. */
  async abandon(tx: Tx, actor: Actor, ticketId: string): Promise<void> {
    for (const action of await this.of(tx, ticketId)) if (isOpen(action)) await this.end(tx, actor, action, 'dropped', null);
  }

  /** The hours within which a right had to be gone are over: told once. Called by its timer alone. */
  async overdue(tx: Tx, id: string): Promise<void> {
    const action = await this.byId(tx, id);
    if (!action || action.state === 'done' || action.state === 'dropped') return;
    await tx.run('update access_action set overdue_at = $2 where id = $1', [id, tx.now]);
    if (action.grantId) await tx.run('update access_grant set overdue = true, version = version + 1 where id = $1', [action.grantId]);
    await emit(tx, { topic: 'access.overdue', key: action.ticketId, payload: { actionId: id, grantId: action.grantId } });
  }

  /** A signed call to the target, once an attempt; what comes of it is told by the webhook. */
  private async call(tx: Tx, id: string, attempt: number): Promise<void> {
    const row = await tx.one<{ webhookId: string; kind: ActionKind; payload: Record<string, unknown> }>(
      `select r.webhook_id as "webhookId", x.kind, jsonb_build_object('actionId', x.id, 'action', x.kind, 'grantId', x.grant_id, 'request', t.reference, 'until', coalesce(a.until_at, q.until_at), 'account', x.account,
         'person', case when p.id is not null then jsonb_build_object('id', p.id, 'email', p.email, 'displayName', p.display_name) end, 'resource', jsonb_build_object('id', r.id, 'name', r.name_en),
         'entitlement', jsonb_build_object('id', e.id, 'code', e.code, 'name', e.name_en)) as payload
       from access_action x join ticket t on t.id = x.ticket_id join access_request q on q.ticket_id = x.ticket_id join entitlement e on e.id = x.entitlement_id join access_resource r on r.id = e.resource_id
         left join person p on p.id = x.person_id left join access_grant a on a.id = x.grant_id where x.id = $1`,
      [id],
    );
    if (!row) throw new Error(`there is no action ${id}`);
    const { deliveryId } = await this.webhooks.send(tx, row.webhookId, `access.${row.kind}`, { ...row.payload, attempt }, `${id} ${attempt}`);
    await tx.run('update access_action set delivery_id = $2 where id = $1', [id, deliveryId]);
  }

  private async end(tx: Tx, actor: Actor, action: ActionRow, state: 'done' | 'dropped', answer: string | null): Promise<void> {
    await tx.run('update access_action set state = $2, ended_at = $3, ended_by = $4, answer = $5 where id = $1', [action.id, state, tx.now, actor.personId, answer]);
    await this.timers.clear(tx, ACTION_TIMER, action.id);
  }
}

const titleOf = (kind: ActionKind, { resourceName, entitlementName, personName }: Target, account: string | null = null): string => `${VERBS[kind]}: ${resourceName}, ${entitlementName}: ${account ?? personName}`.slice(0, 200);

export const isOpen = ({ state }: ActionRow): boolean => state === 'asked' || state === 'failed';
