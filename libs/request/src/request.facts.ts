import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@opora/platform';
import { Routing } from '@opora/routing';
import { type Ticket, standingOf } from '@opora/ticket';
import type { CommandInput, Facts, RequestCommand } from './domain';

/** Gathers what `decide` has to know beyond the request itself; only what the command needs. */
@Injectable()
export class RequestFacts {
  constructor(private readonly routing: Routing) {}

  async of<C extends RequestCommand>(tx: Tx, actor: Actor, ticket: Ticket, command: C, input: CommandInput[C]): Promise<Facts> {
    const facts: Facts = { now: tx.now, standing: standingOf(actor, ticket) };
    if (command === 'assign') return { ...facts, ...(await this.target(tx, ticket, input as CommandInput['assign'])) };
    if (command === 'fulfil') return { ...facts, ...(await this.solution(tx, actor, ticket, input as CommandInput['fulfil'])) };
    return facts;
  }

  private async target(tx: Tx, ticket: Ticket, { groupId, assigneeId }: CommandInput['assign']): Promise<Partial<Facts>> {
    if (groupId === undefined && assigneeId === undefined) return {};
    const { group, assignee, chosenAssigneeId } = await this.routing.place(tx, { groupId, assigneeId, currentGroupId: ticket.groupId });
    return { target: { group, assignee, routedAssigneeId: chosenAssigneeId } };
  }

  private async solution(tx: Tx, actor: Actor, { groupId }: Ticket, { articleId }: CommandInput['fulfil']): Promise<Partial<Facts>> {
    const ownGroup = groupId !== null || actor.isSystem ? null : await tx.one<{ id: string; line: number }>(
      `select g.id, g.line from group_member m join support_group g on g.id = m.group_id and g.active where m.person_id = $1 and m.right_ in ('work', 'manage') order by g.line, g.id limit 1`, [actor.personId],
    );
    /* Articles come with the knowledge base; until then none is known. */
    return { ownGroup, articleKnown: articleId === undefined };
  }
}
