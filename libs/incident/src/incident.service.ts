import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { type CommandInput, type DecidedCommand, INCIDENT, INCIDENT_LIFECYCLE, decide } from './domain';
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
    const permission = INCIDENT_LIFECYCLE.commands[command].permission;
    const { ticket: claimed, own } = await this.kernel.claimWith<IncidentRow>(tx, actor, idOrReference, { kind: INCIDENT, permission, ifMatch }, OWN_ROW);
    const incident = toIncident(claimed, own);
    const decision = decide(incident, command, input, await this.facts.of(tx, actor, claimed, incident, command, input));
    if (decision instanceof Refusal) throw decision;
    const before = decision.say === null ? claimed : (await this.kernel.say(tx, actor, claimed, { visibility: 'public', body: decision.say })).ticket;
    const after = await this.kernel.apply(tx, actor, before, changeOf(before, decision));
    await this.consequences.of(tx, incident, decision, after);
    if (decision.changes.state === 'resolved') await this.family.resolved(tx, after.id);
    return after;
  }
}
