import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { INCIDENT } from './domain';
import { changeOf } from './incident.change';
import { type IncidentRow, OWN_ROW } from './incident.repository';

/** What problem management tells an incident. */
@Injectable()
export class IncidentProblems {
  constructor(private readonly kernel: TicketKernel) {}

  /** It has its problem record; what a major incident that stood down still owed is paid (`domain.md` §4, declare major). */
  async given(tx: Tx, actor: Actor, incidentId: string, problem: Pick<Ticket, 'id' | 'reference'>): Promise<void> {
    const { ticket, own } = await this.kernel.claimWith<IncidentRow>(tx, actor, incidentId, { kind: INCIDENT }, OWN_ROW);
    if (!own.problem_wanted) return;
    await this.kernel.apply(tx, actor, ticket, changeOf(ticket, { changes: { problemWanted: false }, entry: { kind: 'incident.problem_recorded', data: { problemId: problem.id, reference: problem.reference } }, visibility: 'staff', say: null }));
  }
}
