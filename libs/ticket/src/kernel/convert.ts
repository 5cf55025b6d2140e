import { Injectable } from '@nestjs/common';
import { conflict, invalid } from '@opora/kit';
import type { Actor, Tx } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import { TicketKernel } from './kernel';
import { TicketKinds } from './registry';

/**
 * One kind into another: the ticket keeps its id, and with it messages, files, watchers, links, clocks and history; its former reference leads to it (`domain.md` §6, `architecture.md` The kernel). What
 * belongs to the process that it leaves stays in the journal.
 */
@Injectable()
export class TicketConverter {
  constructor(
    private readonly kernel: TicketKernel,
    private readonly kinds: TicketKinds,
  ) {}

  /** Kinds into which a ticket of this kind can be converted. */
  from(kind: string): string[] {
    return this.kinds.find(kind)?.convertOut ? this.kinds.all().filter((other) => other.kind !== kind && other.convertIn).map((other) => other.kind) : [];
  }

  /** The ticket was claimed before. @throws Refusal 409 solved, over or merged; 422 not between these kinds */
  async convert(tx: Tx, actor: Actor, before: Ticket, kind: string, into: string | null, reason: string | undefined): Promise<Ticket> {
    const [from, to] = [this.kinds.get(before.kind), this.kinds.find(kind)];
    if (!from.convertOut || !to?.convertIn || to.kind === from.kind) throw invalid('/kind', 'convert.not_between', { values: this.from(before.kind) });
    if (before.phase === 'resolved' || before.phase === 'closed' || before.mergedIntoId !== null) throw conflict('convert.over', { state: before.state, allowedCommands: from.allowedCommands(actor, before) });
    const { ticket: leaving, left } = await from.convertOut(tx, actor, before);
    const { state, commandFacts, own } = await to.convertIn(tx, actor, leaving, into);
    const reference = (await tx.one<{ reference: string }>('select ticket_next_reference($1) as reference', [to.prefix]))?.reference ?? '';
    await tx.run('insert into ticket_alias (reference, ticket_id, kind, until) values ($1, $2, $3, $4)', [leaving.reference, leaving.id, leaving.kind, tx.now]);
    return this.kernel.apply(tx, actor, leaving, {
      become: { kind, reference },
      set: { state, stateReason: null, stateUntil: null, commandFacts },
      entry: { kind: 'ticket.converted', data: { fromKind: leaving.kind, toKind: kind, fromReference: leaving.reference, toReference: reference, ...(Object.keys(left).length > 0 ? { left } : {}) }, ...(reason === undefined ? {} : { reason }) },
      visibility: 'public',
      extension: (inside, after) => own(inside, after),
    });
  }
}
