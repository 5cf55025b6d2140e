import { Injectable } from '@nestjs/common';
import type { Question, Tx } from '@opora/platform';
import { type Destination, type StrategyDecision, choose, chooseOnCall, destination } from './domain';
import { type PlaceFacts, type PlaceRow, type RoutableGroup, giveTurn, lockedCandidates, lockedOnCall, placeFacts, placeQuestion } from './routing.queries';

export interface Wish {
  /** Named by a person. */
  groupId?: string | null | undefined;
  assigneeId?: string | null | undefined;
  /** The group that has the ticket now: it stays there where only a person of that group is named. */
  currentGroupId?: string | null | undefined;
  categoryId?: string | null | undefined;
  serviceId?: string | null | undefined;
}

export interface Placement {
  group: { id: string; line: number; supplierId: string | null } | null;
  rule: Destination['rule'] | 'assignee';
  /** The named assignee; `works` = holds `work` or `manage` in that group and is active. Null where no such person exists or none was named. */
  assignee: { id: string; works: boolean } | null;
  /** Whom the group's strategy chose, where nobody was named. */
  chosenAssigneeId: string | null;
  /** For the timeline: rule, strategy, candidates and reasons. */
  decision: RoutingDecision;
}

export interface RoutingDecision {
  rule: Placement['rule'];
  groupId: string | null;
  strategy: StrategyDecision | null;
}

/** Where a ticket goes and who gets it; each decision with its reasons (`domain.md` §1, §4). */
@Injectable()
export class Routing {
  async place(tx: Tx, wish: Wish): Promise<Placement> {
    const { text, params } = this.question(wish);
    return this.answer(tx, wish, await tx.rows<PlaceRow>(text, params));
  }

  /** What has to be known to place a ticket, for a caller that asks several questions at once. */
  question({ groupId = null, categoryId = null, serviceId = null, assigneeId = null }: Wish): Question<PlaceRow> {
    return placeQuestion({ groupId, categoryId, serviceId, assigneeId });
  }

  async answer(tx: Tx, wish: Wish, rows: readonly PlaceRow[]): Promise<Placement> {
    const assigneeId = wish.assigneeId ?? null;
    const facts = placeFacts(rows);
    const found = assigneeId !== null && !wish.groupId ? ownGroup(facts.worksIn, wish.currentGroupId ?? null) : null;
    const { group, rule } = pick(wish, facts, found);
    const assignee = assigneeId !== null && facts.assigneeKnown ? { id: assigneeId, works: group !== null && facts.worksIn.some((own) => own.id === group.id) } : null;
    const strategy = group && assigneeId === null ? await this.byStrategy(tx, group) : null;
    return {
      group: group && { id: group.id, line: group.line, supplierId: group.supplierId },
      rule,
      assignee,
      chosenAssigneeId: strategy?.chosen ?? null,
      decision: { rule, groupId: group?.id ?? null, strategy },
    };
  }

  private async byStrategy(tx: Tx, group: RoutableGroup): Promise<StrategyDecision> {
    if (group.strategy === 'manual') return choose(group.strategy, []);
    if (group.strategy === 'on_call') return chooseOnCall(await lockedOnCall(tx, group.id));
    const decision = choose(group.strategy, await lockedCandidates(tx, group.id));
    if (decision.chosen !== null) await giveTurn(tx, group.id, decision.chosen);
    return decision;
  }
}

function ownGroup(worksIn: readonly RoutableGroup[], currentGroupId: string | null): RoutableGroup | null {
  return worksIn.find((group) => group.id === currentGroupId) ?? worksIn[0] ?? null;
}

function pick(wish: Wish, facts: PlaceFacts, found: RoutableGroup | null): { group: RoutableGroup | null; rule: Placement['rule'] } {
  if (wish.groupId) return { group: facts.chosen, rule: 'chosen' };
  if (wish.assigneeId) return { group: found, rule: 'assignee' };
  const { group, rule } = destination(facts);
  return { group: [facts.category, facts.service].find((candidate) => candidate?.id === group?.id) ?? null, rule };
}
