import { Injectable } from '@nestjs/common';
import { type Page, notFound } from '@opora/kit';
import { Actor, Clock, Cursors, Database, type Sql, queryKey } from '@opora/platform';
import type { TicketFacts } from '../domain/ticket';
import { addressOf, found } from '../kernel/columns';
import { TicketKinds } from '../kernel/registry';
import { projectionOf, visible, visibleTo } from '../scopes';
import { SearchRunner } from '../search/runner';
import { type CardRow, cardColumns, CARD_JOINS, replyOf } from './card';
import { filterConditions } from './filters';
import type { TicketListQuery } from './list.dto';
import type { TicketRef, TicketReply, TicketRow } from './reply.dto';
import { type ListedRow, NAMED_JOINS, namedColumns, rowOf } from './rows';
import { type Sort, after, orderBy, parseSort, placeColumns } from './sorts';

const COUNTED_TO = 10_000;

export interface CardOptions {
  kind?: string;
  /** The process's own table: `left join incident i on i.ticket_id = t.id`, with `i.… as "…"` in `select`. */
  join?: string;
  select?: string;
  /** The answer to a command whose effect took the ticket out of its author's sight (handed to another group): what their projection still shows. */
  evenIfUnseen?: boolean;
}

export interface Card {
  /** The ticket with its facts, for rules and the process's own part of the reply. */
  ticket: TicketFacts & CardRow;
  reply: TicketReply;
  /** Columns of `select`. */
  own: Record<string, unknown>;
}

/** Reading tickets: one SQL each, always and-ed with what the caller may see. */
@Injectable()
export class TicketQueries {
  constructor(
    private readonly database: Database,
    private readonly kinds: TicketKinds,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
    private readonly search: SearchRunner,
  ) {}

  /** The resource as the caller's projection shows it; null where it is not theirs to see. */
  async card(sql: Sql, actor: Actor, idOrReference: string, options: CardOptions = {}): Promise<Card | null> {
    const by = addressOf(idOrReference);
    if (by === null) return null;
    const row = await sql.one<CardRow & Record<string, unknown>>(
      `select ${cardColumns(actor.locale)}${options.select ? `, ${options.select}` : ''} from ticket t ${CARD_JOINS} ${options.join ?? ''} where ${found(by, true).replaceAll('$1', '$2')}`,
      [actor.personId, idOrReference],
    );
    if (!row || (options.kind !== undefined && row.kind !== options.kind) || !(options.evenIfUnseen || visible(actor, row))) return null;
    return { ticket: row, reply: replyOf(row, actor, projectionOf(actor, row), this.commands(actor, row)), own: row };
  }

  /** @throws Refusal 404 */
  async get(actor: Actor, idOrReference: string): Promise<TicketReply> {
    const card = await this.card(this.database.sql, actor, idOrReference);
    if (!card) throw notFound();
    const { parentId } = card.ticket;
    return { ...card.reply, parent: parentId === null ? null : await this.ref(actor, parentId) };
  }

  /** A ticket that another one names, where the caller may see it. */
  private async ref(actor: Actor, id: string): Promise<TicketRef | null> {
    const params: unknown[] = [id];
    return this.database.sql.one<TicketRef>(`select t.id, t.reference, t.title, t.kind, t.state, t.phase from ticket t where t.id = $1 and ${visibleTo(actor, 't', params)}`, params, { prepare: false });
  }

  /** @throws Refusal 422 for filters, sort or cursor that are not the caller's */
  async list(actor: Actor, query: TicketListQuery): Promise<Page<TicketRow> & { totalIsEstimate?: boolean }> {
    const params: unknown[] = [actor.personId];
    const text = query.q === undefined ? null : this.search.parse(query.q);
    const sort = parseSort(actor, query.sort ?? (text ? '-createdAt' : '-updatedAt'));
    const where = [visibleTo(actor, 't', params), ...filterConditions(actor, query, params), ...(text ? [this.search.condition(actor, text, params)] : [])];
    const key = queryKey(query);
    const [rows, counted] = await Promise.all([
      this.page(actor, where, [...params], sort, query, key, text !== null),
      query.count === undefined ? {} : this.count(where, params, query.count),
    ]);
    const items = rows.slice(0, query.limit).map((row) => rowOf(row, actor, projectionOf(actor, row), this.commands(actor, row)));
    const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
    const nextCursor = last ? this.cursors.encode(actor, key, sort.fields.map((_field, i) => last[`place${i}` as keyof ListedRow])) : null;
    return { items, nextCursor, ...counted };
  }

  /** How many tickets each of several queries holds, counted to a limit, in one statement. */
  async counts(actor: Actor, queries: readonly Partial<TicketListQuery>[], limit = 1_000): Promise<number[]> {
    if (queries.length === 0) return [];
    const params: unknown[] = [];
    const selects = queries.map((query, i) => {
      const text = query.q === undefined ? null : this.search.parse(query.q);
      const where = [visibleTo(actor, 't', params), ...filterConditions(actor, query, params), ...(text ? [this.search.condition(actor, text, params)] : [])];
      return `(select count(*) from (select 1 from ticket t where ${where.join(' and ')} limit ${limit}) x) as n${i}`;
    });
    const row = await this.database.sql.one<Record<string, number>>(`select ${selects.join(', ')}`, params, { prepare: false });
    return queries.map((_query, i) => row?.[`n${i}`] ?? 0);
  }

  private async page(actor: Actor, where: string[], params: unknown[], sort: Sort, query: TicketListQuery, key: string, searched: boolean): Promise<(ListedRow & Record<string, unknown>)[]> {
    const conditions = query.cursor === undefined ? where : [...where, after(sort, this.cursors.decode(actor, key, query.cursor), params)];
    const order = orderBy(sort);
    const now = params.push(this.clock.now());
    const statement = `with page as materialized (select t.id from ticket t where ${conditions.join(' and ')} order by ${order} limit ${query.limit + 1})
      select ${namedColumns(actor.locale)}, se.version as "seenVersion", ${placeColumns(sort)}, exists (select 1 from draft d where d.person_id = $1 and d.ticket_id = t.id) as "hasDraft",
        coalesce((select json_agg(json_build_object('id', v.person_id, 'displayName', vp.display_name, 'mode', v.mode, 'field', v.field)) from ticket_presence v join person vp on vp.id = v.person_id
          where v.ticket_id = t.id and v.expires_at > $${now}), '[]') as viewers
      from page join ticket t on t.id = page.id ${NAMED_JOINS} left join ticket_seen se on se.person_id = $1 and se.ticket_id = t.id order by ${order}`;
    return searched ? this.search.run(statement, params) : this.database.sql.rows(statement, params, { prepare: false });
  }

  private async count(where: readonly string[], params: readonly unknown[], how: 'estimate' | 'exact'): Promise<{ total: number; totalIsEstimate?: boolean }> {
    const used = params.slice(1);
    const shifted = where.map((condition) => condition.replace(/\$(\d+)/g, (_whole, n: string) => `$${Number(n) - 1}`)).join(' and ');
    const statement = how === 'exact' ? `select count(*) as n from ticket t where ${shifted}` : `select count(*) as n from (select 1 from ticket t where ${shifted} limit ${COUNTED_TO + 1}) x`;
    const total = (await this.database.sql.one<{ n: number }>(statement, used, { prepare: false }))?.n ?? 0;
    return how === 'estimate' && total > COUNTED_TO ? { total: COUNTED_TO, totalIsEstimate: true } : { total };
  }

  private commands(actor: Actor, ticket: TicketFacts): string[] {
    return this.kinds.find(ticket.kind)?.allowedCommands(actor, ticket) ?? [];
  }
}
