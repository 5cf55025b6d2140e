import { Injectable } from '@nestjs/common';
import type { Page } from '@opora/kit';
import { Actor, Cursors } from '@opora/platform';
import { RowReader } from '../lists/row-reader';
import { meetsAllAsStaff, staffView, summaryVisibleTo, visibleTo } from '../scopes';
import { hitOf, readsAll } from './hit';
import { type SearchQuery, matching, referencedBy } from './query';
import { SearchRunner } from './runner';
import type { SearchHit, SearchRequest } from './search.dto';
import { tokens } from './stem';

/** Finding tickets: what may be read, and summaries where those alone may be known (`security.md` D.3). */
@Injectable()
export class SearchQueries {
  constructor(
    private readonly runner: SearchRunner,
    private readonly cursors: Cursors,
    private readonly rows: RowReader,
  ) {}

  /** Newest first. @throws Refusal 422 */
  async search(actor: Actor, request: SearchRequest): Promise<Page<SearchHit>> {
    const query = this.runner.parse(request.q, { prefix: request.prefix === 'true' });
    const key = `search ${request.prefix ?? ''} ${request.q}`;
    const params: unknown[] = [];
    const after = request.cursor === undefined ? null : this.cursors.decode(actor, key, request.cursor);
    const place = after && [`$${params.push(after[0])}::timestamptz`, `$${params.push(after[1])}::uuid`];
    const limit = request.limit + 1;
    const branches = this.branches(actor, query, params).map(
      ({ from, where }) => `(select t.id, s.created_at from ${from} where ${where}${place ? ` and (s.created_at, s.ticket_id) < (${place.join(', ')})` : ''} order by s.created_at desc, s.ticket_id desc limit ${limit})`,
    );
    if (branches.length === 0) return { items: [], nextCursor: null };
    const found = await this.runner.run<{ id: string }>(`select id, created_at from (${branches.join(' union ')}) x order by created_at desc, id desc limit ${limit}`, params);
    const items = await this.rows.read(actor, found.slice(0, request.limit).map((hit) => hit.id));
    const last = items.at(-1);
    const words = new Set(tokens(request.q));
    return { items: items.map((row) => hitOf(actor, row, words)), nextCursor: found.length > request.limit && last ? this.cursors.encode(actor, key, [last.createdAt.toISOString(), last.id]) : null };
  }

  /**
   * One select per right by which a ticket may be found, each of its own words: what staff meet by all of them, what else may be opened by the public ones, what may only be known of by those of
   * its title. Each is cut to a page by itself, so that an index can serve it.
   */
  private branches(actor: Actor, query: SearchQuery, params: unknown[]): { from: string; where: string }[] {
    const found: { from: string; where: string }[] = [];
    const words = 'ticket_search s join ticket t on t.id = s.ticket_id';
    const summary = actor.has('ticket.readSummary') && !readsAll(actor);
    if (query.references.length > 0) {
      const known = [visibleTo(actor, 't', params), ...(summary ? [summaryVisibleTo(actor, 't', params)] : [])].join(' or ');
      found.push({ from: 'ticket t cross join lateral (select t.created_at, t.id as ticket_id) s', where: `${referencedBy(`$${params.push(query.references)}`)} and (${known})` });
    }
    if (query.tsquery === null) return found;
    const text = `$${params.push(query.tsquery)}::tsquery`;
    if (actor.face === 'supplier') return [...found, { from: words, where: `${matching('supplier', 's', text)} and ${visibleTo(actor, 't', params)}` }];
    if (meetsAllAsStaff(actor)) return [...found, { from: words, where: `${matching('staff', 's', text)} and ${visibleTo(actor, 't', params)}` }];
    const staff = staffView(actor, 't', params);
    if (staff !== 'false') found.push({ from: words, where: `${matching('staff', 's', text)} and ${staff}` });
    found.push({ from: words, where: `${matching('public', 's', text)} and ${visibleTo(actor, 't', params)}` });
    if (summary && query.titleTsquery !== null) found.push({ from: words, where: `s.tsv_public @@ $${params.push(query.titleTsquery)}::tsquery and ${summaryVisibleTo(actor, 't', params)}` });
    return found;
  }
}
