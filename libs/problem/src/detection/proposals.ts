import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { conflict, forbidden, notFound, unknownReference } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import { TicketKernel, type TicketRef, visibleTo } from '@opora/ticket';
import { PROBLEM } from '../domain';
import { ProblemRegistration } from '../problem.registration';
import type { ProblemProposalAnswered, ProblemProposalList, ProblemProposalReply } from './proposals.dto';

interface Row {
  id: string;
  pattern: ProblemProposalReply['pattern'];
  label: string;
  serviceId: string | null;
  observed: number;
  expected: number;
  p: number;
  state: ProblemProposalReply['state'];
  ticketIds: string[];
  firstSeenAt: Date;
  seenAt: Date;
}

/** Answers to what was detected: accepted, merged into a problem that there is, or dismissed with a reason. */
@Injectable()
export class Proposals {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly kernel: TicketKernel,
    private readonly registration: ProblemRegistration,
  ) {}

  /** Those that wait, the least likely first. */
  async list(actor: Actor): Promise<ProblemProposalList> {
    const rows = await this.database.sql.rows<Row>(
      `select id, pattern, ${actor.locale === 'en' ? 'label_en' : 'label_uk'} as label, service_id as "serviceId", observed, expected, p, state, ticket_ids as "ticketIds", first_seen_at as "firstSeenAt", seen_at as "seenAt"
       from problem_proposal where state = 'proposed' order by p, id limit 200`,
    );
    const params: unknown[] = [rows.flatMap(({ ticketIds }) => ticketIds)];
    const seen = visibleTo(actor, 't', params);
    const tickets = rows.length === 0 ? [] : await this.database.sql.rows<TicketRef>(`select t.id, t.reference, t.title, t.kind, t.state, t.phase from ticket t where t.id = any($1::uuid[]) and ${seen} order by t.created_at desc`, params, { prepare: false });
    return { items: rows.map((row) => replyOf(row, tickets)), nextCursor: null };
  }

  /** Makes a problem with links to its tickets. @throws Refusal 403, 404, 409 */
  accept(actor: Actor, id: string, title?: string): Promise<ProblemProposalAnswered> {
    return this.database.tx(async (tx) => {
      const row = await this.claim(tx, actor, id);
      const seen = await this.seen(tx, actor, row.ticketIds);
      const problem = await this.registration.open(tx, actor, { title: (title ?? row.label).slice(0, 250), serviceId: row.serviceId, incidentIds: seen }, 'proactive');
      await this.answer(tx, actor, row, 'accepted', null, problem.id);
      return { id, state: 'accepted', problem: { id: problem.id, reference: problem.reference } };
    }, { operation: actor.operation });
  }

  /** Links its tickets to a problem that there is. @throws Refusal 403, 404, 409, 422 */
  merge(actor: Actor, id: string, problemId: string): Promise<ProblemProposalAnswered> {
    return this.database.tx(async (tx) => {
      const row = await this.claim(tx, actor, id);
      const problem = await this.kernel.read(tx, actor, problemId, PROBLEM);
      if (!problem) throw unknownReference('/problemId');
      if (problem.phase === 'closed') throw conflict('problem.state', { state: problem.state, command: 'merge', allowedCommands: [] });
      await this.registration.cause(tx, actor, problem, await this.seen(tx, actor, row.ticketIds));
      await this.answer(tx, actor, row, 'merged', null, problem.id);
      return { id, state: 'merged', problem: { id: problem.id, reference: problem.reference } };
    }, { operation: actor.operation });
  }

  /** Not proposed again until its evidence has doubled. @throws Refusal 403, 404, 409 */
  dismiss(actor: Actor, id: string, reason: string): Promise<ProblemProposalAnswered> {
    return this.database.tx(async (tx) => {
      await this.answer(tx, actor, await this.claim(tx, actor, id), 'dismissed', reason, null);
      return { id, state: 'dismissed', problem: null };
    }, { operation: actor.operation });
  }

  private async claim(tx: Tx, actor: Actor, id: string): Promise<Row> {
    const row = await tx.one<Row>(`select id, pattern, ${actor.locale === 'en' ? 'label_en' : 'label_uk'} as label, service_id as "serviceId", observed, state, ticket_ids as "ticketIds" from problem_proposal where id = $1 for update`, [id]);
    if (!row) throw notFound();
    /* A specialist answers where they lead a group (`security.md` D.3: gm); a proposal has no group of its own. */
    if (!actor.scopes('problem.proposal').has('all') && actor.groupIds('manage').length === 0) throw forbidden('problem.proposal');
    if (row.state !== 'proposed') throw conflict('problem.proposal.answered', { state: row.state });
    return row;
  }

  private async seen(tx: Tx, actor: Actor, ids: readonly string[]): Promise<string[]> {
    const params: unknown[] = [ids];
    const seen = visibleTo(actor, 't', params);
    return (await tx.rows<{ id: string }>(`select t.id from ticket t where t.id = any($1::uuid[]) and t.merged_into_id is null and ${seen} order by t.id limit 200`, params, { prepare: false })).map(({ id }) => id);
  }

  private async answer(tx: Tx, actor: Actor, { id, pattern, observed }: Row, state: 'accepted' | 'merged' | 'dismissed', reason: string | null, problemId: string | null): Promise<void> {
    await tx.run('update problem_proposal set state = $2, reason = $3, problem_id = $4, answered_by_id = $5, answered_at = $6 where id = $1', [id, state, reason, problemId, actor.personId, tx.now]);
    await this.journal.append(tx, { streamId: id, streamKind: 'problem_proposal', kind: `problem_proposal.${state}`, actor, data: { pattern, observed, ...(reason === null ? {} : { reason }), ...(problemId === null ? {} : { problemId }) } });
  }
}

const replyOf = ({ ticketIds, firstSeenAt, seenAt, ...row }: Row, tickets: readonly TicketRef[]): ProblemProposalReply => ({
  ...row, tickets: tickets.filter(({ id }) => ticketIds.includes(id)), firstSeenAt: firstSeenAt.toISOString(), seenAt: seenAt.toISOString(),
});
