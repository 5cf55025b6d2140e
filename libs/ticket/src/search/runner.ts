import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { Actor, Database, codeOf } from '@opora/platform';
import { TicketKinds } from '../kernel/registry';
import { meetsAllAsStaff, staffView } from '../scopes';
import { type SearchQuery, type WordsOf, matching, parseQuery, referencedBy } from './query';

/** Milliseconds of the first attempt, in which the planner may walk the tickets from the newest; stopped where the words are common but hardly meet. */
const FIRST_MS = 800;
const SECOND_MS = 2_500;
const CANCELLED = '57014';

/** Full-text conditions, and running statements that hold one within a limit of time (`stack.md` §5, worst case). */
@Injectable()
export class SearchRunner {
  constructor(
    private readonly database: Database,
    private readonly kinds: TicketKinds,
  ) {}

  parse(q: string, options: { prefix?: boolean } = {}): SearchQuery {
    return parseQuery(q, this.kinds.all().map((kind) => kind.prefix), options);
  }

  /** Condition of a list: tickets that the words or the reference find for this actor. */
  condition(actor: Actor, query: SearchQuery, params: unknown[]): string {
    const parts: string[] = [];
    if (query.references.length > 0) parts.push(referencedBy(`$${params.push(query.references)}`));
    if (query.tsquery !== null) parts.push(`t.id in (${this.branches(actor, query.tsquery, 's', 'x', params).join(' union all ')})`);
    return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
  }

  /**
   * Selects of `s.ticket_id` of the tickets whose words match as this actor may search them: words of private messages answer only who may read them (`security.md` PN-08),
   * so the view of each ticket chooses its vector. Visibility itself is the caller's to add, but for the staff's vector.
   */
  branches(actor: Actor, tsquery: string, s: string, t: string, params: unknown[]): string[] {
    const text = `$${params.push(tsquery)}::tsquery`;
    const select = (words: WordsOf, and = ''): string => `select ${s}.ticket_id from ticket_search ${s}${and ? ` join ticket ${t} on ${t}.id = ${s}.ticket_id` : ''} where ${matching(words, s, text)}${and}`;
    if (actor.face === 'requester') return [select('public')];
    if (actor.face === 'supplier') return [select('supplier')];
    if (meetsAllAsStaff(actor)) return [select('staff')];
    const staff = staffView(actor, t, params);
    return staff === 'false' ? [select('public')] : [select('staff', ` and ${staff}`), select('public')];
  }

  /** Runs it in its own time; a second attempt gathers the hits by the index first. */
  async run<R>(statement: string, params: readonly unknown[]): Promise<R[]> {
    try {
      return await this.attempt<R>(statement, params, FIRST_MS, false);
    } catch (error) {
      if (codeOf(error) !== CANCELLED) throw error;
    }
    try {
      return await this.attempt<R>(statement, params, SECOND_MS, true);
    } catch (error) {
      if (codeOf(error) === CANCELLED) throw new Refusal('search.too_broad', { errors: [{ pointer: '/q', code: 'search.too_broad' }] });
      throw error;
    }
  }

  private attempt<R>(statement: string, params: readonly unknown[], limitMs: number, byIndex: boolean): Promise<R[]> {
    return this.database.tx(
      async (tx) => {
        await tx.run(`set local statement_timeout = ${limitMs}`);
        if (byIndex) await tx.run('set local enable_indexscan = off');
        return tx.rows<R>(statement, params, { prepare: false });
      },
      { retries: 0 },
    );
  }
}
