import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { Actor, Database, codeOf } from '@opora/platform';
import { TicketKinds } from '../kernel/registry';
import { staffView } from '../scopes';
import { type SearchQuery, parseQuery } from './query';

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

  /** Words of private messages answer only who may read them (`security.md` PN-08): the caller's view of each ticket chooses its vector. */
  condition(actor: Actor, query: SearchQuery, params: unknown[]): string {
    const parts: string[] = [];
    if (query.references.length > 0) parts.push(`t.reference = any($${params.push(query.references)}::text[])`);
    if (query.tsquery !== null) parts.push(this.words(actor, `$${params.push(query.tsquery)}::tsquery`, params));
    return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
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

  private words(actor: Actor, tsquery: string, params: unknown[]): string {
    const matching = (vector: string): string => `t.id in (select s.ticket_id from ticket_search s where s.${vector} @@ ${tsquery})`;
    if (actor.face === 'requester') return matching('tsv_public');
    if (actor.face === 'supplier') return matching('tsv_supplier');
    const staff = staffView(actor, 't', params);
    if (staff === 'true') return matching('tsv_staff');
    return `((${staff} and ${matching('tsv_staff')}) or ${matching('tsv_public')})`;
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
