import { Injectable } from '@nestjs/common';
import { type Actor, Database, type Tx } from '@opora/platform';
import { Routing } from '@opora/routing';
import { type Ticket, TicketKernel, runCommand, standingOf } from '@opora/ticket';
import { type CommandInput, type DecidedCommand, type Decision, type Facts, PROBLEM_LIFECYCLE, type ProblemCommand, decide } from './domain';
import { ProblemQueries } from './problem.queries';
import type { ProblemReply } from './problem.reply';
import { OWN_ROW, type ProblemRow, changeOf, toProblem } from './problem.rows';

/** The shell of the commands, one transaction each. */
@Injectable()
export class ProblemService {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly routing: Routing,
    private readonly queries: ProblemQueries,
  ) {}

  /** @throws Refusal 403, 404, 409, 412, 422 */
  command<C extends DecidedCommand>(actor: Actor, idOrReference: string, ifMatch: number | '*', command: C, input: CommandInput[C]): Promise<ProblemReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.carryOut(tx, actor, idOrReference, ifMatch, command, input)), { operation: actor.operation });
  }

  /** The command within the caller's transaction. */
  carryOut<C extends DecidedCommand>(tx: Tx, actor: Actor, idOrReference: string, ifMatch: number | '*', command: C, input: CommandInput[C]): Promise<Ticket> {
    return runCommand<ProblemRow, Decision, ProblemCommand>(this.kernel, tx, actor, { idOrReference, ifMatch, command }, {
      lifecycle: PROBLEM_LIFECYCLE,
      ownRow: OWN_ROW,
      decide: async (_, ticket, own) => decide(toProblem(ticket, own), command, input, await this.facts(tx, actor, ticket, command, input)),
      changeOf,
    });
  }

  private async facts<C extends DecidedCommand>(tx: Tx, actor: Actor, ticket: Ticket, command: C, input: CommandInput[C]): Promise<Facts> {
    const everywhere = actor.scopes('problem.publishWorkaround').has('all');
    const facts: Facts = { now: tx.now, standing: standingOf(actor, ticket), leadsGroup: everywhere || (ticket.groupId !== null && actor.groupIds('manage').includes(ticket.groupId)) };
    const { groupId, assigneeId } = command === 'assign' ? (input as CommandInput['assign']) : {};
    if (groupId === undefined && assigneeId === undefined) return facts;
    const place = await this.routing.place(tx, { groupId, assigneeId, currentGroupId: ticket.groupId });
    return { ...facts, target: { group: place.group, assignee: place.assignee, routedAssigneeId: place.chosenAssigneeId } };
  }
}
