import { Injectable } from '@nestjs/common';
import { Refusal, conflict } from '@opora/kit';
import { type Actor, Database, type Tx, systemActor } from '@opora/platform';
import { type Message, type Ticket, TicketKernel } from '@opora/ticket';
import { type CommandInput, INCIDENT, decide, thanksOnly } from './domain';
import { MajorCadence } from './incident.cadence';
import { changeOf } from './incident.change';
import { IncidentConsequences } from './incident.consequences';
import { IncidentFacts } from './incident.facts';
import { IncidentQueries } from './incident.queries';
import type { IncidentReply } from './incident.reply';
import { loadRow, toIncident } from './incident.repository';
import { type CommandFacts, allowedCommandsOf } from './incident.standing';

/** What an answer of the requester did; the reply of the message says it. */
export type AnswerOutcome = 'resumed' | 'reopened' | 'thanks_only';

/** The requester's answer resumes what waits for it and reopens what was resolved, in the transaction of the message itself; a mere thanks does neither and says so (`domain.md` §4). */
@Injectable()
export class IncidentAnswers {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly facts: IncidentFacts,
    private readonly consequences: IncidentConsequences,
    private readonly cadence: MajorCadence,
    private readonly queries: IncidentQueries,
  ) {}

  /** @returns the ticket as it then stands, and what came of the message */
  async said(tx: Tx, _actor: Actor, ticket: Ticket, message: Message): Promise<{ ticket: Ticket; outcome: AnswerOutcome | null }> {
    if (message.visibility === 'public' && message.authorAs === 'staff' && (ticket.commandFacts as Partial<CommandFacts>).major) await this.cadence.updated(tx, ticket.id);
    const command = message.visibility === 'public' && speaksForRequester(ticket, message.authorId) ? awaits(ticket) : null;
    if (command === null) return { ticket, outcome: null };
    if (thanksOnly(message.body, { resolved: command === 'reopen' })) return { ticket, outcome: 'thanks_only' };
    return { ticket: await this.wake(tx, ticket, command, message.id), outcome: command === 'resume' ? 'resumed' : 'reopened' };
  }

  /** Undo of "that was only thanks": the requester says that it was meant as an answer. */
  meant(actor: Actor, idOrReference: string, ifMatch: number | '*'): Promise<IncidentReply> {
    return this.database.tx(
      async (tx) => {
        const ticket = await this.kernel.claim(tx, actor, idOrReference, { kind: INCIDENT, permission: 'message.writePublic', ifMatch });
        const command = speaksForRequester(ticket, actor.personId) ? awaits(ticket) : null;
        if (command === null) throw conflict('incident.state', { state: ticket.state, allowedCommands: allowedCommandsOf(actor, ticket) });
        return this.queries.reply(tx, actor, await this.wake(tx, ticket, command, null));
      },
      { operation: actor.operation },
    );
  }

  private async wake<C extends 'resume' | 'reopen'>(tx: Tx, ticket: Ticket, command: C, messageId: string | null): Promise<Ticket> {
    const system = systemActor('incident.answer', messageId ?? ticket.id);
    const incident = toIncident(ticket, await loadRow(tx, ticket.id));
    const input = (command === 'resume' ? { because: 'answer' } : { reason: 'answer' }) as CommandInput[C];
    const decision = decide(incident, command, input, await this.facts.of(tx, system, ticket, incident, command, input));
    if (decision instanceof Refusal) throw decision;
    const entry = { ...decision.entry, data: { ...decision.entry.data, ...(messageId === null ? {} : { messageId }) } };
    const after = await this.kernel.apply(tx, system, ticket, changeOf(ticket, { ...decision, entry }));
    await this.consequences.of(tx, incident, decision, after);
    return after;
  }
}

const speaksForRequester = (ticket: Ticket, personId: string): boolean => personId === ticket.requesterId || (personId === ticket.reporterId && ticket.reporterAs === 'requester');

/** What an answer would do in this state. */
function awaits(ticket: Ticket): 'resume' | 'reopen' | null {
  if (ticket.state === 'on_hold' && ticket.stateReason === 'requester') return 'resume';
  return ticket.state === 'resolved' ? 'reopen' : null;
}
