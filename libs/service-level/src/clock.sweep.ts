import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Metrics, Sweeps, type Tx, emit } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { nextDue } from './clock.reactor';
import { ClockStore, type FiredLevel } from './clock.store';
import { BREACH_LEVEL, replay } from './domain';
import { Policies } from './policies';
import { second } from './ticket-past';

const BATCH = 200;
/** How long a level waits for whoever is changing its ticket before it is looked at again. */
const AGAIN_MS = 100;

interface Round {
  fired: number;
  /** Due, those included that somebody else had a hold of. */
  found: number;
  at: Date;
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
    let round: Round;
    do {
      round = await this.database.tx((tx) => this.fire(tx));
      acted += round.fired;
    } while (round.fired > 0 && round.found === BATCH);
    const next = await this.store.nextDueAt(this.database.sql);
    return { acted, nextDueAt: next && round.fired < round.found ? new Date(Math.max(next.getTime(), round.at.getTime() + AGAIN_MS)) : next };
  }

  private async fire(tx: Tx): Promise<Round> {
    const { fired, found, at } = await this.store.claimDue(tx, BATCH);
    const late = fired.filter(({ level }) => level === BREACH_LEVEL);
    if (late.length > 0) await this.markBreached(tx, late, at);
    for (const { dueAt } of fired) this.metrics.levelLagSeconds.observe(Math.max(0, (at.getTime() - dueAt.getTime()) / 1000));
    await emit(tx, ...(await Promise.all(fired.map(async (one) => ({ topic: one.level === BREACH_LEVEL ? 'sla.breached' : 'sla.level', key: one.ticketId, payload: await this.payloadOf(one) })))));
    return { fired: fired.length, found, at };
  }

  private async markBreached(tx: Tx, late: readonly FiredLevel[], at: Date): Promise<void> {
    await this.store.markBreached(tx, late.map(({ clockId }) => clockId));
    const ticketIds = [...new Set(late.map(({ ticketId }) => ticketId))].sort();
    const clocks = await this.store.load(tx, ticketIds);
    for (const ticketId of ticketIds) {
      const own = clocks.filter((clock) => clock.ticketId === ticketId).flatMap(({ metric, type, ledger }) => {
        const told = replay(ledger, second(at));
        return told ? [{ metric, type, told }] : [];
      });
      await this.kernel.patch(tx, ticketId, nextDue(own));
    }
  }

  /** What the level says to those who act on it: which clock, which level, whom it names, what else it does. */
  private async payloadOf({ clockId, level, dueAt, ticketId, metric, agreementVersionId }: FiredLevel): Promise<Record<string, unknown>> {
    const version = await this.policies.version(agreementVersionId);
    const { percent = null, offsetSeconds = null, notify = [], raisePriority = false, reassignTo = null, addWatchers = [], webhook = false } = version?.definition.levels[level - 1] ?? {};
    return { clockId, ticketId, metric, agreementId: version?.agreementId ?? null, level, dueAt: dueAt.toISOString(), percent, offsetSeconds, notify, raisePriority, reassignTo, addWatchers, webhook };
  }
}
