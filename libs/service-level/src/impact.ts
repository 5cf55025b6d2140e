import { Injectable } from '@nestjs/common';
import { type CalendarDefinition, Calendars, WorkingTime } from '@opora/calendar';
import { type Actor, Clock, Database } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import type { AgreementDefinitionBody, ImpactReply } from './agreement.dto';
import { ClockReactor } from './clock.reactor';
import { ClockStore, type LoadedClock } from './clock.store';
import { type Replayed, type Rules, replay } from './domain';

const BATCH = 500;
const EXAMPLES = 50;
/** Open clocks that a preview looks at; more would take longer than a person waits. */
const LIMIT = 20_000;

type Change = (clock: LoadedClock, priority: number) => Rules | null;

interface OpenTicket {
  id: string;
  reference: string;
  priority: number;
}

/** What a change of a calendar or an agreement would do to the tickets that are open, and doing it (`domain.md` §9). */
@Injectable()
export class PolicyImpact {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly store: ClockStore,
    private readonly calendars: Calendars,
    private readonly kernel: TicketKernel,
    private readonly reactor: ClockReactor,
  ) {}

  ofCalendar(calendarId: string, definition: CalendarDefinition): Promise<ImpactReply> {
    const working = new WorkingTime(definition);
    return this.preview(
      'select distinct c.ticket_id from clock c join calendar_version v on v.id = c.calendar_version_id where v.calendar_id = $1 and c.stopped_at is null',
      calendarId,
      (clock) => {
        const present = clock.ledger.findLast((event) => event.rules)?.rules;
        return present ? { ...present, calendar: working } : null;
      },
    );
  }

  async ofAgreement(agreementId: string, draft: AgreementDefinitionBody): Promise<ImpactReply> {
    const calendar = this.calendars.working(await this.calendars.current(draft.calendarId));
    return this.preview(
      'select distinct c.ticket_id from clock c join agreement_version v on v.id = c.agreement_version_id where v.agreement_id = $1 and c.stopped_at is null',
      agreementId,
      (clock, priority) => {
        const target = draft.targets.find((one) => one.metric === clock.metric && one.priority === priority) ?? draft.targets.find((one) => one.metric === clock.metric && !one.priority);
        const present = clock.ledger.findLast((event) => event.rules)?.rules;
        return target && present ? { seconds: target.seconds, calendar, pauses: draft.pauses?.filter((pause) => pause.metric === clock.metric) ?? present.pauses } : null;
      },
    );
  }

  /** Measures the open tickets of an agreement by its new version; each ticket in its own transaction. @returns due times moved */
  async applyToOpen(actor: Actor, agreementId: string): Promise<number> {
    const ids = await this.database.sql.rows<{ id: string }>(
      'select distinct c.ticket_id as id from clock c join agreement_version v on v.id = c.agreement_version_id where v.agreement_id = $1 and c.stopped_at is null order by 1',
      [agreementId],
    );
    let moved = 0;
    for (const { id } of ids)
      moved += await this.database.tx(async (tx) => {
        const ticket = await this.kernel.claim(tx, actor, id, { ifMatch: '*' });
        const patch = await this.reactor.selectAnew(tx, ticket);
        if (patch) await this.kernel.patch(tx, id, patch);
        return patch?.nextDueAt?.getTime() === ticket.nextDueAt?.getTime() ? 0 : 1;
      });
    return moved;
  }

  private async preview(which: string, id: string, change: Change): Promise<ImpactReply> {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    const tickets = await this.database.sql.rows<OpenTicket>(`select t.id, t.reference, t.priority from ticket t where t.id in (${which}) order by t.id limit ${LIMIT}`, [id]);
    const result: ImpactReply = { clocks: 0, moved: 0, breachedAtOnce: 0, examples: [] };
    for (let i = 0; i < tickets.length; i += BATCH) {
      const batch = new Map(tickets.slice(i, i + BATCH).map((ticket) => [ticket.id, ticket]));
      for (const clock of await this.store.load(this.database.sql, [...batch.keys()])) {
        const ticket = batch.get(clock.ticketId);
        const rules = clock.stopped || !ticket ? null : change(clock, ticket.priority);
        const before = rules && replay(clock.ledger, now);
        const after = rules && replay([...clock.ledger, { at: now, event: 'rules', rules }], now);
        if (ticket && before && after) count(result, ticket.reference, clock, before, after);
      }
    }
    return result;
  }
}

function count(result: ImpactReply, reference: string, clock: LoadedClock, before: Replayed, after: Replayed): void {
  result.clocks++;
  if (before.dueAt === after.dueAt) return;
  result.moved++;
  if (after.state === 'breached' && before.state !== 'breached') result.breachedAtOnce++;
  if (result.examples.length < EXAMPLES) result.examples.push({ reference, metric: clock.metric, from: new Date(before.dueAt * 1000).toISOString(), to: new Date(after.dueAt * 1000).toISOString() });
}
