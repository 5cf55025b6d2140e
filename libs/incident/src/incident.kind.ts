import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Actor, type Sql, type Tx } from '@opora/platform';
import { type BulkAct, TicketKinds, bodyReader, validated } from '@opora/ticket';
import { type CommandInput, type DecidedCommand, INCIDENT, INCIDENT_LIFECYCLE } from './domain';
import { IncidentAnswers } from './incident.answers';
import { IncidentConversion } from './incident.conversion';
import { AssignIncident, ConfirmIncident, DeclareMajor, EditIncident, EmptyBody, HoldIncident, ResolveIncident, WithReason } from './incident.dto';
import { IncidentEditing } from './incident.editing';
import { IncidentService } from './incident.service';
import { allowedCommandsOf } from './incident.standing';

/** Body → input of each command, the same classes as at the routes. */
const BODIES: { [C in Exclude<DecidedCommand, 'close'>]: (body: unknown) => Promise<CommandInput[C]> } = {
  assign: (body) => validated(AssignIncident, body),
  accept: (body) => validated(EmptyBody, body),
  hold: async (body) => {
    const { until, ...rest } = await validated(HoldIncident, body);
    return { ...rest, until: until === undefined ? undefined : new Date(until) };
  },
  resume: () => Promise.resolve({}),
  resolve: (body) => validated(ResolveIncident, body),
  confirm: (body) => validated(ConfirmIncident, body),
  reject: (body) => validated(WithReason, body),
  reopen: (body) => validated(WithReason, body),
  cancel: (body) => validated(WithReason, body),
  major: (body) => validated(DeclareMajor, body),
};

/** Tells the kernel what an incident is. */
@Injectable()
export class IncidentKind implements OnModuleInit {
  constructor(
    private readonly kinds: TicketKinds,
    private readonly incidents: IncidentService,
    private readonly editing: IncidentEditing,
    private readonly answers: IncidentAnswers,
    private readonly conversion: IncidentConversion,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      kind: INCIDENT,
      prefix: INCIDENT_LIFECYCLE.prefix,
      lifecycle: INCIDENT_LIFECYCLE,
      mergedState: 'closed',
      allowedCommands: allowedCommandsOf,
      convertIn: (tx, _actor, ticket) => this.conversion.into(tx, ticket),
      convertOut: (tx, _actor, ticket) => this.conversion.outOf(tx, ticket),
      said: (tx, actor, ticket, message) => this.answers.said(tx, actor, ticket, message),
      execute: (tx, actor, idOrReference, act) => this.execute(tx, actor, idOrReference, act),
      searchText,
    });
  }

  private async execute(tx: Tx, actor: Actor, idOrReference: string, { command, body, ifMatch }: BulkAct): Promise<void> {
    if (command === 'edit') await this.editing.carryOut(tx, actor, idOrReference, ifMatch, await validated(EditIncident, body));
    else await this.command(tx, actor, idOrReference, ifMatch, command as keyof typeof BODIES, body);
  }

  private async command<C extends keyof typeof BODIES>(tx: Tx, actor: Actor, idOrReference: string, ifMatch: number | '*', command: C, body: unknown): Promise<void> {
    const { read } = bodyReader<typeof BODIES, C>(BODIES, command);
    await this.incidents.carryOut(tx, actor, idOrReference, ifMatch, command, (await read(body)) as CommandInput[C]);
  }
}

/** The solution is found by its words, by everybody who may read it. */
async function searchText(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlyMap<string, { public?: string; staff?: string }>> {
  const rows = await sql.rows<{ id: string; text: string; cause: string | null }>(
    'select ticket_id as id, resolution_text as text, resolution_cause as cause from incident where ticket_id = any($1::uuid[]) and resolution_text is not null',
    [ticketIds],
  );
  return new Map(rows.map(({ id, text, cause }) => [id, cause === null ? { public: text } : { public: text, staff: cause }]));
}
