import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Metrics, Sweeps, type Tx, emit } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { nextDue } from './clock.reactor';
import { BREACH_LEVEL, ClockStore } from './clock.store';
import { replay } from './domain';
import { Policies } from './policies';

const BATCH = 200;

interface Fired {
  clockId: string;
  level: number;
  dueAt: Date;
  ticketId: string;
  metric: string;
  agreementVersionId: string;
}

/** Acts on levels that fell due: claimed, marked and told in one transaction, so that each acts exactly once, whatever crashes (`domain.md` §9). */
@Injectable()
export class ClockSweep implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly sweeps: Sweeps,
    private readonly policies: Policies,
    private readonly store: ClockStore,
    private readonly kernel: TicketKernel,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.sweeps.register({ name: 'clock levels', sweep: () => this.sweep() });
  }

  async sweep(): Promise<{ acted: number; nextDueAt: Date | null }> {
    let acted = 0;
    for (let fired = BATCH; fired === BATCH; acted += fired) fired = await this.database.tx((tx) => this.fire(tx));
    const row = await this.database.sql.one<{ at: Date | null }>('select min(due_at) as at from clock_level where fired_at is null and due_at is not null');
    return { acted, nextDueAt: row?.at ?? null };
  }

  private async fire(tx: Tx): Promise<number> {
    const fired = await tx.rows<Fired>(
      `with due as (select clock_id, level from clock_level where fired_at is null and due_at is not null and due_at <= $1 order by due_at limit ${BATCH} for update skip locked),
         marked as (update clock_level l set fired_at = $1 from due where l.clock_id = due.clock_id and l.level = due.level returning l.clock_id, l.level, l.due_at)
       select m.clock_id as "clockId", m.level, m.due_at as "dueAt", c.ticket_id as "ticketId", c.metric, c.agreement_version_id as "agreementVersionId" from marked m join clock c on c.id = m.clock_id order by m.due_at`,
      [tx.now],
    );
    if (fired.length === 0) return 0;
    const late = fired.filter(({ level }) => level === BREACH_LEVEL);
    if (late.length > 0) await this.markBreached(tx, late);
    for (const { dueAt } of fired) this.metrics.levelLagSeconds.observe(Math.max(0, (tx.now.getTime() - dueAt.getTime()) / 1000));
    await emit(tx, ...(await Promise.all(fired.map(async (one) => ({ topic: one.level === BREACH_LEVEL ? 'sla.breached' : 'sla.level', key: one.ticketId, payload: await this.payloadOf(one) })))));
    return fired.length;
  }

  private async markBreached(tx: Tx, late: readonly Fired[]): Promise<void> {
    await tx.run(`update clock set state = 'breached', breached_at = coalesce(breached_at, due_at) where id = any($1) and state in ('running', 'paused')`, [late.map(({ clockId }) => clockId)]);
    const ticketIds = [...new Set(late.map(({ ticketId }) => ticketId))].sort();
    const now = Math.floor(tx.now.getTime() / 1000);
    const clocks = await this.store.load(tx, ticketIds);
    for (const ticketId of ticketIds) {
      const own = clocks.filter((clock) => clock.ticketId === ticketId).flatMap(({ metric, type, ledger }) => {
        const told = replay(ledger, now);
        return told ? [{ metric, type, told }] : [];
      });
      await this.kernel.patch(tx, ticketId, nextDue(own));
    }
  }

  private async payloadOf({ clockId, level, dueAt, ticketId, metric, agreementVersionId }: Fired): Promise<Record<string, unknown>> {
    const definition = (await this.policies.version(agreementVersionId))?.definition.levels[level - 1];
    return { clockId, ticketId, metric, level, dueAt: dueAt.toISOString(), percent: definition?.percent ?? null, notify: definition?.notify ?? [] };
  }
}
