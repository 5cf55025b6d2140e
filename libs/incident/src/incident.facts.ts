import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@opora/platform';
import { Routing } from '@opora/routing';
import { type Ticket, TicketKernel, standingOf } from '@opora/ticket';
import type { CommandInput, DecidedCommand, Facts, GroupFacts, Incident } from './domain';

type Gatherer<C extends DecidedCommand> = (tx: Tx, actor: Actor, incident: Incident, input: CommandInput[C]) => Promise<Partial<Facts>>;

/** Gathers what `decide` has to know beyond the incident itself; only what the command needs. */
@Injectable()
export class IncidentFacts {
  private readonly gatherers: { [C in DecidedCommand]?: Gatherer<C> } = {
    assign: (tx, actor, incident, input) => this.target(tx, actor, incident, input),
    resolve: (tx, actor, incident, input) => this.solution(tx, actor, incident, input),
    reject: (tx, _actor, incident) => this.sameAssignee(tx, incident),
    reopen: (tx, _actor, incident) => this.sameAssignee(tx, incident),
    major: (tx, _actor, _incident, input) => this.manager(tx, input),
  };

  constructor(
    private readonly routing: Routing,
    private readonly kernel: TicketKernel,
  ) {}

  async of<C extends DecidedCommand>(tx: Tx, actor: Actor, ticket: Ticket, incident: Incident, command: C, input: CommandInput[C]): Promise<Facts> {
    const gather = this.gatherers[command] as Gatherer<C> | undefined;
    return { now: tx.now, standing: standingOf(actor, ticket), ...(await gather?.(tx, actor, incident, input)) };
  }

  private async target(tx: Tx, actor: Actor, incident: Incident, { groupId, assigneeId }: CommandInput['assign']): Promise<Partial<Facts>> {
    const wished = groupId ?? (actor.face === 'supplier' && assigneeId === undefined ? incident.previousGroupId : undefined);
    if (!wished && assigneeId === undefined) return {};
    const place = await this.routing.place(tx, { groupId: wished, assigneeId, currentGroupId: incident.groupId });
    return { target: { group: place.group, assignee: place.assignee, routedAssigneeId: place.chosenAssigneeId, routing: place.decision.strategy } };
  }

  private async solution(tx: Tx, actor: Actor, incident: Incident, { problemId }: CommandInput['resolve']): Promise<Partial<Facts>> {
    const row = await tx.one<{ codes: string[]; own: GroupFacts | null }>(
      `select (select coalesce(array_agg(code order by position, code), '{}') from resolution_code where active) as codes,
         (select jsonb_build_object('id', g.id, 'line', g.line) from group_member m join support_group g on g.id = m.group_id and g.active
          where $2 and m.person_id = $1 and m.right_ in ('work', 'manage') order by g.line, g.id limit 1) as own`,
      [actor.personId, incident.groupId === null],
    );
    return {
      resolutionCodes: new Set(row?.codes),
      solverGroup: row?.own ?? null,
      articleKnown: false,
      problemKnown: problemId !== undefined && (await this.kernel.read(tx, actor, problemId, 'problem')) !== null,
    };
  }

  /** The one who had it has it again where they are active, present and still work in the group. */
  private async sameAssignee(tx: Tx, incident: Incident): Promise<Partial<Facts>> {
    const row = await tx.one(
      `select 1 from group_member m join person p on p.id = m.person_id and p.active
       where m.person_id = $1 and m.group_id = $2 and m.right_ in ('work', 'manage') and not exists (select 1 from absence a where a.person_id = $1 and a.from_at <= $3 and a.to_at > $3)`,
      [incident.assigneeId, incident.groupId, tx.now],
    );
    return { assigneeAvailable: row !== null };
  }

  private async manager(tx: Tx, { managerId }: CommandInput['major']): Promise<Partial<Facts>> {
    if (managerId === undefined) return {};
    const row = await tx.one(
      `select 1 from person p join person_role pr on pr.person_id = p.id join role_permission rp on rp.role_id = pr.role_id and rp.permission in ('incident.major', 'incident.resolve')
       where p.id = $1 and p.active and p.supplier_id is null limit 1`,
      [managerId],
    );
    return { managerKnown: row !== null };
  }
}
