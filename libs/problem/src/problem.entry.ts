import { Injectable } from '@nestjs/common';
import { type Actor, Database } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { PROBLEM } from './domain';
import type { EditProblem, RegisterProblem } from './problem.dto';
import { ProblemQueries } from './problem.queries';
import { ProblemRegistration } from './problem.registration';
import type { ProblemReply } from './problem.reply';

/** Registration, classification and links as requests of the API: one transaction each, answered with the resource. */
@Injectable()
export class ProblemEntry {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly registration: ProblemRegistration,
    private readonly queries: ProblemQueries,
  ) {}

  register(actor: Actor, body: RegisterProblem): Promise<ProblemReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.registration.open(tx, actor, body)), { operation: actor.operation });
  }

  edit(actor: Actor, idOrReference: string, ifMatch: number | '*', patch: EditProblem): Promise<ProblemReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.registration.edit(tx, actor, idOrReference, ifMatch, patch)));
  }

  link(actor: Actor, idOrReference: string, ifMatch: number | '*', incidentIds: readonly string[]): Promise<ProblemReply> {
    return this.database.tx(
      async (tx) => {
        const problem = await this.kernel.claim(tx, actor, idOrReference, { kind: PROBLEM, ifMatch });
        return this.queries.reply(tx, actor, await this.registration.cause(tx, actor, problem, incidentIds));
      },
      { operation: actor.operation },
    );
  }
}
