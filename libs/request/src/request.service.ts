import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { type CommandInput, REQUEST, REQUEST_LIFECYCLE, type RequestCommand, decide } from './domain';
import { RequestConsequences } from './request.consequences';
import { RequestFacts } from './request.facts';
import { RequestQueries } from './request.queries';
import type { RequestReply } from './request.reply';
import { OWN_ROW, type RequestRow, changeOf, toRequest } from './request.rows';

/** The shell of the commands: claim → facts → decide → save, one transaction each. */
@Injectable()
export class RequestService {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly facts: RequestFacts,
    private readonly consequences: RequestConsequences,
    private readonly queries: RequestQueries,
  ) {}

  /** @throws Refusal 403, 404, 409, 412, 422 */
  command<C extends RequestCommand>(actor: Actor, idOrReference: string, ifMatch: number | '*', command: C, input: CommandInput[C]): Promise<RequestReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.carryOut(tx, actor, idOrReference, ifMatch, command, input)), { operation: actor.operation });
  }

  /** The command within the caller's transaction. */
  async carryOut<C extends RequestCommand>(tx: Tx, actor: Actor, idOrReference: string, ifMatch: number | '*', command: C, input: CommandInput[C]): Promise<Ticket> {
    const { ticket, own } = await this.kernel.claimWith<RequestRow>(tx, actor, idOrReference, { kind: REQUEST, permission: REQUEST_LIFECYCLE.commands[command].permission, ifMatch }, OWN_ROW);
    const decision = decide(toRequest(ticket, own), command, input, await this.facts.of(tx, actor, ticket, command, input));
    if (decision instanceof Refusal) throw decision;
    const before = decision.say === null ? ticket : (await this.kernel.say(tx, actor, ticket, { visibility: 'public', body: decision.say })).ticket;
    const after = await this.consequences.of(tx, actor, before, decision, await this.kernel.apply(tx, actor, before, changeOf(before, decision)), own);
    return command === 'fulfil' && after.state === 'fulfilled' && (await this.consequences.closesAtOnce(tx, own)) ? this.carryOut(tx, this.consequences.system('close', after.id), after.id, '*', 'close', {}) : after;
  }

  /** Where it may be given now and the request has not gone another way meanwhile; for timers and events. @returns null where it may not */
  async attempt<C extends RequestCommand>(tx: Tx, id: string, command: C, input: CommandInput[C]): Promise<Ticket | null> {
    const system = this.consequences.system(command, id);
    const present = await this.kernel.claim(tx, system, id, { follow: false });
    if (present.kind !== REQUEST || present.mergedIntoId !== null || !(REQUEST_LIFECYCLE.commands[command].from as readonly string[]).includes(present.state)) return null;
    return this.carryOut(tx, system, id, '*', command, input);
  }
}
