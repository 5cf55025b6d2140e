import { Injectable } from '@nestjs/common';
import { type FieldError, Refusal, forbidden, invalid, notFound } from '@opora/kit';
import { Actor, Database, Ids, type Sql, validationPipe } from '@opora/platform';
import { TicketListQuery } from '../lists/list.dto';
import { TicketQueries } from '../lists/ticket.queries';
import type { ViewBody, ViewCount, ViewPatch, ViewReply } from './views.dto';

interface ViewRow extends Omit<ViewReply, 'mine'> {
  ownerId: string;
}

const SELECT = `select v.id, v.owner_id as "ownerId", v.name, v.filter, v.columns, v.sort, v.shared_with as "sharedWith", v.group_id as "groupId", v.position, v.version from saved_view v`;
/** One's own, and what was shared with all or with a group of one's own. */
const READABLE = `(v.owner_id = $1 or v.shared_with = 'all' and $2 or v.shared_with = 'group' and v.group_id = any($3::uuid[]))`;

/** Named filters of ticket lists. A shared view shows each reader what that reader may see (`security.md` BO-16). */
@Injectable()
export class SavedViews {
  private readonly pipe = validationPipe();

  constructor(
    private readonly database: Database,
    private readonly tickets: TicketQueries,
    private readonly ids: Ids,
  ) {}

  async list(actor: Actor): Promise<ViewReply[]> {
    return (await this.database.sql.rows<ViewRow>(`${SELECT} where ${READABLE} order by v.position, v.name, v.id`, readerOf(actor))).map((row) => replyOf(actor, row));
  }

  async get(actor: Actor, id: string): Promise<ViewReply> {
    return replyOf(actor, await this.find(this.database.sql, actor, id));
  }

  async create(actor: Actor, body: ViewBody): Promise<ViewReply> {
    const shared = shareOf(actor, body.sharedWith ?? 'none', body.groupId ?? null);
    await this.validate(body.filter);
    return this.database.tx(async (tx) => {
      const id = this.ids.next();
      await tx.run('insert into saved_view (id, owner_id, name, filter, columns, sort, shared_with, group_id, position, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)', [
        id, actor.personId, body.name, JSON.stringify(body.filter), JSON.stringify(body.columns ?? []), body.sort ?? null, shared.sharedWith, shared.groupId, body.position ?? 0, tx.now,
      ]);
      return replyOf(actor, await this.find(tx, actor, id));
    }, { operation: actor.operation });
  }

  /** @throws Refusal 403 for another's, 404, 412 */
  async change(actor: Actor, id: string, ifMatch: number | '*', patch: ViewPatch): Promise<ViewReply> {
    if (patch.filter) await this.validate(patch.filter);
    return this.database.tx(async (tx) => {
      const view = await this.own(tx, actor, id, ifMatch);
      const next = { ...view, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) };
      const shared = shareOf(actor, next.sharedWith, next.sharedWith === 'group' ? next.groupId : null);
      await tx.run('update saved_view set name = $2, filter = $3, columns = $4, sort = $5, shared_with = $6, group_id = $7, position = $8, version = version + 1, updated_at = $9 where id = $1', [
        id, next.name, JSON.stringify(next.filter), JSON.stringify(next.columns), next.sort, shared.sharedWith, shared.groupId, next.position, tx.now,
      ]);
      return replyOf(actor, await this.find(tx, actor, id));
    });
  }

  async remove(actor: Actor, id: string, ifMatch: number | '*'): Promise<void> {
    await this.database.tx(async (tx) => {
      await this.own(tx, actor, id, ifMatch);
      await tx.run('delete from saved_view where id = $1', [id]);
    });
  }

  /** Counts of several views in one statement; a view whose filter is no longer the reader's to use counts as empty. */
  async counts(actor: Actor, ids: readonly string[]): Promise<ViewCount[]> {
    const [me, staff, groups] = readerOf(actor);
    const views = await this.database.sql.rows<ViewRow>(`${SELECT} where ${READABLE} and v.id = any($4::uuid[])`, [me, staff, groups, ids]);
    const counts = await this.tickets.counts(actor, views.map((view) => view.filter as Partial<TicketListQuery>)).catch((error: unknown) => {
      if (error instanceof Refusal) return null;
      throw error;
    });
    if (counts) return views.map((view, i) => ({ id: view.id, count: counts[i] ?? 0 }));
    return Promise.all(views.map(async (view) => ({ id: view.id, count: await this.countOne(actor, view) })));
  }

  private async countOne(actor: Actor, view: ViewRow): Promise<number> {
    try {
      return (await this.tickets.counts(actor, [view.filter as Partial<TicketListQuery>]))[0] ?? 0;
    } catch (error) {
      if (error instanceof Refusal) return 0;
      throw error;
    }
  }

  /** The filter is what a list would take. @throws Refusal 422 naming the place within it */
  private async validate(filter: Record<string, unknown>): Promise<void> {
    for (const name of ['limit', 'cursor', 'count', 'sort']) if (name in filter) throw invalid(`/filter/${name}`, 'unknown_filter');
    try {
      await this.pipe.transform(filter, { type: 'query', metatype: TicketListQuery });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal('invalid', { errors: (error.errors ?? []).map((one): FieldError => ({ ...one, pointer: `/filter${one.pointer}` })) });
    }
  }

  private async own(sql: Sql, actor: Actor, id: string, ifMatch: number | '*'): Promise<ViewRow> {
    const view = await this.find(sql, actor, id);
    if (view.ownerId !== actor.personId) throw forbidden('view.own');
    if (ifMatch !== '*' && ifMatch !== view.version) throw new Refusal('stale', { status: 412, extra: { version: view.version } });
    return view;
  }

  private async find(sql: Sql, actor: Actor, id: string): Promise<ViewRow> {
    const view = await sql.one<ViewRow>(`${SELECT} where v.id = $4 and ${READABLE}`, [...readerOf(actor), id]);
    if (!view) throw notFound();
    return view;
  }
}

const readerOf = (actor: Actor): [string, boolean, string[]] => [actor.personId, actor.face === 'staff' || actor.face === 'auditor', actor.groupIds('view')];

function shareOf(actor: Actor, sharedWith: 'none' | 'group' | 'all', groupId: string | null): { sharedWith: string; groupId: string | null } {
  if (sharedWith === 'none') return { sharedWith, groupId: null };
  const scopes = actor.scopes('view.share');
  if (sharedWith === 'all' && !scopes.has('all')) throw forbidden('view.share');
  if (sharedWith === 'all') return { sharedWith, groupId: null };
  if (groupId === null) throw invalid('/groupId', 'required');
  if (!scopes.has('all') && !(scopes.has('gm') && actor.groupIds('manage').includes(groupId))) throw forbidden('view.share');
  return { sharedWith, groupId };
}

const replyOf = (actor: Actor, { ownerId, ...view }: ViewRow): ViewReply => ({ ...view, mine: ownerId === actor.personId });
