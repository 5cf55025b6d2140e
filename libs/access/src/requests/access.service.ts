import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { ACCESS, ACCESS_LIFECYCLE, type AccessCommand, type AccessRequest, type CommandInput, decide } from '../domain';
import { AccessConsequences } from './consequences';
import { AccessQueries } from './access.queries';
import type { AccessReply } from './access.dto';
import { type AccessRow, OWN_ROW, ownRow, ownTerms, toRequest } from './request.repository';
import { AccessSubmission } from './submission';
import { standingOf } from './standing';

/** The shell of the commands: claim → load → facts → decide → save → what follows, one transaction each. */
@Injectable()
export class AccessService {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly consequences: AccessConsequences,
    private readonly submission: AccessSubmission,
    private readonly queries: AccessQueries,
  ) {}

  /** @throws Refusal 403, 404, 409, 412, 422 */
  command<C extends AccessCommand>(actor: Actor, idOrReference: string, ifMatch: number | '*', command: C, input: CommandInput[C]): Promise<AccessReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.carryOut(tx, actor, idOrReference, ifMatch, command, input)), { operation: actor.operation });
  }

  async carryOut<C extends AccessCommand>(tx: Tx, actor: Actor, idOrReference: string, ifMatch: number | '*', command: C, input: CommandInput[C]): Promise<Ticket> {
    const { ticket, own } = await this.kernel.claimWith<AccessRow>(tx, actor, idOrReference, { kind: ACCESS, permission: ACCESS_LIFECYCLE.commands[command].permission, ifMatch }, OWN_ROW);
    return this.follow(tx, actor, ticket, toRequest(ticket, own), command, input);
  }

  /** The command on a ticket that was claimed before. */
  async followed<C extends AccessCommand>(tx: Tx, actor: Actor, ticket: Ticket, command: C, input: CommandInput[C]): Promise<Ticket> {
    return this.follow(tx, actor, ticket, toRequest(ticket, await ownRow(tx, ticket.id)), command, input);
  }

  private async follow<C extends AccessCommand>(tx: Tx, actor: Actor, ticket: Ticket, request: AccessRequest, command: C, input: CommandInput[C]): Promise<Ticket> {
    const asked = command === 'specify' ? await this.submission.specified(tx, actor, ticket, input as CommandInput['specify']) : null;
    const decision = decide(request, command, input, { now: tx.now, standing: standingOf(actor, ticket), ...(asked ? { identityKnown: asked.identityKnown } : {}) });
    if (decision instanceof Refusal) throw decision;
    const before = request.state === 'approving' && command === 'cancel' ? await this.submission.withdrawn(tx, actor, ticket) : ticket;
    const applied = await this.kernel.apply(tx, actor, before, {
      set: { state: decision.state, ...asked?.set, ...(decision.set.failed === undefined ? {} : { commandFacts: { ...before.commandFacts, failed: decision.set.failed } }) },
      entry: decision.entry, visibility: 'public', terms: (params) => ownTerms(decision, tx.now, params),
    });
    const after = decision.state === 'approving' ? await this.submission.ask(tx, actor, applied) : applied;
    return this.consequences.of(tx, actor, request, command, decision, after);
  }
}
