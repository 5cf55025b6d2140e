import { Injectable } from '@nestjs/common';
import { type Actor, Database, type Tx } from '@opora/platform';
import { type Ticket, TicketKernel, runCommand } from '@opora/ticket';
import { type CommandInput, type DecidedCommand, type Decision, INCIDENT_LIFECYCLE, type IncidentCommand, decide } from './domain';
import { changeOf } from './incident.change';
import { IncidentConsequences } from './incident.consequences';
import { IncidentFamily } from './incident.family';
import { IncidentFacts } from './incident.facts';
import { IncidentQueries } from './incident.queries';
import type { IncidentReply } from './incident.reply';
import { type IncidentRow, OWN_ROW, toIncident } from './incident.repository';

/** The shell of the commands: claim → load → facts → decide → save, one transaction each. */
@Injectable()
export class IncidentService {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly facts: IncidentFacts,
    private readonly consequences: IncidentConsequences,
    private readonly family: IncidentFamily,
    private readonly queries: IncidentQueries,
  ) {}

  /** @throws Refusal 403, 404, 409, 412, 422 */
  command<C extends DecidedCommand>(actor: Actor, idOrReference: string, ifMatch: number | '*', command: C, input: CommandInput[C]): Promise<IncidentReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.carryOut(tx, actor, idOrReference, ifMatch, command, input)), { operation: actor.operation });
  }

  /** The command within the caller's transaction. */
  async carryOut<C extends DecidedCommand>(tx: Tx, actor: Actor, idOrReference: string, ifMatch: number | '*', command: C, input: CommandInput[C]): Promise<Ticket> {
    return runCommand<IncidentRow, Decision, IncidentCommand>(this.kernel, tx, actor, { idOrReference, ifMatch, command }, {
      lifecycle: INCIDENT_LIFECYCLE,
      ownRow: OWN_ROW,
      decide: async (_, ticket, own) => {
        const incident = toIncident(ticket, own);
        return decide(incident, command, input, await this.facts.of(tx, actor, ticket, incident, command, input));
      },
      changeOf,
      after: async (_, before, decision, after, own) => {
        await this.consequences.of(tx, toIncident(before, own), decision, after);
        if (decision.changes.state === 'resolved') await this.family.resolved(tx, after.id);
      },
    });
  }
}
