import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ids, type Tx } from '@opora/platform';
import { type EntrySpec, type Message, type Ticket, type TicketPatch, type TicketReactor, TicketReactors } from '@opora/ticket';
import { type ClockWrite, ClockStore, type LoadedClock, type WrittenEvent } from './clock.store';
import { type AgreementType, type ChosenTarget, type LedgerEvent, type Replayed, type Rules, type TicketSignal, entryFor, replay, sameAllowance, signalOf, signalsOf } from './domain';
import { type Measured, Policies } from './policies';
import { pastsOf, second } from './ticket-past';

/** Nothing is left to be done for it, so that no clock starts. */
const isDone = ({ phase }: Pick<Ticket, 'phase'>): boolean => phase === 'resolved' || phase === 'closed';

interface Running {
  clock: LoadedClock;
  /** Not yet stored. */
  events: WrittenEvent[];
}

/** Keeps the clocks of a ticket in the transaction of its change (`domain.md` §9): what the reply says of them is what is stored. */
@Injectable()
export class ClockReactor implements TicketReactor, OnModuleInit {
  readonly order = 10;

  constructor(
    private readonly reactors: TicketReactors,
    private readonly policies: Policies,
    private readonly store: ClockStore,
    private readonly ids: Ids,
  ) {}

  onModuleInit(): void {
    this.reactors.register(this);
  }

  async opened(tx: Tx, ticket: Ticket): Promise<TicketPatch | null> {
    const at = second(ticket.createdAt);
    const running = [...(await this.open('SLA', ticket, at)), ...(await this.openForGroup(ticket, at))];
    return this.save(tx, ticket, running, second(tx.now));
  }

  async changed(tx: Tx, before: Ticket, after: Ticket, _entry: EntrySpec): Promise<TicketPatch | null> {
    const at = second(tx.now);
    const signal = signalOf(before, after, at, this.policies.meaningOf(after.kind));
    const parted = before.mergedIntoId !== null && after.mergedIntoId === null;
    const reselect = parted || before.kind !== after.kind || before.priority !== after.priority || before.serviceId !== after.serviceId || before.categoryId !== after.categoryId || before.requesterId !== after.requesterId;
    const regrouped = before.groupId !== after.groupId;
    if (!signal && !reselect && !regrouped) return null;
    const running = await this.load(tx, after.id);
    if (regrouped) this.tell(running.filter(({ clock }) => clock.type !== 'SLA'), { at, event: 'left' });
    if (signal) this.tell(signal.event === 'reopened' ? running.filter((one) => mayResume(one, running, after)) : running, signal);
    if (reselect) await this.reselect(tx, running, after, at);
    if (regrouped || parted) running.push(...(await this.openForGroup(after, at)));
    const patch = await this.save(tx, after, running, at);
    const solved = after.phase === 'resolved' && after.firstResponseAt === null;
    return solved ? { ...patch, firstResponseAt: tx.now } : patch;
  }

  async said(tx: Tx, ticket: Ticket, message: Message): Promise<TicketPatch | null> {
    const answer = message.visibility === 'public' && message.releasedAt !== null && (message.authorAs === 'staff' || message.authorAs === 'supplier');
    if (!answer) return null;
    const at = second(message.releasedAt ?? tx.now);
    const first = ticket.firstResponseAt === null ? { firstResponseAt: message.releasedAt } : {};
    const supplier = message.authorAs === 'supplier';
    if (ticket.firstResponseAt !== null && !supplier) return null;
    const running = await this.load(tx, ticket.id);
    this.tell(running.filter(({ clock }) => clock.metric === 'response' || (supplier && clock.metric === 'supplier_response')), { at, event: 'public_reply' });
    return { ...(await this.save(tx, ticket, running, second(tx.now))), ...first };
  }

  /** Measures the clocks of a ticket that run by what holds for it now; changes nothing where that is what they are measured by. @returns due times that moved, clocks that came and went among them */
  async selectAnew(tx: Tx, ticket: Ticket): Promise<{ patch: TicketPatch; moved: number }> {
    const at = second(tx.now);
    const running = await this.load(tx, ticket.id);
    const dueOf = ({ clock }: Running): number | undefined => (clock.stopped ? undefined : replay(clock.ledger, at)?.dueAt);
    const before = new Map(running.map((one) => [one.clock.id, dueOf(one)]));
    await this.reselect(tx, running, ticket, at);
    return { patch: await this.save(tx, ticket, running, at), moved: running.filter((one) => before.get(one.clock.id) !== dueOf(one)).length };
  }

  /** Whether `selectAnew` would change anything; asks nothing of the database. */
  async measuredByAnother(ticket: Measured & Pick<Ticket, 'state'>, clocks: readonly LoadedClock[], at: number): Promise<boolean> {
    for (const type of ['SLA', 'OLA', 'UC'] as const) {
      const own = clocks.filter((clock) => clock.type === type && !clock.stopped);
      if (own.length === 0 && type !== 'SLA') continue;
      const targets = await this.policies.targets(type, ticket, at);
      for (const clock of own) {
        const target = targets.find(({ metric }) => metric === clock.metric);
        if (!target || (await this.ruledAnew(clock, target, ticket)) !== null) return true;
      }
      if (type === 'SLA' && missingOf(targets, clocks).length > 0) return true;
    }
    return false;
  }

  private async open(type: AgreementType, ticket: Ticket, at: number): Promise<Running[]> {
    const targets = await this.policies.targets(type, ticket, at);
    return Promise.all(targets.map((target) => this.start(type, ticket, target, at)));
  }

  private async openForGroup(ticket: Ticket, at: number): Promise<Running[]> {
    if (ticket.groupId === null || isDone(ticket)) return [];
    const supplierId = await this.policies.supplierOf(ticket.groupId);
    const facts = { ...ticket, groupSupplierId: supplierId };
    return [...(await this.open('OLA', facts, at)), ...(supplierId === null ? [] : await this.open('UC', facts, at))];
  }

  private async start(type: AgreementType, ticket: Ticket, target: ChosenTarget, at: number, from: { state: string; stateReason: string | null } = ticket): Promise<Running> {
    const { rules, calendarVersionId } = await this.policies.rulesFor(target, ticket.createdAt);
    const event: LedgerEvent = { at, event: 'started', state: from.state, reason: from.stateReason, rules };
    const clock: LoadedClock = {
      id: this.ids.next(), ticketId: ticket.id, metric: target.metric, type, agreementVersionId: target.agreement.id, calendarVersionId, groupId: type === 'SLA' ? null : ticket.groupId,
      supplierId: type === 'UC' ? ticket.groupSupplierId : null, entries: 0, stopped: false, cancelled: false, ledger: [event],
    };
    return { clock, events: [{ event, allowance: target, calendarVersionId, agreementVersionId: target.agreement.id }] };
  }

  private async load(tx: Tx, ticketId: string): Promise<Running[]> {
    return (await this.store.load(tx, [ticketId])).map((clock) => ({ clock, events: [] }));
  }

  private tell(running: readonly Running[], signal: TicketSignal): void {
    for (const one of running) {
      const entry = entryFor(one.clock.metric, signal);
      if (!entry || (one.clock.stopped && entry.event !== 'resumed')) continue;
      one.clock.ledger.push(entry);
      one.events.push({ event: entry });
      one.clock.stopped = entry.event === 'stopped' || entry.event === 'cancelled';
      one.clock.cancelled = entry.event === 'cancelled';
    }
  }

  /** Targets anew from the original start, with the time used so far and the pauses kept. */
  private async reselect(tx: Tx, running: Running[], ticket: Ticket, at: number): Promise<void> {
    for (const type of ['SLA', 'OLA', 'UC'] as const) {
      const own = running.filter(({ clock }) => clock.type === type && !clock.stopped);
      if (own.length === 0 && type !== 'SLA') continue;
      const targets = await this.policies.targets(type, ticket, at);
      for (const one of own) {
        const target = targets.find(({ metric }) => metric === one.clock.metric);
        if (target) await this.change(one, target, ticket, at);
        else this.tell([one], { at, event: 'cancelled' });
      }
      const missing = type === 'SLA' && !isDone(ticket) ? missingOf(targets, running.map(({ clock }) => clock)) : [];
      if (missing.length > 0) running.push(...(await this.startLate(tx, ticket, missing, at)));
    }
  }

  /** Clocks of a service level that begins to hold in the middle of a ticket's life: counted from its registration, as if they had run. */
  private async startLate(tx: Tx, ticket: Ticket, targets: readonly ChosenTarget[], at: number): Promise<Running[]> {
    const moments = (await pastsOf(tx, [ticket])).get(ticket.id) ?? [];
    const [first] = moments;
    if (!first) return [];
    /* The change that is being made is not in the journal yet. */
    const last = moments.at(-1) ?? first;
    const life = last.state === ticket.state && last.stateReason === ticket.stateReason && last.mergedIntoId === ticket.mergedIntoId ? moments : [...moments, { ...last, state: ticket.state, stateReason: ticket.stateReason, mergedIntoId: ticket.mergedIntoId, at }];
    const signals = signalsOf(life, ticket.firstResponseAt === null ? null : second(ticket.firstResponseAt), this.policies.meaningOf(ticket.kind));
    const late = await Promise.all(targets.map((target) => this.start('SLA', ticket, target, first.at, first)));
    for (const one of late) for (const signal of signals) this.tell([one], signal);
    return late;
  }

  private async change(one: Running, target: ChosenTarget, ticket: Ticket, at: number): Promise<void> {
    const anew = await this.ruledAnew(one.clock, target, ticket);
    if (!anew) return;
    const { rules, calendarVersionId } = anew;
    const event: LedgerEvent = { at, event: 'rules', rules };
    one.clock.ledger.push(event);
    one.clock.agreementVersionId = target.agreement.id;
    one.clock.calendarVersionId = calendarVersionId;
    one.events.push({ event, allowance: target, calendarVersionId, agreementVersionId: target.agreement.id });
  }

  private async ruledAnew(clock: LoadedClock, target: ChosenTarget, ticket: Measured): Promise<{ rules: Rules; calendarVersionId: string } | null> {
    const anew = await this.policies.rulesFor(target, ticket.createdAt);
    const present = clock.ledger.findLast((event) => event.rules !== undefined)?.rules;
    return clock.agreementVersionId === target.agreement.id && clock.calendarVersionId === anew.calendarVersionId && sameAllowance(present, target) ? null : anew;
  }

  private async save(tx: Tx, ticket: Ticket, running: readonly Running[], now: number): Promise<TicketPatch> {
    const told = running.map((one) => ({ one, told: replay(one.clock.ledger, now) })).filter((pair): pair is { one: Running; told: Replayed } => pair.told !== null);
    const writes: ClockWrite[] = [];
    for (const { one, told: clock } of told) {
      if (one.events.length === 0) continue;
      const { ledger, stopped: _stopped, cancelled: _cancelled, ...stored } = one.clock;
      writes.push({ clock: stored, events: one.events, told: clock, levels: await this.store.levels(stored.agreementVersionId, ledger, clock, now) });
    }
    await this.store.write(tx, writes, ticket.updatedBy ?? ticket.reporterId);
    return nextDue(told.map(({ one, told: clock }) => ({ metric: one.clock.metric, type: one.clock.type, told: clock })));
  }
}

/** What lists show: the clock of the service level that is due next, a paused one only where none runs. */
export function nextDue(clocks: readonly { metric: string; type: AgreementType; told: Replayed }[]): TicketPatch {
  const open = clocks.filter(({ type, told }) => type === 'SLA' && told.stoppedAt === null);
  const [next] = [...open].sort((a, b) => Number(b.told.active) - Number(a.told.active) || a.told.dueAt - b.told.dueAt);
  if (!next) return { nextDueAt: null, nextDueMetric: null, nextDueState: null };
  return { nextDueAt: new Date(next.told.dueAt * 1000), nextDueMetric: next.metric, nextDueState: next.told.state };
}

/** A service level goes on with the ticket; what was agreed with a group or supplier, where that group has it again and had it last. */
function mayResume({ clock }: Running, all: readonly Running[], ticket: Ticket): boolean {
  if (!clock.stopped || clock.type === 'SLA') return !clock.cancelled && clock.metric !== 'response';
  return !clock.cancelled && clock.groupId === ticket.groupId && all.findLast((one) => one.clock.type === clock.type && one.clock.metric === clock.metric)?.clock.id === clock.id;
}

/** Targets of the service level that no clock of the ticket has, but for one that was given up. */
const missingOf = (targets: readonly ChosenTarget[], clocks: readonly LoadedClock[]): ChosenTarget[] => targets.filter(({ metric }) => !clocks.some((clock) => clock.type === 'SLA' && clock.metric === metric && !clock.cancelled));
