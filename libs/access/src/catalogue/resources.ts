import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { type FieldError, type Page, Refusal, forbidden, notFound, unknownReference } from '@opora/kit';
import { Directory, nameIn } from '@opora/organisation';
import { type Actor, Cursors, Database, Ids, type Sql, type Tx } from '@opora/platform';
import { Webhooks } from '@opora/webhook';
import { AccessResource, Entitlement } from '../entities';
import type { CreateEntitlement, CreateResource, EntitlementReply, ResourceQuery, ResourceReply, UpdateEntitlement, UpdateResource } from './resources.dto';

/** What only those who answer for all resources may set: who decides, who carries out. */
const NOT_FOR_OWNERS = ['ownerId', 'provisioning', 'groupId', 'webhookId', 'serviceId', 'active'] as const;

const writesAll = (actor: Actor): boolean => actor.scopes('resource.write').has('all');
const mayWrite = (actor: Actor, { ownerId }: Pick<AccessResource, 'ownerId'>): boolean => writesAll(actor) || (actor.scopes('resource.write').has('res') && ownerId === actor.personId);
const seesAll = (actor: Actor): boolean => actor.scopes('resource.read').has('all');

/** Systems with the rights in them: what may be asked for, who decides, who carries out (`domain.md` §7). */
@Injectable()
export class Resources {
  private readonly resources: Directory<AccessResource>;
  private readonly entitlements: Directory<Entitlement>;

  constructor(
    private readonly database: Database,
    journal: Journal,
    ids: Ids,
    cursors: Cursors,
    private readonly webhooks: Webhooks,
  ) {
    const common = [database, journal, ids, cursors] as const;
    this.resources = new Directory<AccessResource>({ entity: AccessResource, kind: 'access_resource', order: 'nameUk', search: ['nameUk', 'nameEn', 'descriptionUk', 'descriptionEn'] }, ...common);
    this.entitlements = new Directory<Entitlement>({ entity: Entitlement, kind: 'entitlement', order: 'nameUk', search: ['nameUk', 'nameEn', 'code'] }, ...common);
  }

  async list(actor: Actor, query: ResourceQuery): Promise<Page<ResourceReply>> {
    const page = await this.resources.list(actor, query, (builder) => {
      if (!seesAll(actor)) builder.andWhere('(x.active or x.ownerId = :me)', { me: actor.personId });
      if (query.active !== undefined) builder.andWhere('x.active = :active', { active: query.active === 'true' });
      if (query.risk) builder.andWhere('x.risk in (:...risk)', { risk: query.risk });
      if (query.mine) builder.andWhere('x.ownerId = :me', { me: actor.personId });
    });
    return { ...page, items: await this.replies(this.database.sql, actor, page.items) };
  }

  /** @throws Refusal 404 */
  async read(actor: Actor, id: string, sql: Sql = this.database.sql): Promise<ResourceReply> {
    const resource = await this.resources.read(id);
    if (!resource.active && !seesAll(actor) && resource.ownerId !== actor.personId) throw notFound();
    return (await this.replies(sql, actor, [resource]))[0] as ResourceReply;
  }

  create(actor: Actor, body: CreateResource): Promise<ResourceReply> {
    if (!writesAll(actor)) throw forbidden('resource.write');
    return this.database.tx(async (tx) => (await this.replies(tx, actor, [await this.add(tx, actor, body)]))[0] as ResourceReply, { operation: actor.operation });
  }

  async add(tx: Tx, actor: Actor, body: CreateResource, id?: string): Promise<AccessResource> {
    await this.check(tx, body);
    return this.resources.create(tx, actor, { removalHours: 24, ...body }, id);
  }

  update(actor: Actor, id: string, ifMatch: number | '*', body: UpdateResource): Promise<ResourceReply> {
    return this.database.tx(async (tx) => {
      const before = await this.resources.claim(tx, id, ifMatch);
      this.refuseStranger(actor, before);
      if (!writesAll(actor)) refuseFields(body, NOT_FOR_OWNERS);
      await this.check(tx, { ...before, ...body });
      return (await this.replies(tx, actor, [await this.resources.update(tx, actor, id, ifMatch, body)]))[0] as ResourceReply;
    });
  }

  addEntitlement(actor: Actor, resourceId: string, body: CreateEntitlement): Promise<EntitlementReply> {
    return this.database.tx(
      async (tx) => {
        const resource = await this.resources.claim(tx, resourceId, '*');
        this.refuseStranger(actor, resource);
        return entitlementReply(actor, await this.enter(tx, actor, resourceId, body), resource);
      },
      { operation: actor.operation },
    );
  }

  enter(tx: Tx, actor: Actor, resourceId: string, body: CreateEntitlement, id?: string): Promise<Entitlement> {
    return this.entitlements.create(tx, actor, { ...body, code: body.code.trim(), resourceId }, id);
  }

  updateEntitlement(actor: Actor, resourceId: string, id: string, ifMatch: number | '*', body: UpdateEntitlement): Promise<EntitlementReply> {
    return this.database.tx(async (tx) => {
      const before = await this.entitlements.claim(tx, id, ifMatch);
      if (before.resourceId !== resourceId) throw notFound();
      const resource = await this.resources.read(resourceId, tx.manager);
      this.refuseStranger(actor, resource);
      return entitlementReply(actor, await this.entitlements.update(tx, actor, id, ifMatch, body), resource);
    });
  }

  private refuseStranger(actor: Actor, resource: AccessResource): void {
    if (!mayWrite(actor, resource)) throw resource.active || seesAll(actor) ? forbidden('resource.write') : notFound();
  }

  /** @throws Refusal 422 */
  private async check(tx: Tx, { ownerId, groupId, serviceId, provisioning, webhookId }: Partial<CreateResource>): Promise<void> {
    const known = await tx.one<{ owner: boolean; group: boolean; service: boolean }>(
      `select exists (select 1 from person where id = $1 and active and supplier_id is null) as owner, exists (select 1 from support_group where id = $2 and active) as group, $3::uuid is null or exists (select 1 from service where id = $3) as service`,
      [ownerId, groupId, serviceId ?? null],
    );
    if (!known?.owner) throw unknownReference('/ownerId');
    if (!known.group) throw unknownReference('/groupId');
    if (!known.service) throw unknownReference('/serviceId');
    if (webhookId && !(await this.webhooks.known(tx, webhookId))) throw unknownReference('/webhookId');
    if (provisioning === 'webhook' && !webhookId) throw new Refusal('invalid', { errors: [{ pointer: '/webhookId', code: 'required' }] });
  }

  private async replies(sql: Sql, actor: Actor, resources: readonly AccessResource[]): Promise<ResourceReply[]> {
    const name = actor.locale === 'en' ? 'name_en' : 'name_uk';
    const ids = resources.map(({ id }) => id);
    const rows = await sql.rows<{ id: string; ownerName: string; groupName: string; serviceName: string | null; held: number }>(
      `select r.id, o.display_name as "ownerName", g.${name} as "groupName", s.${name} as "serviceName",
         (select count(*) from access_grant a join entitlement e on e.id = a.entitlement_id where e.resource_id = r.id and a.state in ('active', 'suspended')) as held
       from access_resource r join person o on o.id = r.owner_id join support_group g on g.id = r.group_id left join service s on s.id = r.service_id where r.id = any($1)`,
      [ids],
    );
    const all = await sql.rows<Entitlement>(`select ${ENTITLEMENT} from entitlement e where e.resource_id = any($1) order by e.name_uk, e.id`, [ids]);
    return resources.map((resource) => {
      const row = rows.find(({ id }) => id === resource.id);
      const insider = seesAll(actor) || resource.ownerId === actor.personId;
      return {
        id: resource.id, name: nameIn(actor.locale, resource), description: actor.locale === 'en' ? resource.descriptionEn : resource.descriptionUk, nameUk: resource.nameUk, nameEn: resource.nameEn,
        descriptionUk: resource.descriptionUk, descriptionEn: resource.descriptionEn, owner: { id: resource.ownerId, displayName: row?.ownerName ?? '' }, risk: resource.risk, provisioning: resource.provisioning,
        group: { id: resource.groupId, name: row?.groupName ?? '' }, webhookId: insider ? resource.webhookId : null, service: resource.serviceId === null ? null : { id: resource.serviceId, name: row?.serviceName ?? '' },
        removalHours: resource.removalHours, held: insider ? (row?.held ?? 0) : 0, active: resource.active, mayWrite: mayWrite(actor, resource), version: resource.version,
        entitlements: all.filter(({ resourceId, active }) => resourceId === resource.id && (active || insider)).map((one) => entitlementReply(actor, one, resource)),
      };
    });
  }
}

const ENTITLEMENT = `e.id, e.resource_id as "resourceId", e.code, e.name_uk as "nameUk", e.name_en as "nameEn", e.description_uk as "descriptionUk", e.description_en as "descriptionEn", e.risk, e.approvals, e.max_days as "maxDays", e.active, e.version`;

const entitlementReply = (actor: Actor, one: Entitlement, resource: AccessResource): EntitlementReply => ({
  id: one.id, resourceId: one.resourceId, resourceName: nameIn(actor.locale, resource), code: one.code, name: nameIn(actor.locale, one), description: actor.locale === 'en' ? one.descriptionEn : one.descriptionUk, nameUk: one.nameUk,
  nameEn: one.nameEn, descriptionUk: one.descriptionUk ?? null, descriptionEn: one.descriptionEn ?? null, risk: one.risk ?? resource.risk, ownRisk: one.risk ?? null, approvals: one.approvals, maxDays: one.maxDays ?? null, active: one.active, version: one.version,
});

function refuseFields(body: object, fields: readonly string[]): void {
  const errors: FieldError[] = fields.filter((field) => (body as Record<string, unknown>)[field] !== undefined).map((field) => ({ pointer: `/${field}`, code: 'read_only' }));
  if (errors.length > 0) throw new Refusal('invalid', { errors });
}
