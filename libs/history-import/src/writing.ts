import { Injectable } from '@nestjs/common';
import { IncidentRestorer, PriorityMatrices, type RestoredIncident } from '@opora/incident';
import type { Level, Priority } from '@opora/kit';
import { type Actor, Database, type Tx, codeOf, systemActor } from '@opora/platform';
import { type Change, type EventRow, FORMATS, type History, gather } from './domain';
import { ImportReferences, Known, categoryName, personName, unknownRequester } from './references';
import { LeaseLost, type Progress, type Run, Runs } from './runs';

/** Tickets of one transaction. */
const BATCH = 200;

interface Waiting {
  n: number;
  key: string;
  digest: string;
  bad: boolean;
  /** Digest of the rows that it was imported from before. */
  before: string | null;
  /** Whether a ticket of this number is there. */
  there: boolean;
}

interface Batch {
  after: number;
  upTo: number;
  /** Those to be brought in, and beside each what its rows tell; none where the run only checks. */
  fresh: Waiting[];
  histories: History[];
  progress: Progress;
}

type PriorityOf = (impact: Level, urgency: Level) => Priority;

/** Second half of an import: the staged rows of each ticket together become a ticket, whole or not at all; a batch is one transaction, with how far the run is. */
@Injectable()
export class ImportWriting {
  constructor(
    private readonly database: Database,
    private readonly runs: Runs,
    private readonly references: ImportReferences,
    private readonly incidents: IncidentRestorer,
    private readonly matrices: PriorityMatrices,
  ) {}

  /** @returns false where it was asked to stop @throws LeaseLost */
  async write(run: Run, lease: string, stopping: () => boolean): Promise<boolean> {
    const known = new Known();
    const matrix = await this.matrices.matrix(this.database.sql);
    const priorityOf: PriorityOf = (impact, urgency) => matrix[impact][urgency] as Priority;
    const look = (after: number): Promise<Batch> => this.look(run, after, Math.min(after + BATCH, run.tickets), priorityOf);
    for (let batch = run.ticketsDone < run.tickets ? await look(run.ticketsDone) : null; batch !== null; ) {
      if (stopping()) return false;
      /* The next one is read and folded while the database writes this one: nobody else touches this run, and the tickets of two batches are others. */
      const { upTo } = batch;
      const [next] = await both(upTo < run.tickets ? look(upTo) : Promise.resolve(null), this.bring(run, lease, batch, known, priorityOf));
      batch = next;
    }
    return true;
  }

  /** A ticket that the database refuses costs itself alone: the batch is halved until it is found. */
  private async bring(run: Run, lease: string, batch: Batch, known: Known, priorityOf: PriorityOf): Promise<void> {
    const { after, upTo } = batch;
    try {
      await this.database.tx((tx) => this.carry(tx, run, lease, batch, known));
    } catch (error) {
      if (error instanceof LeaseLost || !/^(?:22|23)/.test(codeOf(error) ?? '')) throw error;
      if (upTo - after === 1) return this.leaveOut(run, lease, upTo, error as Error);
      const middle = Math.floor((after + upTo) / 2);
      await this.bring(run, lease, await this.look(run, after, middle, priorityOf), known, priorityOf);
      await this.bring(run, lease, await this.look(run, middle, upTo, priorityOf), known, priorityOf);
    }
  }

  /** What the tickets of a batch are, by their staged rows; reads alone. */
  private async look(run: Run, after: number, upTo: number, priorityOf: PriorityOf): Promise<Batch> {
    const waiting = await this.database.sql.rows<Waiting>(
      `select x.n, x.key, x.digest, x.bad, i.digest as before, t.id is not null as there from import_ticket x left join imported_ticket i on i.source = $4 and i.key = x.key left join ticket t on t.imported_from = $4 and t.import_key = x.key
       where x.run_id = $1 and x.n > $2 and x.n <= $3 order by x.n`,
      [run.id, after, upTo, run.format],
    );
    const fresh = waiting.filter(({ bad, there }) => !bad && !there);
    const old = waiting.filter(({ bad, there }) => !bad && there);
    const changed = old.filter(({ before, digest }) => before !== null && before !== digest).length;
    const progress: Progress = { ticketsDone: upTo, created: fresh.length, unchanged: old.length - changed, changed, leftOut: waiting.length - fresh.length - old.length };
    return { after, upTo, fresh, histories: run.checkOnly ? [] : await this.historiesOf(run, fresh, priorityOf), progress };
  }

  private async historiesOf(run: Run, fresh: readonly Waiting[], priorityOf: PriorityOf): Promise<History[]> {
    if (fresh.length === 0) return [];
    const rows = await this.database.sql.rows<{ n: number; at: Date; said: string }>(
      'select t.n, r.at, r.said from import_ticket t join import_row r on r.run_id = t.run_id and r.key = t.key where t.run_id = $1 and t.n = any($2::int[]) order by t.n, r.at, r.line',
      [run.id, fresh.map(({ n }) => n)],
    );
    const byTicket = new Map<number, EventRow[]>();
    const keys = new Map(fresh.map(({ n, key }) => [n, key]));
    for (const { n, at, said } of rows) {
      const row = { key: keys.get(n) as string, at: at.getTime(), ...(JSON.parse(said) as Pick<EventRow, 'event' | 'by' | 'said'>) };
      const together = byTicket.get(n);
      if (together) together.push(row);
      else byTicket.set(n, [row]);
    }
    const { openedAndClosedAlone } = FORMATS[run.format];
    return fresh.map(({ n }) => gather(byTicket.get(n) ?? [], priorityOf, openedAndClosedAlone));
  }

  /** One transaction: the tickets, and how far the run is. */
  private async carry(tx: Tx, run: Run, lease: string, { fresh, histories, progress }: Batch, known: Known): Promise<void> {
    if (histories.length > 0) {
      const actor = systemActor('history.import', run.id);
      const found = new Known(known);
      await this.references.resolve(tx, actor, run.format, histories, found);
      tx.afterCommit(() => found.keep());
      const restored = await this.incidents.restoreMany(tx, actor, histories.map((history) => incidentOf(run, history, found, actor)));
      await this.remember(tx, run, fresh, histories, restored.map(({ id }) => id));
    }
    await this.runs.progress(tx, run.id, lease, progress);
  }

  private async remember(tx: Tx, run: Run, fresh: readonly Waiting[], histories: readonly History[], ids: readonly string[]): Promise<void> {
    const records = histories.map((history, i) => ({
      ticketId: ids[i], key: history.key, digest: fresh[i]?.digest, madeSla: history.madeSla, events: history.events, eventCounts: history.eventCounts, knowledge: history.knowledge, problem: history.problem, change: history.change,
    }));
    await tx.run(
      `insert into imported_ticket (ticket_id, run_id, source, key, digest, made_sla, events, event_counts, knowledge, problem_ref, change_ref, created_in_import)
       select x."ticketId", $1, $2, x.key, x.digest, x."madeSla", x.events, x."eventCounts", x.knowledge, x.problem, x.change, $4
       from jsonb_to_recordset($3::jsonb) as x("ticketId" uuid, key text, digest text, "madeSla" boolean, events int, "eventCounts" jsonb, knowledge boolean, problem text, change text)`,
      [run.id, run.format, JSON.stringify(records), tx.now],
    );
  }

  private async leaveOut(run: Run, lease: string, n: number, error: Error): Promise<void> {
    await this.database.tx(async (tx) => {
      const row = await tx.one<{ key: string; line: number }>('select t.key, min(r.line) as line from import_ticket t join import_row r on r.run_id = t.run_id and r.key = t.key where t.run_id = $1 and t.n = $2 group by t.key', [run.id, n]);
      if (row) await this.runs.report(tx, run.id, [{ ...row, n: 99, field: '', value: '', code: 'import.refused', params: { reason: error.message.slice(0, 200) } }]);
      await this.runs.progress(tx, run.id, lease, { ticketsDone: n, leftOut: 1, badRows: 1 });
    });
  }
}

/** Waits for both, whichever fails: nothing goes on behind the back of a run that broke off. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return [await a, await b];
}

const date = (at: number | null): Date | null => (at === null ? null : new Date(at));
const lower = (name: string): string => name.trim().toLowerCase();

function incidentOf(run: Run, history: History, known: Known, actor: Actor): RestoredIncident {
  const source = run.format;
  const person = (one: History['assignee']): string | null => (one === null ? null : known.must('person', personName(source, one)));
  const requesterId = known.must('person', personName(source, history.requester ?? unknownRequester(source)));
  const reporterId = person(history.reporter) ?? requesterId;
  const groupId = history.group === null ? null : known.must('group', lower(history.group));
  const assigneeId = person(history.assignee);
  const resolvedAt = history.resolvedAt ?? history.closedAt;
  const ended = history.state === 'resolved' || history.state === 'closed';
  const entries = history.entries.map(({ kind, at, changes, source: told }, i) => ({
    kind, at: new Date(at), visibility: i === 0 || kind !== 'incident.noted' ? ('public' as const) : ('staff' as const),
    data: {
      ...(changes.length === 0 ? {} : { changes: changes.map((change) => changeOf(change, history, source, known)) }),
      ...(told === null ? {} : { source: { event: told.event, ...(told.by === null ? {} : { by: told.by }) } }),
      ...(i === 0 ? { importedFrom: source, importKey: history.key, ...(FORMATS[source].openedAndClosedAlone ? { events: history.eventCounts } : {}) } : {}),
    },
  }));
  return {
    importedFrom: source, importKey: history.key, title: history.title.slice(0, 300), description: history.description, state: history.state, stateReason: history.stateReason, channel: history.channel ?? 'api',
    requesterId, reporterId, reporterAs: reporterId === requesterId ? 'requester' : 'staff',
    serviceId: history.service === null ? null : known.must('service', lower(history.service)), categoryId: history.category === null ? null : known.must('category', categoryName(history.service, history.category)),
    impact: history.impact, urgency: history.urgency, priority: history.priority, groupId, assigneeId, line: groupId === null ? null : 1, tags: history.tags, customFields: { importedNumber: history.key, ...history.fields },
    locationId: history.location === null ? null : known.must('location', lower(history.location)), configurationItemIds: history.item === null ? [] : [known.must('item', lower(history.item))],
    createdAt: new Date(history.createdAt), updatedAt: new Date(history.updatedAt), resolvedAt: date(history.resolvedAt), closedAt: date(history.closedAt), firstResponseAt: date(history.firstResponseAt),
    reassignmentCount: history.reassignments, reopenCount: history.reopens, history: entries,
    resolution: ended && resolvedAt !== null && history.resolution !== null ? { ...resolutionOf(history.resolution), byId: assigneeId ?? actor.personId, at: new Date(resolvedAt) } : null,
  };
}

const CODES = new Set(['solved', 'workaround', 'advice', 'no_fault', 'duplicate']);

/** A code of the other system is told in words: ours has another list. */
function resolutionOf({ code, text }: NonNullable<History['resolution']>): { code: string; text: string } {
  if (code !== null && CODES.has(code.toLowerCase())) return { code: code.toLowerCase(), text: text ?? code };
  return { code: 'solved', text: text ?? `Closed code ${code ?? ''}`.trim() };
}

const ID_FIELDS = { group: 'groupId', assignee: 'assigneeId', requester: 'requesterId', service: 'serviceId', category: 'categoryId' } as const;

/** Names become identifiers, as in entries of our own. */
function changeOf({ field, from, to }: Change, history: History, source: string, known: Known): { field: string; from: unknown; to: unknown } {
  const idOf = (value: Change['from']): unknown => {
    if (value === null || !(field in ID_FIELDS)) return value;
    if (field === 'assignee' || field === 'requester') return known.must('person', personName(source, value as NonNullable<History['assignee']>));
    if (field === 'category') return known.must('category', categoryName(history.service, value as string[]));
    return known.must(field as 'group' | 'service', lower(value as string));
  };
  return { field: field in ID_FIELDS ? ID_FIELDS[field as keyof typeof ID_FIELDS] : field, from: idOf(from), to: idOf(to) };
}
