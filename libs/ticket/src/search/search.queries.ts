import { Injectable } from '@nestjs/common';
import { type Page, notFound } from '@opora/kit';
import { Actor, Clock, Cursors, Database } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import { TicketKernel } from '../kernel/kernel';
import { NAMED_JOINS, type Named, namedColumns } from '../lists/rows';
import { summaryVisibleTo, visible, visibleTo } from '../scopes';
import { TITLE_MARK } from './query';
import { SearchRunner } from './runner';
import type { SearchHit, SearchRequest, SimilarBody, SimilarHit } from './search.dto';
import { stem, tokens } from './stem';

/** Days that a similar ticket may lie back. */
const SIMILAR_DAYS = 120;
const SIMILAR_WORDS = 8;
const SIMILAR_CANDIDATES = 3_000;
const SIMILAR_LEAST = 0.34;
/** Beyond this a word is common and tells nothing more. */
const COMMON = 5_000;
const SNIPPET = 160;

/** Finding tickets: what may be read, and summaries where those alone may be known (`security.md` D.3). */
@Injectable()
export class SearchQueries {
  constructor(
    private readonly database: Database,
    private readonly runner: SearchRunner,
    private readonly cursors: Cursors,
    private readonly kernel: TicketKernel,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws Refusal 422 */
  async search(actor: Actor, request: SearchRequest): Promise<Page<SearchHit>> {
    const query = this.runner.parse(request.q, { prefix: request.prefix === 'true' });
    const key = `search ${request.prefix ?? ''} ${request.q}`;
    const params: unknown[] = [actor.personId];
    const own = `(${visibleTo(actor, 't', params)} and ${this.runner.condition(actor, query, params)})`;
    const where = [readsAll(actor) ? own : `(${[own, ...this.summary(actor, query, params)].join(' or ')})`];
    if (request.cursor !== undefined) {
      const [at, id] = this.cursors.decode(actor, key, request.cursor);
      where.push(`(t.created_at, t.id) < ($${params.push(at)}::timestamptz, $${params.push(id)}::uuid)`);
    }
    const rows = await this.runner.run<Named>(
      `with page as materialized (select t.id from ticket t where ${where.join(' and ')} order by t.created_at desc, t.id desc limit ${request.limit + 1})
       select ${namedColumns(actor.locale)} from page join ticket t on t.id = page.id ${NAMED_JOINS} order by t.created_at desc, t.id desc`,
      params,
    );
    const items = rows.slice(0, request.limit);
    const last = items.at(-1);
    const words = new Set(tokens(request.q));
    return { items: items.map((row) => hitOf(actor, row, words)), nextCursor: rows.length > request.limit && last ? this.cursors.encode(actor, key, [last.createdAt.toISOString(), last.id]) : null };
  }

  /** @throws Refusal 404 */
  async similarTo(actor: Actor, idOrReference: string): Promise<SimilarHit[]> {
    const ticket = await this.kernel.read(this.database.sql, actor, idOrReference);
    if (!ticket) throw notFound();
    return this.similar(actor, { title: ticket.title, description: ticket.description, ...(ticket.serviceId ? { serviceId: ticket.serviceId } : {}) }, ticket.id);
  }

  /** Recent tickets that share the rarer words of a text. */
  async similar(actor: Actor, text: SimilarBody, except: string | null = null): Promise<SimilarHit[]> {
    const words = [...new Set([...tokens(text.title), ...tokens((text.description ?? '').slice(0, 600))])].filter((word) => word.length >= 3).slice(0, 24);
    if (words.length === 0) return [];
    const weights = await this.weights(words);
    const rare = [...weights].sort((a, b) => b[1] - a[1]).slice(0, SIMILAR_WORDS);
    const total = rare.reduce((sum, [, weight]) => sum + weight, 0);
    const params: unknown[] = [actor.personId, rare.map(([word]) => `'${word}'`).join(' | '), new Date(this.clock.now().getTime() - SIMILAR_DAYS * 86_400_000), except];
    const known = readsAll(actor) ? visibleTo(actor, 't', params) : `(${[visibleTo(actor, 't', params), ...(actor.has('ticket.readSummary') ? [summaryVisibleTo(actor, 't', params)] : [])].join(' or ')})`;
    const score = rare.map(([word, weight]) => `case when s.tsv_public @@ $${params.push(`'${word}'`)}::tsquery then ${weight.toFixed(4)} else 0 end`).join(' + ');
    const service = text.serviceId === undefined ? '0' : `case when t.service_id = $${params.push(text.serviceId)}::uuid then 0.1 else 0 end`;
    const rows = await this.runner.run<Named & { score: number }>(
      `with candidates as materialized (select s.ticket_id, s.tsv_public from ticket_search s where s.tsv_public @@ $2::tsquery and s.created_at > $3 and s.ticket_id is distinct from $4::uuid order by s.created_at desc limit ${SIMILAR_CANDIDATES}),
       page as materialized (select t.id, ((${score}) / ${total.toFixed(4)} + ${service})::float8 as score from candidates s join ticket t on t.id = s.ticket_id where ${known} and t.merged_into_id is null order by score desc, t.created_at desc limit 10)
       select ${namedColumns(actor.locale)}, page.score from page join ticket t on t.id = page.id ${NAMED_JOINS} where page.score >= ${SIMILAR_LEAST} order by page.score desc, t.created_at desc`,
      params,
    );
    const found = new Set(words);
    return rows.map((row) => ({ ...hitOf(actor, row, found), score: Math.min(1, Math.round(row.score * 100) / 100) }));
  }

  /** The rarer a word, the more it tells; counted up to where it is common. */
  private async weights(words: readonly string[]): Promise<Map<string, number>> {
    const counts = words.map((_word, i) => `(select count(*) from (select 1 from ticket_search s where s.tsv_public @@ $${i + 1}::tsquery limit ${COMMON}) x) as n${i}`);
    const [row] = await this.runner.run<Record<string, number>>(`select ${counts.join(', ')}`, words.map((word) => `'${word}'`));
    return new Map(words.map((word, i) => [word, Math.log(2 + COMMON / (1 + (row?.[`n${i}`] ?? 0)))]));
  }

  /** A ticket that may not be opened answers by words of its title alone. */
  private summary(actor: Actor, query: ReturnType<SearchRunner['parse']>, params: unknown[]): string[] {
    if (!actor.has('ticket.readSummary')) return [];
    const matches = [
      ...(query.references.length > 0 ? [`t.reference = any($${params.push(query.references)}::text[])`] : []),
      ...(query.titleTsquery === null ? [] : [`t.id in (select s.ticket_id from ticket_search s where s.tsv_public @@ $${params.push(query.titleTsquery)}::tsquery)`]),
    ];
    return matches.length === 0 ? [] : [`(${summaryVisibleTo(actor, 't', params)} and (${matches.join(' or ')}))`];
  }
}

const readsAll = (actor: Actor): boolean => actor.scopes('ticket.read').has('all');

function hitOf(actor: Actor, row: Named, words: ReadonlySet<string>): SearchHit {
  const full = visible(actor, row);
  const snippet = full ? snippetOf(row, words) : null;
  return {
    type: 'ticket', id: row.id, reference: row.reference, kind: row.kind, title: row.title, state: row.state, phase: row.phase,
    service: row.serviceId === null ? null : { id: row.serviceId, name: row.serviceName ?? '' }, category: row.categoryId === null ? null : { id: row.categoryId, name: row.categoryName ?? '' },
    createdAt: row.createdAt.toISOString(), access: full ? 'full' : 'summary', ...(snippet ? { snippet } : {}),
  };
}

/** Cut from the requester's own words alone (`security.md` PN-08). */
function snippetOf(row: Pick<Ticket, 'description'>, words: ReadonlySet<string>): string | null {
  if (row.description === '') return null;
  for (const match of row.description.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!words.has(stem(match[0].toLowerCase()))) continue;
    const from = Math.max(0, match.index - SNIPPET / 2);
    const part = row.description.slice(from, from + SNIPPET).trim();
    return `${from > 0 ? '…' : ''}${part}${from + SNIPPET < row.description.length ? '…' : ''}`;
  }
  return row.description.length > SNIPPET ? `${row.description.slice(0, SNIPPET).trim()}…` : row.description;
}

