import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal } from '@opora/kit';
import { type Actor, Database, type OutboxEvent, OutboxHandlers, type Tx, emit, once, systemActor } from '@opora/platform';
import { type Ticket, TicketKernel, TicketKinds, Watchers } from '@opora/ticket';

export const LEVEL_ACTS = 'service-level.levels';

/** What a level carries (`ClockSweep.payloadOf`). */
interface Level {
  clockId: string;
  metric: string;
  agreementId: string | null;
  level: number;
  dueAt: string;
  percent: number | null;
  offsetSeconds: number | null;
  notify: string[];
  raisePriority: boolean;
  reassignTo: string | null;
  addWatchers: string[];
  webhook: boolean;
}

type Act = { act: 'raise_priority' | 'reassign' | 'add_watcher'; work: (tx: Tx, system: Actor) => Promise<void> };

const ENDED = new Set(['resolved', 'closed']);

/** What levels do beyond telling people (`domain.md` §9): each once, in one transaction with its entry in the timeline, however often the event is delivered. */
@Injectable()
export class LevelActs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly handlers: OutboxHandlers,
    private readonly journal: Journal,
    private readonly kernel: TicketKernel,
    private readonly kinds: TicketKinds,
    private readonly watchers: Watchers,
  ) {}

  onModuleInit(): void {
    this.handlers.register({ name: LEVEL_ACTS, topics: ['sla.level', 'sla.breached'], handle: (events) => this.handle(events) });
  }

  async handle(events: readonly OutboxEvent[]): Promise<void> {
    for (const event of events)
      await this.database.tx(async (tx) => {
        if (await once(tx, LEVEL_ACTS, event.id)) await this.act(tx, event);
      });
  }

  private async act(tx: Tx, { id, key, topic, payload }: OutboxEvent): Promise<void> {
    const level = payload as unknown as Level;
    const system = systemActor(topic, id);
    const ticket = await this.kernel.claim(tx, system, key, { follow: false });
    const { clockId, metric, agreementId, dueAt, percent, offsetSeconds, notify } = level;
    const acts = ENDED.has(ticket.phase) ? [] : this.actsOf(ticket, level);
    const data = { clockId, metric, agreementId, level: level.level, dueAt, percent, offsetSeconds, notify, acts: [...acts.map(({ act }) => act), ...(level.webhook ? ['webhook'] : [])] };
    await this.journal.append(tx, { streamId: ticket.id, streamKind: ticket.kind, kind: topic, actor: system, visibility: 'staff', data });
    for (const one of acts) await this.carryOut(tx, system, ticket, one);
    if (level.webhook) await emit(tx, { topic: 'webhook.sla_level', key, payload: { clockId, ticketId: ticket.id, reference: ticket.reference, metric, level: level.level, percent, dueAt } });
  }

  private actsOf(ticket: Ticket, { raisePriority, reassignTo = null, addWatchers = [], percent, metric }: Level): Act[] {
    const why = { uk: percent === null ? 'рівень ескалації' : `використано ${percent} % часу`, en: percent === null ? 'an escalation level' : `${percent} % of the time used` };
    const reason = `Ескалація (${metric}): ${why.uk} · Escalation: ${why.en}`;
    const execute = (command: string, body: unknown) => async (tx: Tx, system: Actor) => void (await this.kinds.get(ticket.kind).execute?.(tx, system, ticket.id, { command, body, ifMatch: '*' }));
    return [
      ...(raisePriority && ticket.priority > 1 ? [{ act: 'raise_priority' as const, work: execute('edit', { priority: ticket.priority - 1, priorityReason: reason }) }] : []),
      ...(reassignTo !== null && reassignTo !== ticket.groupId ? [{ act: 'reassign' as const, work: execute('assign', { groupId: reassignTo, reason }) }] : []),
      ...addWatchers.map((personId) => ({ act: 'add_watcher' as const, work: (tx: Tx, system: Actor) => this.watchers.addWithin(tx, system, ticket.id, personId) })),
    ];
  }

  /** Rules are asked before anything is written, so that what is refused leaves nothing but its entry; the other acts go on. */
  private async carryOut(tx: Tx, system: Actor, ticket: Ticket, { act, work }: Act): Promise<void> {
    try {
      await work(tx, system);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await this.journal.append(tx, { streamId: ticket.id, streamKind: ticket.kind, kind: 'sla.act_refused', actor: system, visibility: 'staff', data: { act, code: error.code } });
    }
  }
}
