import { Injectable } from '@nestjs/common';
import { forbidden, notFound } from '@opora/kit';
import { Actor, Clock, Database } from '@opora/platform';
import { TicketKernel } from '../kernel/kernel';
import { RowReader } from '../lists/row-reader';
import type { Named } from '../lists/rows';
import { permitted, summaryVisibleTo, visible, visibleTo } from '../scopes';
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

/** A solved ticket as an example for a new one; where the caller may only know of it, its group and levels are not told (`security.md` D.3, readSummary). */
export interface Precedent {
  row: Named;
  score: number;
  readable: boolean;
}

interface Wanted {
  except: string | null;
  shown: number;
  /** Further condition over `t`. */
  and: string;
}

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
    const found = new Set(wordsOf(text));
    return (await this.ranked(actor, text, { except, shown: SIMILAR_SHOWN, and: '' })).map(({ row, score }) => ({ ...hitOf(actor, row, found), score }));
  }

  /** Solved tickets of a known service like this text, best first. Restricted ones set no example, not even for those who may read them: what they are about would show in the proposal. */
  async precedents(actor: Actor, text: SimilarBody, shown: number): Promise<Precedent[]> {
    const hits = await this.ranked(actor, text, { except: null, shown, and: " and t.phase in ('resolved', 'closed') and t.resolved_at is not null and t.service_id is not null and not t.restricted" });
    return hits.map(({ row, score }) => ({ row, score, readable: visible(actor, row) }));
  }

  private async ranked(actor: Actor, text: SimilarBody, { except, shown, and }: Wanted): Promise<{ row: Named; score: number }[]> {
    const words = wordsOf(text);
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
       scored as (select t.id, t.created_at, ((${score}) / ${total.toFixed(4)} + ${service})::float8 as score from candidates s join ticket t on t.id = s.ticket_id where ${known} and t.merged_into_id is null${and})
       select id, score from scored where score >= ${SIMILAR_LEAST} order by score desc, created_at desc limit ${shown}`,
      params,
    );
    const scores = new Map(hits.map((hit) => [hit.id, hit.score]));
    const rows = await this.rows.read(actor, hits.map((hit) => hit.id));
    return rows.map((row) => ({ row, score: Math.min(1, Math.round((scores.get(row.id) ?? 0) * 100) / 100) }));
  }
}

const wordsOf = (text: SimilarBody): string[] => [...new Set([...tokens(text.title), ...tokens((text.description ?? '').slice(0, 600))])].filter((word) => word.length >= 3).slice(0, 24);
