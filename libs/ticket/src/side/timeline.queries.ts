import { Injectable } from '@nestjs/common';
import { SELECT_ENTRY, type StoredEntry } from '@opora/journal';
import { type Page, invalid, notFound } from '@opora/kit';
import { Actor, Cursors, Database, type ListQuery, queryKey } from '@opora/platform';
import { CLASSES, changesFor } from '../domain/projection';
import { TicketKernel } from '../kernel/kernel';
import { MessageQueries } from '../messages/message.queries';
import type { MessageReply } from '../messages/messages.dto';
import { type Projection, permitted, projectionOf } from '../scopes';
import { type Labels, LabelReader } from './labels';
import type { TimelineEntry } from './side.dto';

type Row = StoredEntry & { actorName: string | null; fromReference: string | null };

/** Each look at a secret is evidence, not history (`security.md` D.4). */
const EVIDENCE = ['secret.revealed'];

/** All that happened to a ticket in one order: a filtered view of the journal, nothing else (`security.md` I33). */
@Injectable()
export class TimelineQueries {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly messages: MessageQueries,
    private readonly labels: LabelReader,
    private readonly cursors: Cursors,
  ) {}

  /** Oldest first; `sort=-at` turns it. @throws Refusal 404, 422 */
  async list(actor: Actor, idOrReference: string, query: ListQuery): Promise<Page<TimelineEntry>> {
    const ticket = await this.kernel.read(this.database.sql, actor, idOrReference);
    if (!ticket || !permitted(actor, 'timeline.read', ticket)) throw notFound();
    if (query.q !== undefined) throw invalid('/q', 'unknown_filter');
    if (query.sort !== undefined && query.sort !== 'at' && query.sort !== '-at') throw invalid('/sort', 'unknown_sort');
    const projection = projectionOf(actor, ticket);
    const descending = query.sort === '-at';
    const key = `${ticket.id} ${queryKey(query)}`;
    const [at, id] = query.cursor === undefined ? [null, null] : this.cursors.decode(actor, key, query.cursor);
    const rows = await this.database.sql.rows<Row>(
      `select ${SELECT_ENTRY}, p.display_name as "actorName", case when j.stream_id <> $1 then (select r.reference from ticket r where r.id = j.stream_id) end as "fromReference"
       from journal j left join person p on p.id = j.actor_id
       where j.stream_id in (select $1::uuid union all select r.id from ticket r where r.merged_into_id = $1) and j.visibility = any($2) and j.kind <> all($3)
         and ($4::timestamptz is null or (j.at, j.id) ${descending ? '<' : '>'} ($4, $5::uuid)) order by j.at ${descending ? 'desc' : ''}, j.id ${descending ? 'desc' : ''} limit $6`,
      [ticket.id, CLASSES[projection], EVIDENCE, at, id, query.limit + 1],
    );
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const messages = await this.messages.some(this.database.sql, actor, projection, ticket.id, shown.map((row) => row.data['messageId']).filter((one): one is string => typeof one === 'string'));
    const labels = await this.labels.of(shown.flatMap((row) => row.data.changes ?? []), projection, actor.locale);
    return {
      items: shown.filter((row) => tells(row, messages)).map((row) => entryOf(row, actor, projection, messages, labels)),
      nextCursor: rows.length > query.limit && last ? this.cursors.encode(actor, key, [last.at.toISOString(), last.id]) : null,
    };
  }
}

/** A message that waited and then went is told once, where it went; what became of one that was taken back needs no telling of its waiting. */
function tells(row: Row, messages: ReadonlyMap<string, MessageReply>): boolean {
  return row.kind !== 'message.queued' || messages.get(String(row.data['messageId']))?.releaseAt !== undefined;
}

function entryOf(row: Row, actor: Actor, projection: Projection, messages: ReadonlyMap<string, MessageReply>, labels: Labels): TimelineEntry {
  const { changes = [], reason, ...data } = row.data;
  const staff = projection === 'staff';
  /* An entry that a message caused (an answer resumed the ticket) names it; the message itself is told once, by its own entry. */
  const message = row.kind.startsWith('message.') ? messages.get(String(data['messageId'])) : undefined;
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    actor: { id: row.actorId, displayName: row.actorName ?? '', ...(staff && row.via === 'system' && row.origin !== null ? { rule: row.origin } : {}) },
    changes: changesFor(projection, changes).map((change) => ({ ...change, ...labels.of(change) })),
    ...(reason !== undefined && (staff || row.actorId === actor.personId) ? { reason } : {}),
    ...(staff && Object.keys(data).length > 0 ? { data } : {}),
    ...(message ? { message } : {}),
    ...(row.fromReference === null ? {} : { fromReference: row.fromReference }),
  };
}
