import { Injectable } from '@nestjs/common';
import { type CalendarDefinition, WorkingTime } from '@opora/calendar';
import { Clock, Database } from '@opora/platform';
import type { ImpactReply } from './impact.dto';
import { ClockStore, type LoadedClock } from './clock.store';
import { type AgreementType, type PublishedAgreement, type Replayed, replay } from './domain';
import { type OpenTicket, openTickets } from './open-tickets';
import { Policies, type WhatIf } from './policies';
import { second } from './ticket-past';

const BATCH = 500;
const EXAMPLES = 50;
/** Open tickets that a preview looks at; more would take longer than a person waits. */
const LIMIT = 20_000;

/** What a change of a calendar or an agreement would do to the tickets that are open (`domain.md` §9); stores nothing. */
@Injectable()
export class PolicyImpact {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly store: ClockStore,
    private readonly policies: Policies,
  ) {}

  ofCalendar(calendarId: string, definition: CalendarDefinition): Promise<ImpactReply> {
    return this.preview({ calendar: { calendarId, working: new WorkingTime(definition) } });
  }

  ofAgreement(agreementId: string, type: AgreementType, definition: PublishedAgreement['definition']): Promise<ImpactReply> {
    return this.preview({ agreement: { id: '', agreementId, type, number: Number.MAX_SAFE_INTEGER, publishedAt: this.clock.now().getTime() / 1000, openTickets: true, definition } });
  }

  private async preview(change: WhatIf): Promise<ImpactReply> {
    const now = second(this.clock.now());
    const result: ImpactReply = { clocks: 0, moved: 0, breachedAtOnce: 0, examples: [] };
    let looked = 0;
    for await (const batch of openTickets(this.database.sql, BATCH)) {
      const clocks = await this.store.load(this.database.sql, batch.map(({ id }) => id));
      for (const ticket of batch) await this.previewTicket(ticket, clocks.filter(({ ticketId, stopped }) => ticketId === ticket.id && !stopped), change, now, result);
      if ((looked += batch.length) >= LIMIT) break;
    }
    return result;
  }

  private async previewTicket(ticket: OpenTicket, clocks: readonly LoadedClock[], change: WhatIf, now: number, result: ImpactReply): Promise<void> {
    for (const type of new Set(clocks.map((clock) => clock.type))) {
      const targets = await this.policies.targets(type, ticket, now, change);
      for (const clock of clocks.filter((one) => one.type === type)) {
        const target = targets.find(({ metric }) => metric === clock.metric);
        if (target && !(change.agreement ? target.agreement.id === change.agreement.id || clock.agreementVersionId !== target.agreement.id : target.agreement.definition.calendarId === change.calendar?.calendarId)) continue;
        const before = replay(clock.ledger, now);
        const after = target ? replay([...clock.ledger, { at: now, event: 'rules', rules: (await this.policies.rulesFor(target, ticket.createdAt, change)).rules }], now) : null;
        if (before) count(result, ticket.reference, clock, before, after);
      }
    }
  }
}

function count(result: ImpactReply, reference: string, clock: LoadedClock, before: Replayed, after: Replayed | null): void {
  result.clocks++;
  if (before.dueAt === after?.dueAt) return;
  result.moved++;
  if (after?.state === 'breached' && before.state !== 'breached') result.breachedAtOnce++;
  if (after && result.examples.length < EXAMPLES) result.examples.push({ reference, metric: clock.metric, from: new Date(before.dueAt * 1000).toISOString(), to: new Date(after.dueAt * 1000).toISOString() });
}
