import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { type Page, forbidden, invalid, notFound } from '@opora/kit';
import { Directory } from '@opora/organisation';
import { type Actor, Clock, Cursors, Database, Ids, type Sql, type Tx } from '@opora/platform';
import { MaintenanceWindow } from '../entities';
import type { Covered, CreateMaintenanceWindow, MaintenanceWindowReply, UpdateMaintenanceWindow, WindowQuery } from './windows.dto';

/* What an employee is told of planned work: services that everybody may see, while it runs or soon will. */
const PUBLIC = `exists (select 1 from service s where s.id = any(x.service_ids) and s.status = 'live' and not s.restricted) and x.to_at > :now and x.from_at < :soon and x.active`;
const SOON_MS = 7 * 86_400_000;

/** Planned work: its alerts are counted, and call nobody. */
@Injectable()
export class MaintenanceWindows {
  private readonly directory: Directory<MaintenanceWindow>;

  constructor(
    private readonly database: Database,
    journal: Journal,
    private readonly ids: Ids,
    cursors: Cursors,
    private readonly clock: Clock,
  ) {
    this.directory = new Directory<MaintenanceWindow>({ entity: MaintenanceWindow, kind: 'maintenance_window', order: 'fromAt', search: ['title'] }, database, journal, ids, cursors);
  }

  async list(actor: Actor, query: WindowQuery): Promise<Page<MaintenanceWindowReply>> {
    const now = this.clock.now();
    const page = await this.directory.list(actor, query, (builder) => {
      if (!seesAll(actor)) builder.andWhere(PUBLIC, { now, soon: new Date(now.getTime() + SOON_MS) });
      if (query.when === 'current') builder.andWhere('x.to_at > :when and x.active', { when: now });
      if (query.when === 'over') builder.andWhere('(x.to_at <= :when or not x.active)', { when: now });
    });
    return { ...page, items: await this.replies(this.database.sql, actor, page.items) };
  }

  async read(actor: Actor, id: string): Promise<MaintenanceWindowReply> {
    const window = await this.directory.read(id);
    if (!seesAll(actor)) {
      const now = this.clock.now();
      const shown = await this.database.dataSource.manager.createQueryBuilder(MaintenanceWindow, 'x').where('x.id = :id', { id }).andWhere(PUBLIC, { now, soon: new Date(now.getTime() + SOON_MS) }).getCount();
      if (shown === 0) throw notFound();
    }
    return this.one(this.database.sql, actor, window);
  }

  create(actor: Actor, body: CreateMaintenanceWindow, id: string = this.ids.next()): Promise<MaintenanceWindowReply> {
    return this.database.tx(
      async (tx) => {
        const fields = { title: body.title, fromAt: new Date(body.from), toAt: new Date(body.to), serviceIds: body.serviceIds ?? [], itemIds: body.configurationItemIds ?? [], sourceIds: body.sourceIds ?? [] };
        await this.check(tx, actor, fields);
        return this.one(tx, actor, await this.directory.create(tx, actor, { ...fields, createdById: actor.personId, active: true }, id));
      },
      { operation: actor.operation },
    );
  }

  update(actor: Actor, id: string, ifMatch: number | '*', body: UpdateMaintenanceWindow): Promise<MaintenanceWindowReply> {
    return this.database.tx(async (tx) => {
      const before = await this.directory.claim(tx, id, ifMatch);
      const fields = {
        title: body.title ?? before.title, fromAt: body.from === undefined ? before.fromAt : new Date(body.from), toAt: body.to === undefined ? before.toAt : new Date(body.to), serviceIds: body.serviceIds ?? before.serviceIds,
        itemIds: body.configurationItemIds ?? before.itemIds, sourceIds: body.sourceIds ?? before.sourceIds, active: body.active ?? before.active,
      };
      await this.check(tx, actor, before);
      await this.check(tx, actor, fields);
      const window = await this.directory.update(tx, actor, id, ifMatch, fields);
      /* What was kept quiet by the window as it was has to be looked at again. */
      await tx.run(`update alert set decide_at = $2 where suppressed = 'maintenance' and suppressed_by = $1 and state <> 'cleared'`, [id, tx.now]);
      return this.one(tx, actor, window);
    });
  }

  /** @throws Refusal 403 for services that are not the specialist's own (`security.md` EV-12), 422 */
  private async check(tx: Tx, actor: Actor, { fromAt, toAt, serviceIds, itemIds, sourceIds }: Pick<MaintenanceWindow, 'fromAt' | 'toAt' | 'serviceIds' | 'itemIds' | 'sourceIds'>): Promise<void> {
    if (toAt <= fromAt) throw invalid('/to', 'event.window.order');
    if (serviceIds.length + itemIds.length + sourceIds.length === 0) throw invalid('', 'event.window.scope_required');
    for (const [field, table, ids] of [['serviceIds', 'service', serviceIds], ['configurationItemIds', 'configuration_item', itemIds], ['sourceIds', 'event_source', sourceIds]] as const) {
      const known = await namesOf(tx, table, ids, false);
      ids.forEach((id, index) => {
        if (!known.has(id.toLowerCase())) throw invalid(`/${field}/${index}`, 'unknown_reference');
      });
    }
    if (actor.scopes('maintenance.write').has('all')) return;
    const row = await tx.one<{ services: boolean; items: boolean }>(
      `select not exists (select 1 from unnest($1::uuid[]) s where not exists (select 1 from service_group g where g.service_id = s and g.group_id = any($3::uuid[]))) as services,
         not exists (select 1 from unnest($2::uuid[]) i where not exists (select 1 from ci_service cs join service_group g on g.service_id = cs.service_id where cs.ci_id = i and g.group_id = any($3::uuid[]))) as items`,
      [serviceIds, itemIds, actor.groupIds('work')],
    );
    if (!row?.services || !row.items || sourceIds.length > 0) throw forbidden('maintenance.write');
  }

  private async one(sql: Sql, actor: Actor, window: MaintenanceWindow): Promise<MaintenanceWindowReply> {
    return (await this.replies(sql, actor, [window]))[0] as MaintenanceWindowReply;
  }

  private async replies(sql: Sql, actor: Actor, windows: readonly MaintenanceWindow[]): Promise<MaintenanceWindowReply[]> {
    const whole = seesAll(actor);
    const english = actor.locale === 'en';
    const services = await namesOf(sql, 'service', windows.flatMap(({ serviceIds }) => serviceIds), english, !whole);
    const [items, sources] = [await namesOf(sql, 'configuration_item', whole ? windows.flatMap(({ itemIds }) => itemIds) : [], english), await namesOf(sql, 'event_source', whole ? windows.flatMap(({ sourceIds }) => sourceIds) : [], english)];
    const people = new Map((await sql.rows<{ id: string; name: string }>('select id, display_name as name from person where id = any($1::uuid[])', [whole ? windows.map(({ createdById }) => createdById) : []])).map(({ id, name }) => [id, name]));
    const covered = (ids: readonly string[], names: ReadonlyMap<string, string>): Covered[] => ids.flatMap((id) => (names.has(id) ? [{ id, name: names.get(id) as string }] : []));
    return windows.map((window) => ({
      id: window.id, title: window.title, from: window.fromAt.toISOString(), to: window.toAt.toISOString(), phase: this.phase(window), services: covered(window.serviceIds, services), configurationItems: covered(window.itemIds, items),
      sources: covered(window.sourceIds, sources), active: window.active, createdBy: people.get(window.createdById) ?? null, version: window.version,
    }));
  }

  private phase({ active, fromAt, toAt }: MaintenanceWindow): MaintenanceWindowReply['phase'] {
    const now = this.clock.now();
    if (!active) return 'cancelled';
    if (toAt <= now) return 'over';
    return fromAt > now ? 'planned' : 'running';
  }
}

const seesAll = (actor: Actor): boolean => actor.scopes('maintenance.read').has('all');

async function namesOf(sql: Sql, table: 'service' | 'configuration_item' | 'event_source', ids: readonly string[], english: boolean, publicOnly = false): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const name = table === 'service' ? (english ? 'name_en' : 'name_uk') : 'name';
  const rows = await sql.rows<{ id: string; name: string }>(`select id, ${name} as name from ${table} where id = any($1::uuid[]) ${publicOnly ? `and status = 'live' and not restricted` : ''}`, [[...new Set(ids)]]);
  return new Map(rows.map((row) => [row.id, row.name]));
}
