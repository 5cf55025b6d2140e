import { Injectable } from '@nestjs/common';
import { Database, type OutboxEvent } from '@opora/platform';
import { TicketKinds } from '../kernel/registry';
import { TITLE_MARK } from './query';
import { tokens } from './stem';

interface Source {
  id: string;
  kind: string;
  createdAt: Date;
  title: string;
  description: string;
  reference: string;
  /** Its number in the system that it was imported from. */
  importKey: string | null;
  merged: string[];
  messages: { visibility: 'public' | 'private'; audience: string | null; body: string }[];
}

const BATCH = 100;
/** Words of one ticket in one vector. */
const MOST_TOKENS = 5_000;
/** Fields whose change moves no word. */
const WORDLESS = new Set(['groupId', 'assigneeId', 'line', 'reassignmentCount', 'impact', 'urgency', 'priority', 'priorityReason', 'tags', 'watchers', 'links', 'workLog', 'restricted', 'serviceId', 'categoryId', 'requesterId', 'stateReason', 'stateUntil', 'parentId', 'contact', 'locationId']);

/** Whether the event can have changed what a ticket is found by. */
export function movesWords({ topic, payload }: Pick<OutboxEvent, 'topic' | 'payload'>): boolean {
  if (topic !== 'ticket.changed') return true;
  const changed = payload['changed'];
  return !Array.isArray(changed) || changed.length === 0 || changed.some((field) => typeof field !== 'string' || !WORDLESS.has(field));
}

/** Writes the search table beside the tickets, from the outbox: a reply never waits for it (`stack.md` §5). */
@Injectable()
export class SearchIndexWriter {
  constructor(
    private readonly database: Database,
    private readonly kinds: TicketKinds,
  ) {}

  async handle(events: readonly OutboxEvent[]): Promise<void> {
    const ids = [...new Set(events.filter(movesWords).map((event) => event.key))];
    for (let at = 0; at < ids.length; at += BATCH) await this.write(ids.slice(at, at + BATCH));
  }

  /** Makes the vectors of these tickets anew; writes those that differ. */
  async write(ids: readonly string[]): Promise<void> {
    const sources = await this.database.sql.rows<Source>(
      `select t.id, t.kind, t.created_at as "createdAt", t.title, t.description, t.reference, t.import_key as "importKey", array(select r.reference from ticket r where r.merged_into_id = t.id union all select a.reference from ticket_alias a where a.ticket_id = t.id) as merged,
         coalesce((select json_agg(json_build_object('visibility', m.visibility, 'audience', m.audience, 'body', m.body)) from message m where m.ticket_id = t.id and (m.released_at is not null or m.visibility = 'private')), '[]') as messages
       from ticket t where t.id = any($1::uuid[]) order by t.id`,
      [ids],
    );
    const extra = await this.extra(sources);
    const rows = sources.map((source) => vectorsOf(source, extra.get(source.id)));
    await this.database.sql.run(
      `insert into ticket_search as s (ticket_id, created_at, tsv_public, tsv_supplier, tsv_staff)
       select (x->>'id')::uuid, (x->>'createdAt')::timestamptz, ${['public', 'supplier', 'staff'].map((face) => `case when x->'${face}' <> 'null' then array_to_tsvector(array(select jsonb_array_elements_text(x->'${face}'))) end`).join(', ')} from jsonb_array_elements($1::jsonb) x
       on conflict (ticket_id) do update set tsv_public = excluded.tsv_public, tsv_supplier = excluded.tsv_supplier, tsv_staff = excluded.tsv_staff
         where (s.tsv_public, s.tsv_supplier, s.tsv_staff) is distinct from (excluded.tsv_public, excluded.tsv_supplier, excluded.tsv_staff)`,
      [JSON.stringify(rows)],
    );
  }

  private async extra(sources: readonly Source[]): Promise<Map<string, { title?: string; public?: string; staff?: string }>> {
    const all = new Map<string, { title?: string; public?: string; staff?: string }>();
    for (const kind of this.kinds.all()) {
      const ids = sources.filter((source) => source.kind === kind.kind).map((source) => source.id);
      if (!kind.searchText || ids.length === 0) continue;
      for (const [id, text] of await kind.searchText(this.database.sql, ids)) all.set(id, text);
    }
    return all;
  }
}

/** Words by who may find by them: private ones answer staff alone, those for the supplier the supplier too. Null where they are the public ones. */
function vectorsOf(source: Source, extra: { title?: string; public?: string; staff?: string } = {}): { id: string; createdAt: Date; public: string[]; supplier: string[] | null; staff: string[] | null } {
  const said = (readable: (message: Source['messages'][number]) => boolean): string => source.messages.filter(readable).map((message) => message.body).join('\n');
  const titled = tokens(`${source.title}\n${extra.title ?? ''}`);
  const open = [...titled, ...titled.map((token) => TITLE_MARK + token), ...tokens([source.description, source.importKey, extra.title, extra.public, said((message) => message.visibility === 'public')].join('\n'))];
  const supplier = tokens(said((message) => message.audience === 'supplier'));
  const inside = tokens([extra.staff, said((message) => message.audience === 'staff')].join('\n'));
  const distinct = (words: readonly string[]): string[] => [...new Set(words)].slice(0, MOST_TOKENS);
  return { id: source.id, createdAt: source.createdAt, public: distinct(open), supplier: supplier.length === 0 ? null : distinct([...open, ...supplier]), staff: supplier.length + inside.length === 0 ? null : distinct([...open, ...supplier, ...inside]) };
}
