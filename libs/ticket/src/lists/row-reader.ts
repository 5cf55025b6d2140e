import { Injectable } from '@nestjs/common';
import { Actor, Clock, Database } from '@opora/platform';
import { selectBrief } from '../kernel/columns';
import { type ListedRow, NAMED_JOINS, namedColumns } from './rows';

/**
 * Everything that the rows of a page show, by the identifiers that a list or a search has found and in their order. The search for them is planned each time, because its filters differ;
 * this statement is the same for all, so that the planner, which takes longer than the reading itself, is asked once a connection.
 */
@Injectable()
export class RowReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(actor: Actor, ids: readonly string[]): Promise<ListedRow[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.sql.rows<BriefRow>(STATEMENTS[actor.locale], [actor.personId, ids, this.clock.now()]);
    return rows.map(filled);
  }
}

type Lists = 'tags' | 'sharedGroupIds' | 'sharedPersonIds' | 'sharedSupplierIds' | 'viewers';
type BriefRow = Omit<ListedRow, Lists> & { [L in Lists]: ListedRow[L] | null };

const filled = (row: BriefRow): ListedRow => ({
  ...row, tags: row.tags ?? [], sharedGroupIds: row.sharedGroupIds ?? [], sharedPersonIds: row.sharedPersonIds ?? [], sharedSupplierIds: row.sharedSupplierIds ?? [], viewers: row.viewers ?? [],
});

const statement = (locale: 'uk' | 'en'): string => `select ${namedColumns(locale, selectBrief)}, se.version as "seenVersion", exists (select 1 from draft d where d.person_id = $1 and d.ticket_id = t.id) as "hasDraft",
    (select json_agg(json_build_object('id', v.person_id, 'displayName', vp.display_name, 'mode', v.mode, 'field', v.field)) from ticket_presence v join person vp on vp.id = v.person_id
      where v.ticket_id = t.id and v.expires_at > $3) as viewers
  from unnest($2::uuid[]) with ordinality as page(id, place) join ticket t on t.id = page.id ${NAMED_JOINS} left join ticket_seen se on se.person_id = $1 and se.ticket_id = t.id order by page.place`;
const STATEMENTS = { uk: statement('uk'), en: statement('en') };
