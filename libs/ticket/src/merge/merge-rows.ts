import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@opora/platform';
import type { Ticket } from '../domain/ticket';

/** What a merge took along, so that undoing it takes back exactly that. */
export interface Moved {
  messages: { id: string; origin: string | null }[];
  attachments: { id: string; origin: string | null }[];
  watchers: string[];
  configurationItems: string[];
  links: { id: string; end: 'from' | 'to' }[];
  secrets: string[];
  children: string[];
  duplicateLink: string | null;
}

/** The rows beside the ticket that a merge moves and its undoing moves back. */
@Injectable()
export class MergeRows {
  async move(tx: Tx, actor: Actor, source: Ticket, target: Ticket): Promise<Omit<Moved, 'children' | 'duplicateLink'>> {
    const messages = await this.take(tx, 'message', source.id, target.id);
    const attachments = await this.take(tx, 'attachment', source.id, target.id);
    const secrets = await tx.rows<{ id: string }>('update ticket_secret set ticket_id = $2 where ticket_id = $1 returning id', [source.id, target.id]);
    /* The duplicate's requester and reporter go on reading what becomes of their report. */
    const watchers = await tx.rows<{ id: string }>(
      `insert into ticket_watcher (ticket_id, person_id, participant, added_by, added_at)
       select $2, x.person_id, x.participant, $3, $4 from (
         select person_id, participant from ticket_watcher where ticket_id = $1 union select $5::uuid, true where $5::uuid <> $6::uuid union select $7::uuid, true where $8 = 'requester' and $7::uuid <> $6::uuid and $7::uuid <> $5::uuid
       ) x on conflict do nothing returning person_id as id`,
      [source.id, target.id, actor.personId, tx.now, source.requesterId, target.requesterId, source.reporterId, source.reporterAs],
    );
    const items = await tx.rows<{ id: string }>('insert into ticket_ci (ticket_id, ci_id) select $2, ci_id from ticket_ci where ticket_id = $1 on conflict do nothing returning ci_id as id', [source.id, target.id]);
    return { messages, attachments, secrets: secrets.map((row) => row.id), watchers: watchers.map((row) => row.id), configurationItems: items.map((row) => row.id), links: await this.takeLinks(tx, source.id, target.id) };
  }

  async moveBack(tx: Tx, source: string, survivor: string, moved: Moved): Promise<void> {
    await this.giveBack(tx, 'message', source, moved.messages);
    await this.giveBack(tx, 'attachment', source, moved.attachments);
    await tx.run('update ticket_secret set ticket_id = $1 where id = any($2::uuid[])', [source, moved.secrets]);
    await tx.run('delete from ticket_watcher where ticket_id = $1 and person_id = any($2::uuid[])', [survivor, moved.watchers]);
    await tx.run('delete from ticket_ci where ticket_id = $1 and ci_id = any($2::uuid[])', [survivor, moved.configurationItems]);
    for (const end of ['from', 'to'] as const) await tx.run(`update ticket_link set ${end}_id = $1 where id = any($2::uuid[])`, [source, moved.links.filter((link) => link.end === end).map((link) => link.id)]);
    await tx.run('delete from ticket_link where id = $1', [moved.duplicateLink]);
  }

  /** Each merged ticket leads to the last survivor of its chain, so that one look finds it. */
  async repoint(tx: Tx, around: readonly string[]): Promise<void> {
    await tx.run(
      `with recursive chain(id, survivor, depth) as (
         select m.source_id, m.target_id, 1 from ticket_merge m where m.undone_at is null and m.source_id in (
           with recursive above(id) as (select x from unnest($1::uuid[]) x union select m.source_id from ticket_merge m join above on m.target_id = above.id where m.undone_at is null) select id from above)
         union all select chain.id, m.target_id, depth + 1 from chain join ticket_merge m on m.source_id = chain.survivor and m.undone_at is null where depth < 100
       ), last as (select distinct on (id) id, survivor from chain order by id, depth desc)
       update ticket t set merged_into_id = last.survivor from last where t.id = last.id and t.merged_into_id is distinct from last.survivor`,
      [around],
    );
  }

  private async take(tx: Tx, table: 'message' | 'attachment', source: string, target: string): Promise<{ id: string; origin: string | null }[]> {
    const rows = await tx.rows<{ id: string; origin: string | null }>(`select id, origin_ticket_id as origin from ${table} where ticket_id = $1 for update`, [source]);
    await tx.run(`update ${table} set ticket_id = $2, origin_ticket_id = coalesce(origin_ticket_id, $1) where ticket_id = $1`, [source, target]);
    return rows;
  }

  private async giveBack(tx: Tx, table: 'message' | 'attachment', source: string, rows: readonly { id: string; origin: string | null }[]): Promise<void> {
    await tx.run(`update ${table} r set ticket_id = $1, origin_ticket_id = x.origin from unnest($2::uuid[], $3::uuid[]) as x(id, origin) where r.id = x.id`, [source, rows.map((row) => row.id), rows.map((row) => row.origin)]);
  }

  /** Links move unless the survivor has the same already, or the link would lead to itself or round in a ring; families stay as they are. */
  private async takeLinks(tx: Tx, source: string, target: string): Promise<Moved['links']> {
    const links = await tx.rows<{ id: string; end: 'from' | 'to' }>(
      `select l.id, case when l.from_id = $1 then 'from' else 'to' end as end from ticket_link l
       where (l.from_id = $1 or l.to_id = $1) and l.from_id <> $2 and l.to_id <> $2 and l.type in ('related_to', 'caused_by', 'resolved_by', 'follow_up_of')
         and not exists (select 1 from ticket_link o where o.type = l.type and ((l.from_id = $1 and o.from_id = $2 and o.to_id = l.to_id) or (l.to_id = $1 and o.to_id = $2 and o.from_id = l.from_id)))
         and (l.type = 'related_to' or not exists (
           with recursive way(id) as (select case when l.from_id = $1 then l.to_id else $2::uuid end union select n.to_id from ticket_link n join way on n.from_id = way.id where n.type = l.type)
           select 1 from way where way.id = case when l.from_id = $1 then $2::uuid else l.from_id end))`,
      [source, target],
    );
    for (const { id, end } of links) await tx.run(`update ticket_link set ${end}_id = $2 where id = $1`, [id, target]);
    return links;
  }
}
