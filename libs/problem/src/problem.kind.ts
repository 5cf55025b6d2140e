import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ApplicationSettingsRegistry } from '@opora/organisation';
import type { Actor, Sql, Tx } from '@opora/platform';
import { type BulkAct, TicketKinds, bodyReader, validated } from '@opora/ticket';
import { type CommandInput, PROBLEM, PROBLEM_LIFECYCLE } from './domain';
import { AnalyseProblem, AssignProblem, CloseProblem, EditProblem, FixPlan, NoWords, ProblemReason, ProblemText, PublishWorkaround, foundOf } from './problem.dto';
import { HOUR_COST_SETTING } from './problem.queries';
import { ProblemRegistration } from './problem.registration';
import { ProblemService } from './problem.service';
import { allowedCommandsOf } from './problem.standing';

type BulkCommand = Exclude<keyof CommandInput, 'broadcast' | 'resolveIncidents'>;
/** Body → input of each command, the same classes as at the routes. Mass acts have their own routes: they are no part of another transaction. */
const BODIES: { [C in BulkCommand]: (body: unknown) => Promise<CommandInput[C]> } = {
  assign: (body) => validated(AssignProblem, body),
  investigate: (body) => validated(NoWords, body),
  analyse: async (body) => foundOf(await validated(AnalyseProblem, body)),
  recordCause: (body) => validated(ProblemText, body),
  recordWorkaround: (body) => validated(ProblemText, body),
  publish: (body) => validated(PublishWorkaround, body),
  fix: (body) => validated(FixPlan, body),
  resolve: (body) => validated(ProblemText, body),
  reopen: (body) => validated(ProblemReason, body),
  close: (body) => validated(CloseProblem, body),
  cancel: (body) => validated(ProblemReason, body),
};

/** Tells the kernel what a problem is. */
@Injectable()
export class ProblemKind implements OnModuleInit {
  constructor(
    private readonly kinds: TicketKinds,
    private readonly problems: ProblemService,
    private readonly registration: ProblemRegistration,
    private readonly settings: ApplicationSettingsRegistry,
  ) {}

  onModuleInit(): void {
    this.settings.register({
      key: HOUR_COST_SETTING, kind: 'integer', min: 0, max: 1_000_000, fallback: 1500,
      name: { uk: 'Година роботи спеціаліста, центів', en: 'An hour of a specialist’s work, cents' },
      hint: { uk: 'З неї рахується, скільки проблема вже коштувала.', en: 'What a problem has cost so far is counted by it.' },
    });
    this.kinds.register({
      kind: PROBLEM, prefix: PROBLEM_LIFECYCLE.prefix, lifecycle: PROBLEM_LIFECYCLE, readPermission: 'problem.read', allowedCommands: allowedCommandsOf, searchText,
      execute: (tx, actor, idOrReference, act) => this.execute(tx, actor, idOrReference, act),
    });
  }

  private async execute(tx: Tx, actor: Actor, idOrReference: string, { command, body, ifMatch }: BulkAct): Promise<void> {
    if (command === 'edit') await this.registration.edit(tx, actor, idOrReference, ifMatch, await validated(EditProblem, body));
    else await this.command(tx, actor, idOrReference, ifMatch, command as BulkCommand, body);
  }

  private async command<C extends BulkCommand>(tx: Tx, actor: Actor, idOrReference: string, ifMatch: number | '*', command: C, body: unknown): Promise<void> {
    const { read } = bodyReader<typeof BODIES, C>(BODIES, command);
    await this.problems.carryOut(tx, actor, idOrReference, ifMatch, command, (await read(body)) as CommandInput[C]);
  }
}

/** Cause and workaround are found by their words; who may read a problem may read both. */
async function searchText(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlyMap<string, { staff?: string }>> {
  const rows = await sql.rows<{ id: string; text: string }>(`select ticket_id as id, concat_ws(' ', cause, workaround, resolution_text) as text from problem where ticket_id = any($1::uuid[]) and coalesce(cause, workaround, resolution_text) is not null`, [ticketIds]);
  return new Map(rows.map(({ id, text }) => [id, { staff: text }]));
}
