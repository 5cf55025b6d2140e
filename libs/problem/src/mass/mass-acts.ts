import { Injectable } from '@nestjs/common';
import { IncidentService } from '@opora/incident';
import { Refusal, notFound } from '@opora/kit';
import { type Actor, Database, type Tx, systemActor } from '@opora/platform';
import { type Ticket, TicketKernel, standingOf } from '@opora/ticket';
import { PROBLEM, type ProblemCommand, PROBLEM_LIFECYCLE, refusalOf } from '../domain';
import { OPEN_CAUSED } from '../problem.queries';
import type { MassItem, MassReply } from '../problem.reply';
import { OWN_ROW, type ProblemRow, toProblem } from '../problem.rows';
import { ProblemService } from '../problem.service';

/** Seconds for which a message of a mass act can be taken back (`ux.md` §1.5.10). */
const UNDO_SECONDS = 30;

interface Target {
  id: string;
  reference: string;
}

/** Acts on all linked open incidents at once: each in a transaction and with a journal entry of its own, so that one that fails holds up none of the others (`domain.md` §5). Done twice, they do nothing twice. */
@Injectable()
export class MassActs {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly problems: ProblemService,
    private readonly incidents: IncidentService,
  ) {}

  /** Sends the workaround to the requesters. @throws Refusal 403, 404, 409, 412 before anything is sent */
  async broadcast(actor: Actor, idOrReference: string, ifMatch: number | '*', only?: readonly string[]): Promise<MassReply> {
    const { problem, own, targets } = await this.begin(actor, idOrReference, ifMatch, 'broadcast', only);
    const items = await this.each(targets, (tx, { id }) => this.tell(tx, actor, problem, own, id));
    return this.end(items, (tx, done, failed) => this.problems.carryOut(tx, actor, problem.id, '*', 'broadcast', { sent: done, failed }));
  }

  /** Resolves them with the problem's solution. @throws Refusal 403, 404, 409, 412 before anything is resolved */
  async resolve(actor: Actor, idOrReference: string, ifMatch: number | '*', only?: readonly string[]): Promise<MassReply> {
    const { problem, own, targets } = await this.begin(actor, idOrReference, ifMatch, 'resolveIncidents', only);
    const text = own.resolution_text ?? '';
    const items = await this.each(targets, async (tx, { id }) => {
      const system = systemActor('problem.resolve_incidents', id);
      await this.incidents.carryOut(tx, system, id, '*', 'resolve', { code: 'solved', text, problemId: problem.id, followsParent: { reference: problem.reference, resolvedById: actor.personId } });
      return 'done';
    });
    return this.end(items, (tx, done, failed) => this.problems.carryOut(tx, actor, problem.id, '*', 'resolveIncidents', { resolved: done, failed }));
  }

  private async begin(actor: Actor, idOrReference: string, ifMatch: number | '*', command: ProblemCommand, only?: readonly string[]): Promise<{ problem: Ticket; own: ProblemRow; targets: Target[] }> {
    return this.database.tx(async (tx) => {
      const { ticket, own } = await this.kernel.claimWith<ProblemRow>(tx, actor, idOrReference, { kind: PROBLEM, permission: PROBLEM_LIFECYCLE.commands[command].permission, ifMatch }, OWN_ROW);
      const refusal = refusalOf(toProblem(ticket, own), command, standingOf(actor, ticket));
      if (refusal) throw refusal;
      const targets = await tx.rows<Target>(`select t.id, t.reference from ticket t where t.id in (${OPEN_CAUSED('$1')}) and ($2::uuid[] is null or t.id = any($2)) order by t.id`, [ticket.id, only ?? null]);
      return { problem: ticket, own, targets };
    });
  }

  /** The same words go to an incident once, whoever asks and however often. */
  private async tell(tx: Tx, actor: Actor, problem: Ticket, own: ProblemRow, id: string): Promise<'done' | 'already'> {
    const incident = await this.kernel.claim(tx, systemActor('problem.broadcast', id), id, { kind: 'incident', follow: false });
    if (!['new', 'active', 'waiting'].includes(incident.phase)) throw notFound();
    if (await tx.one('select 1 from problem_broadcast where problem_id = $1 and incident_id = $2 and workaround_version = $3', [problem.id, id, own.workaround_version])) return 'already';
    const { message } = await this.kernel.say(tx, actor, incident, { visibility: 'public', body: own.workaround ?? '', sendAfterSeconds: UNDO_SECONDS });
    await tx.run('insert into problem_broadcast (problem_id, incident_id, workaround_version, message_id, sent_by_id, sent_at) values ($1, $2, $3, $4, $5, $6)', [problem.id, id, own.workaround_version, message.id, actor.personId, tx.now]);
    return 'done';
  }

  private async each(targets: readonly Target[], act: (tx: Tx, target: Target) => Promise<'done' | 'already'>): Promise<MassItem[]> {
    const items: MassItem[] = [];
    for (const target of targets) {
      try {
        items.push({ ...target, outcome: await this.database.tx((tx) => act(tx, target)), code: null });
      } catch (error) {
        /* A refusal concerns this one alone; what is broken breaks the act. */
        if (!(error instanceof Refusal)) throw error;
        items.push({ ...target, outcome: 'failed', code: error.code });
      }
    }
    return items;
  }

  private async end(items: MassItem[], note: (tx: Tx, done: number, failed: number) => Promise<unknown>): Promise<MassReply> {
    const done = items.filter(({ outcome }) => outcome === 'done').length;
    const failed = items.filter(({ outcome }) => outcome === 'failed').length;
    if (done + failed > 0) await this.database.tx((tx) => note(tx, done, failed));
    return { items, done, failed };
  }
}
