import { Injectable } from '@nestjs/common';
import { EMPTY_FORM, type Words } from '@opora/form';
import { type Page, Refusal, conflict, forbidden, invalid, notFound } from '@opora/kit';
import { nameIn } from '@opora/organisation';
import { type Actor, Clock, Database, Ids, type Sql, type Tx } from '@opora/platform';
import { Catalogue } from '../catalogue';
import { type OfferingDefinition, checkDefinition, entitled } from '../domain/offering';
import type { CreateOffering, OfferingQuery, UpdateOffering } from '../dto/offerings.dto';
import type { OfferingReply, OfferingRow, OfferingVersionReply } from '../dto/offering-replies.dto';
import type { Offering } from '../entities';
import { belongingOf, entitledIn } from './belonging';
import { checkRecords } from './records';

interface Shown {
  definition: OfferingDefinition | null;
  number: number | null;
  serviceUk: string | null;
  serviceEn: string | null;
  ordered: number;
}

const DAYS_90_MS = 90 * 86_400_000;
const keeps = (actor: Actor): boolean => actor.scopes('offering.read').has('all');

/** What can be ordered: drafts, versions, and what of it a caller may see (`domain.md` §2; `security.md` D.7). */
@Injectable()
export class Offerings {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Employees see what is published and what they may order; who keeps the catalogue sees all. */
  async list(actor: Actor, query: OfferingQuery): Promise<Page<OfferingRow>> {
    const mine = keeps(actor) ? null : await belongingOf(this.database.sql, actor.personId);
    const page = await this.catalogue.offerings.list(actor, query, (builder) => {
      if (query.kind) builder.andWhere('x.kind in (:...kind)', { kind: query.kind });
      if (query.status) builder.andWhere('x.status in (:...status)', { status: query.status });
      if (query.serviceId) builder.andWhere('x.serviceId = :serviceId', { serviceId: query.serviceId });
      if (mine)
        builder.andWhere(
          `x.status = 'published' and exists (select 1 from offering_version v where v.id = x.published_id and ${entitledIn(':departments', ':groups', ':locations')}) and exists (select 1 from service s where s.id = x.service_id and s.status = 'live')`,
          { departments: mine.departmentIds, groups: mine.groupIds, locations: mine.locationIds },
        );
    });
    const shown = await this.shown(page.items.map(({ id }) => id));
    return { ...page, items: page.items.map((offering) => rowOf(actor, offering, shown.get(offering.id))) };
  }

  /** @throws Refusal 404, 403 `offering.not_entitled`: what the catalogue has is no secret, and a page says whom to ask (`ux.md` §1.5.2) */
  async read(actor: Actor, id: string, sql: Sql = this.database.sql): Promise<OfferingReply> {
    const offering = await this.catalogue.offerings.read(id);
    const shown = (await this.shown([id], sql)).get(id);
    if (keeps(actor)) return this.reply(actor, offering, shown);
    if (offering.status !== 'published' || !shown?.definition) throw notFound();
    if (!entitled(shown.definition.entitlement, await belongingOf(sql, actor.personId))) throw new Refusal('offering.not_entitled', { status: 403, extra: { name: shown.definition.name[actor.locale], service: this.serviceOf(actor, shown) } });
    return this.reply(actor, offering, shown);
  }

  create(actor: Actor, { definition, ...fields }: CreateOffering): Promise<OfferingReply> {
    return this.database.tx(
      async (tx) => {
        await this.mayWrite(tx, actor, fields.serviceId);
        const draft = plain(definition);
        await this.check(tx, draft);
        const { id } = await this.catalogue.offerings.create(tx, actor, { ...fields, status: 'draft', nameUk: draft.name.uk, nameEn: draft.name.en, draft, publishedId: null });
        return this.fresh(tx, actor, id);
      },
      { operation: actor.operation },
    );
  }

  /** What is worked on; what is published stays as it is until it is published anew. */
  update(actor: Actor, id: string, ifMatch: number | '*', { definition, ...fields }: UpdateOffering): Promise<OfferingReply> {
    return this.database.tx(async (tx) => {
      const present = await this.catalogue.offerings.read(id, tx.manager);
      await this.mayWrite(tx, actor, present.serviceId);
      if (fields.serviceId !== undefined) await this.mayWrite(tx, actor, fields.serviceId);
      const draft = definition && plain(definition);
      if (draft) await this.check(tx, draft);
      await this.catalogue.offerings.update(tx, actor, id, ifMatch, { ...fields, ...(draft ? { draft, nameUk: draft.name.uk, nameEn: draft.name.en } : {}) });
      return this.fresh(tx, actor, id);
    });
  }

  /** Makes the draft a version that orders are placed by from now on. @throws Refusal 403, 409 nothing new, 412, 422 */
  publish(actor: Actor, id: string, ifMatch: number | '*', note: string | null): Promise<OfferingReply> {
    return this.database.tx(async (tx) => {
      const offering = await this.catalogue.offerings.claim(tx, id, ifMatch);
      await this.mayWrite(tx, actor, offering.serviceId);
      if (!(await tx.one(`select 1 from service where id = $1 and status = 'live'`, [offering.serviceId]))) throw invalid('/serviceId', 'offering.service_not_live');
      await this.check(tx, offering.draft, '/draft');
      const last = await tx.one<{ id: string; number: number; definition: OfferingDefinition }>('select id, number, definition from offering_version where offering_id = $1 order by number desc limit 1', [id]);
      const same = last !== null && canonical(last.definition) === canonical(offering.draft);
      if (same && offering.status === 'published') throw conflict('offering.unchanged', { state: offering.status });
      const versionId = same ? last.id : this.ids.next();
      if (!same)
        await tx.run('insert into offering_version (id, offering_id, number, definition, note, published_at, published_by) values ($1, $2, $3, $4, $5, $6, $7)', [
          versionId, id, (last?.number ?? 0) + 1, JSON.stringify(offering.draft), note, tx.now, actor.personId,
        ]);
      await this.catalogue.offerings.update(tx, actor, id, '*', { status: 'published', publishedId: versionId });
      return this.fresh(tx, actor, id);
    });
  }

  /** Nobody orders it any more; requests that were placed go on. */
  retire(actor: Actor, id: string, ifMatch: number | '*'): Promise<OfferingReply> {
    return this.database.tx(async (tx) => {
      const offering = await this.catalogue.offerings.claim(tx, id, ifMatch);
      await this.mayWrite(tx, actor, offering.serviceId);
      if (offering.status !== 'published') throw conflict('offering.not_published', { state: offering.status });
      await this.catalogue.offerings.update(tx, actor, id, '*', { status: 'retired' });
      return this.fresh(tx, actor, id);
    });
  }

  /** The newest first. */
  async versions(actor: Actor, id: string): Promise<OfferingVersionReply[]> {
    if (!keeps(actor)) throw forbidden('offering.read');
    await this.catalogue.offerings.read(id);
    const rows = await this.database.sql.rows<{ number: number; publishedAt: Date; publishedBy: string; note: string | null; definition: OfferingDefinition }>(
      `select v.number, v.published_at as "publishedAt", coalesce(p.display_name, '') as "publishedBy", v.note, v.definition from offering_version v left join person p on p.id = v.published_by where v.offering_id = $1 order by v.number desc`, [id],
    );
    return rows.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() }));
  }

  /** The version by which something was ordered, for as long as it is kept. */
  async version(sql: Sql, versionId: string): Promise<{ offeringId: string; number: number; definition: OfferingDefinition } | null> {
    return sql.one(`select offering_id as "offeringId", number, definition from offering_version where id = $1`, [versionId]);
  }

  private async fresh(tx: Tx, actor: Actor, id: string): Promise<OfferingReply> {
    return this.reply(actor, await this.catalogue.offerings.read(id, tx.manager), (await this.shown([id], tx)).get(id));
  }

  private async check(sql: Sql, draft: OfferingDefinition, base = '/definition'): Promise<void> {
    const errors = checkDefinition(draft, base);
    if (errors.length === 0) errors.push(...(await checkRecords(sql, draft, base)));
    if (errors.length > 0) throw new Refusal('invalid', { errors });
  }

  /** @throws Refusal 403 where the caller neither keeps the catalogue nor owns the service */
  private async mayWrite(sql: Sql, actor: Actor, serviceId: string | null): Promise<void> {
    if (actor.scopes('offering.write').has('all')) return;
    if (!(await sql.one('select 1 from service where id = $1 and owner_id = $2', [serviceId, actor.personId]))) throw forbidden('offering.write');
  }

  private async shown(ids: readonly string[], sql: Sql = this.database.sql): Promise<Map<string, Shown>> {
    const since = new Date(this.clock.now().getTime() - DAYS_90_MS);
    const rows = await sql.rows<Shown & { id: string }>(
      `select o.id, v.definition, v.number, s.name_uk as "serviceUk", s.name_en as "serviceEn", (select count(*)::int from offering_order r where r.offering_id = o.id and r.placed_at > $2) as ordered
       from offering o left join offering_version v on v.id = o.published_id left join service s on s.id = o.service_id where o.id = any($1)`, [ids, since],
    );
    return new Map(rows.map(({ id, ...rest }) => [id, rest]));
  }

  private serviceOf(actor: Actor, { serviceUk, serviceEn }: Shown): string | null {
    return serviceUk === null || serviceEn === null ? null : nameIn(actor.locale, { nameUk: serviceUk, nameEn: serviceEn });
  }

  private reply(actor: Actor, offering: Offering, shown: Shown | undefined): OfferingReply {
    const says = shown?.definition ?? offering.draft;
    const text = (words: Words | undefined): string | null => words?.[actor.locale] ?? null;
    return {
      ...rowOf(actor, offering, shown), description: says.description[actor.locale], outcome: text(says.outcome), form: says.form ?? EMPTY_FORM, number: shown?.number ?? null,
      ...(keeps(actor) ? { draft: offering.draft, published: shown?.definition ?? null, changed: shown?.definition ? canonical(shown.definition) !== canonical(offering.draft) : true } : {}),
    };
  }
}

function rowOf(actor: Actor, offering: Offering, shown: Shown | undefined): OfferingRow {
  const says = shown?.definition ?? offering.draft;
  const { id, kind, status, serviceId, categoryId, version } = offering;
  const service = serviceId === null || !shown?.serviceUk ? null : { id: serviceId, name: (actor.locale === 'en' ? shown.serviceEn : shown.serviceUk) ?? '' };
  return { id, kind, status, name: says.name[actor.locale], summary: says.summary[actor.locale], service, categoryId, cost: says.cost, approved: says.approval.length > 0, ordered: shown?.ordered ?? 0, version };
}

/** Without the classes of the body. */
const plain = (definition: object): OfferingDefinition => JSON.parse(JSON.stringify(definition)) as OfferingDefinition;

/** The same text for the same content: jsonb keeps no order of keys. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));
