import { Injectable } from '@nestjs/common';
import { forbidden, notFound } from '@opora/kit';
import { Actor, Clock, Database } from '@opora/platform';
import { TicketKernel } from '../kernel/kernel';
import { RowReader } from '../lists/row-reader';
import { permitted, summaryVisibleTo, visibleTo } from '../scopes';
import { WordFrequencies } from './frequencies';
import { hitOf, readsAll } from './hit';
import { TITLE_MARK } from './query';
import { SearchRunner } from './runner';
import type { SimilarBody, SimilarHit } from './search.dto';
import { tokens } from './stem';

/** Days that a similar ticket may lie back. */
const SIMILAR_DAYS = 120;
const SIMILAR_WORDS = 8;
const SIMILAR_CANDIDATES = 3_000;
/** A candidate holds at least one of these. */
const SIMILAR_RAREST = 4;
const SIMILAR_LEAST = 0.34;
const SIMILAR_SHOWN = 10;

/** Tickets like another, or like a text that is not yet one: offered while it is typed and when it is triaged (`domain.md` §4). */
@Injectable()
export class SimilarQueries {
  constructor(
    private readonly database: Database,
    private readonly runner: SearchRunner,
    private readonly kernel: TicketKernel,
    private readonly clock: Clock,
    private readonly frequencies: WordFrequencies,
    private readonly rows: RowReader,
  ) {}

  /** @throws Refusal 404 */
  async toTicket(actor: Actor, idOrReference: string): Promise<SimilarHit[]> {
    const ticket = await this.kernel.read(this.database.sql, actor, idOrReference);
    if (!ticket) throw notFound();
    if (!permitted(actor, 'ticket.similar', ticket)) throw forbidden('ticket.similar');
    return this.toText(actor, { title: ticket.title, description: ticket.description, ...(ticket.serviceId ? { serviceId: ticket.serviceId } : {}) }, ticket.id);
  }

  /** Recent tickets that share the rarer words of a text. */
  async toText(actor: Actor, text: SimilarBody, except: string | null = null): Promise<SimilarHit[]> {
    const words = [...new Set([...tokens(text.title), ...tokens((text.description ?? '').slice(0, 600))])].filter((word) => word.length >= 3).slice(0, 24);
    if (words.length === 0) return [];
    const rare = (await this.frequencies.weigh(words)).slice(0, SIMILAR_WORDS);
    const total = rare.reduce((sum, [, weight]) => sum + weight, 0);
    /* Of tickets that may only be known of, words of the title alone may answer. */
    const mark = readsAll(actor) || !actor.has('ticket.readSummary') ? '' : TITLE_MARK;
    const params: unknown[] = [rare.slice(0, SIMILAR_RAREST).map(([word]) => `'${mark}${word}'`).join(' | '), new Date(this.clock.now().getTime() - SIMILAR_DAYS * 86_400_000), except];
    const known = readsAll(actor) ? visibleTo(actor, 't', params) : `(${[visibleTo(actor, 't', params), ...(actor.has('ticket.readSummary') ? [summaryVisibleTo(actor, 't', params)] : [])].join(' or ')})`;
    const score = rare.map(([word, weight]) => `case when s.tsv_public @@ $${params.push(`'${mark}${word}'`)}::tsquery then ${weight.toFixed(4)} else 0 end`).join(' + ');
    const service = text.serviceId === undefined ? '0' : `case when t.service_id = $${params.push(text.serviceId)}::uuid then 0.1 else 0 end`;
    const hits = await this.runner.run<{ id: string; score: number }>(
      `with candidates as materialized (select s.ticket_id, s.tsv_public from ticket_search s where s.tsv_public @@ $1::tsquery and s.created_at > $2 and s.ticket_id is distinct from $3::uuid order by s.created_at desc limit ${SIMILAR_CANDIDATES}),
       scored as (select t.id, t.created_at, ((${score}) / ${total.toFixed(4)} + ${service})::float8 as score from candidates s join ticket t on t.id = s.ticket_id where ${known} and t.merged_into_id is null)
       select id, score from scored where score >= ${SIMILAR_LEAST} order by score desc, created_at desc limit ${SIMILAR_SHOWN}`,
      params,
    );
    const scores = new Map(hits.map((hit) => [hit.id, hit.score]));
    const rows = await this.rows.read(actor, hits.map((hit) => hit.id));
    const found = new Set(words);
    return rows.map((row) => ({ ...hitOf(actor, row, found), score: Math.min(1, Math.round((scores.get(row.id) ?? 0) * 100) / 100) }));
  }
}
