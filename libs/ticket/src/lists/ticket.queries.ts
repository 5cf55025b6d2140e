import { Injectable } from '@nestjs/common';
import { type Page, notFound } from '@opora/kit';
import { Actor, Cursors, Database, type Sql, queryKey } from '@opora/platform';
import type { TicketFacts } from '../domain/ticket';
import { addressOf, found } from '../kernel/columns';
import { TicketKinds } from '../kernel/registry';
import { projectionOf, visible, visibleTo } from '../scopes';
import { SearchRunner } from '../search/runner';
import { type CardRow, cardColumns, CARD_JOINS, replyOf } from './card';
import { filterConditions } from './filters';
import type { TicketListQuery } from './list.dto';
import type { TicketRef, TicketReply, TicketRow } from './reply.dto';
import { RowReader } from './row-reader';
import { rowOf } from './rows';
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

type Place = Record<string, string> & { id: string };

/** What holds for the tickets of such a list, without its words: for counts that must equal the list. @throws Refusal 422 for filters that are not the caller's */
export const ticketConditions = (actor: Actor, query: Partial<TicketListQuery>, params: unknown[]): string => [visibleTo(actor, 't', params), ...filterConditions(actor, query, params)].join(' and ');

/** Reading tickets: one SQL each, always and-ed with what the caller may see; lists find their page first and read its rows then. */
@Injectable()
export class TicketQueries {
  constructor(
    private readonly database: Database,
    private readonly kinds: TicketKinds,
    private readonly cursors: Cursors,
    private readonly rows: RowReader,
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

  /**
   * @param more what a process adds to its rows, of what the ticket itself knows
   * @throws Refusal 422 for filters, sort or cursor that are not the caller's
   */
  async list<More extends object = object>(actor: Actor, query: TicketListQuery, more?: (ticket: TicketFacts) => More): Promise<Page<TicketRow & More> & { totalIsEstimate?: boolean }> {
    const params: unknown[] = [];
    const text = query.q === undefined ? null : this.search.parse(query.q);
    const sort = parseSort(actor, query.sort ?? (text ? '-createdAt' : '-updatedAt'));
    const where = [visibleTo(actor, 't', params), ...filterConditions(actor, query, params), ...(text ? [this.search.condition(actor, text, params)] : [])];
    const key = queryKey(query);
    const [found, counted] = await Promise.all([
      this.page(actor, where, [...params], sort, query, key, text !== null),
      query.count === undefined ? {} : this.count(where, params, query.count),
    ]);
    const shown = found.slice(0, query.limit);
    const rows = await this.rows.read(actor, shown.map((place) => place.id));
    const items = rows.map((row) => Object.assign(rowOf(row, actor, projectionOf(actor, row), this.commands(actor, row)), more?.(row)) as TicketRow & More);
    const last = found.length > query.limit ? shown.at(-1) : undefined;
    const nextCursor = last ? this.cursors.encode(actor, key, sort.fields.map((_field, i) => last[`place${i}`])) : null;
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

  /** Identifiers of one page and one more, with their places in the order. */
  private async page(actor: Actor, where: string[], params: unknown[], sort: Sort, query: TicketListQuery, key: string, searched: boolean): Promise<Place[]> {
    const conditions = query.cursor === undefined ? where : [...where, after(sort, this.cursors.decode(actor, key, query.cursor), params)];
    const statement = `select t.id, ${placeColumns(sort)} from ticket t where ${conditions.join(' and ')} order by ${orderBy(sort)} limit ${query.limit + 1}`;
    return searched ? this.search.run<Place>(statement, params) : this.database.sql.rows<Place>(statement, params, { prepare: false });
  }

  private async count(where: readonly string[], params: readonly unknown[], how: 'estimate' | 'exact'): Promise<{ total: number; totalIsEstimate?: boolean }> {
    const condition = where.join(' and ');
    const statement = how === 'exact' ? `select count(*) as n from ticket t where ${condition}` : `select count(*) as n from (select 1 from ticket t where ${condition} limit ${COUNTED_TO + 1}) x`;
    const total = (await this.database.sql.one<{ n: number }>(statement, params, { prepare: false }))?.n ?? 0;
    return how === 'estimate' && total > COUNTED_TO ? { total: COUNTED_TO, totalIsEstimate: true } : { total };
  }

  private commands(actor: Actor, ticket: TicketFacts): string[] {
    return this.kinds.find(ticket.kind)?.allowedCommands(actor, ticket) ?? [];
  }
}
