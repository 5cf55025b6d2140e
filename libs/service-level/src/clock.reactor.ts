import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ids, type Tx } from '@opora/platform';
import { type EntrySpec, type Message, type Ticket, type TicketPatch, type TicketReactor, TicketReactors } from '@opora/ticket';
import { type ClockWrite, ClockStore, type LoadedClock, type WrittenEvent } from './clock.store';
import { type AgreementType, type ChosenTarget, type LedgerEvent, type Replayed, type TicketSignal, entryFor, replay } from './domain';
import { Policies } from './policies';

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
const DONE = new Set(['resolved', 'closed']);

interface Running {
  clock: LoadedClock;
  events: WrittenEvent[];
  isNew: boolean;
  calendarVersionId?: string;
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
    const at = seconds(ticket.createdAt);
    const running = [...(await this.open('SLA', ticket, at)), ...(await this.openForGroup(ticket, at))];
    return this.save(tx, ticket, running, seconds(tx.now));
  }

  async changed(tx: Tx, before: Ticket, after: Ticket, _entry: EntrySpec): Promise<TicketPatch | null> {
    const moved = before.state !== after.state || before.stateReason !== after.stateReason;
    const reselect = before.priority !== after.priority || before.serviceId !== after.serviceId || before.categoryId !== after.categoryId || before.requesterId !== after.requesterId;
    const regrouped = before.groupId !== after.groupId;
    if (!moved && !reselect && !regrouped) return null;
    const at = seconds(tx.now);
    const running = await this.load(tx, after.id);
    if (regrouped) this.tell(running.filter(({ clock }) => clock.type !== 'SLA'), { at, event: 'left' });
    if (moved) this.tell(running, signalOf(before, after, at));
    if (reselect) await this.reselect(running, after, at);
    if (regrouped) running.push(...(await this.openForGroup(after, at)));
    const patch = await this.save(tx, after, running, at);
    const solved = after.state === 'resolved' && after.firstResponseAt === null;
    return solved ? { ...patch, firstResponseAt: tx.now } : patch;
  }

  async said(tx: Tx, ticket: Ticket, message: Message): Promise<TicketPatch | null> {
    const answer = message.visibility === 'public' && message.releasedAt !== null && (message.authorAs === 'staff' || message.authorAs === 'supplier');
    if (!answer) return null;
    const at = seconds(message.releasedAt ?? tx.now);
    const first = ticket.firstResponseAt === null ? { firstResponseAt: message.releasedAt } : {};
    const supplier = message.authorAs === 'supplier';
    if (ticket.firstResponseAt !== null && !supplier) return null;
    const running = await this.load(tx, ticket.id);
    this.tell(running.filter(({ clock }) => clock.metric === 'response' || (supplier && clock.metric === 'supplier_response')), { at, event: 'public_reply' });
    return { ...(await this.save(tx, ticket, running, seconds(tx.now))), ...first };
  }

  /** Applies another version of an agreement, or another calendar, to the clocks of a ticket that run (`domain.md` §9). */
  async selectAnew(tx: Tx, ticket: Ticket): Promise<TicketPatch | null> {
    const running = await this.load(tx, ticket.id);
    await this.reselect(running, ticket, seconds(tx.now), true);
    return this.save(tx, ticket, running, seconds(tx.now));
  }

  private async open(type: AgreementType, ticket: Ticket, at: number): Promise<Running[]> {
    const targets = await this.policies.targets(type, ticket, at);
    return Promise.all(targets.map((target) => this.start(type, ticket, target, at)));
  }

  private async openForGroup(ticket: Ticket, at: number): Promise<Running[]> {
    if (ticket.groupId === null || DONE.has(ticket.state)) return [];
    const supplierId = await this.policies.supplierOf(ticket.groupId);
    const facts = { ...ticket, groupSupplierId: supplierId };
    return [...(await this.open('OLA', facts, at)), ...(supplierId === null ? [] : await this.open('UC', facts, at))];
  }

  private async start(type: AgreementType, ticket: Ticket, target: ChosenTarget, at: number): Promise<Running> {
    const { rules, calendarVersionId } = await this.policies.rulesNow(target);
    const event: LedgerEvent = { at, event: 'started', state: ticket.state, reason: ticket.stateReason, rules };
    const clock: LoadedClock = {
      id: this.ids.next(), ticketId: ticket.id, metric: target.metric, type, agreementVersionId: target.agreement.id, groupId: type === 'SLA' ? null : ticket.groupId,
      supplierId: type === 'UC' ? ticket.groupSupplierId : null, entries: 0, stopped: false, ledger: [event],
    };
    return { clock, isNew: true, calendarVersionId, events: [{ event, seconds: target.seconds, calendarVersionId, agreementVersionId: target.agreement.id }] };
  }

  private async load(tx: Tx, ticketId: string): Promise<Running[]> {
    return (await this.store.load(tx, [ticketId])).map((clock) => ({ clock, events: [], isNew: false }));
  }

  private tell(running: readonly Running[], signal: TicketSignal | null): void {
    if (!signal) return;
    for (const one of running) {
      const entry = entryFor(one.clock.metric, signal);
      if (!entry || (one.clock.stopped && (one.clock.type !== 'SLA' || entry.event === 'stopped' || entry.event === 'cancelled'))) continue;
      if (one.clock.stopped && one.clock.metric === 'response') continue;
      one.clock.ledger.push(entry);
      one.events.push({ event: entry });
      if (entry.event === 'stopped' || entry.event === 'cancelled') one.clock.stopped = true;
      if (entry.event === 'resumed') one.clock.stopped = false;
    }
  }

  /** Targets anew from the original start, with the time used so far and the pauses kept. */
  private async reselect(running: Running[], ticket: Ticket, at: number, always = false): Promise<void> {
    for (const type of ['SLA', 'OLA', 'UC'] as const) {
      const own = running.filter(({ clock }) => clock.type === type && !clock.stopped);
      if (own.length === 0 && type !== 'SLA') continue;
      const targets = await this.policies.targets(type, ticket, at);
      for (const one of own) {
        const target = targets.find(({ metric }) => metric === one.clock.metric);
        if (target) await this.change(one, target, at, always);
        else this.tell([one], { at, event: 'cancelled' });
      }
      if (type !== 'SLA') continue;
      for (const target of targets) if (!running.some(({ clock }) => clock.type === 'SLA' && clock.metric === target.metric)) running.push(await this.start('SLA', ticket, target, seconds(ticket.createdAt)));
    }
  }

  private async change(one: Running, target: ChosenTarget, at: number, always: boolean): Promise<void> {
    const { rules, calendarVersionId } = await this.policies.rulesNow(target);
    const present = one.clock.ledger.findLast((event) => event.rules !== undefined)?.rules;
    if (!always && one.clock.agreementVersionId === target.agreement.id && present?.seconds === target.seconds) return;
    const event: LedgerEvent = { at, event: 'rules', rules };
    one.clock.ledger.push(event);
    one.clock.agreementVersionId = target.agreement.id;
    one.calendarVersionId = calendarVersionId;
    one.events.push({ event, seconds: target.seconds, calendarVersionId, agreementVersionId: target.agreement.id });
  }

  private async save(tx: Tx, ticket: Ticket, running: readonly Running[], now: number): Promise<TicketPatch> {
    const told = running.map((one) => ({ one, told: replay(one.clock.ledger, now) })).filter((pair): pair is { one: Running; told: Replayed } => pair.told !== null);
    const writes: ClockWrite[] = [];
    for (const { one, told: clock } of told) {
      if (one.events.length === 0) continue;
      const { ledger: _ledger, stopped: _stopped, ...stored } = one.clock;
      writes.push({
        clock: one.calendarVersionId === undefined ? stored : { ...stored, calendarVersionId: one.calendarVersionId }, isNew: one.isNew, events: one.events, told: clock,
        levels: await this.store.levels(one.clock.agreementVersionId, one.clock.ledger, clock, now),
      });
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

function signalOf(before: Ticket, after: Ticket, at: number): TicketSignal {
  const where = { at, state: after.state, reason: after.stateReason };
  if (after.state === 'resolved') return { ...where, event: 'resolved' };
  if (after.state === 'cancelled') return { ...where, event: 'cancelled' };
  if (before.state === 'resolved' && !DONE.has(after.state)) return { ...where, event: 'reopened' };
  if (after.state === 'in_progress' && before.state !== 'in_progress') return { ...where, event: 'accepted' };
  return { ...where, event: 'state' };
}
