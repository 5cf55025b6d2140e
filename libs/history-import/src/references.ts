import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Catalogue } from '@opora/catalogue';
import { Organisation } from '@opora/organisation';
import { type Actor, type Sql, type Tx } from '@opora/platform';
import type { History, Someone } from './domain';

type Kind = 'group' | 'service' | 'category' | 'location' | 'item';

/** Names of the log → identifiers of ours. */
export class Known {
  private readonly ids = new Map<string, string>();

  constructor(private readonly below: Known | null = null) {}

  get(kind: Kind | 'person', name: string): string | undefined {
    return this.ids.get(`${kind} ${name}`) ?? this.below?.get(kind, name);
  }

  set(kind: Kind | 'person', name: string, id: string): void {
    this.ids.set(`${kind} ${name}`, id);
  }

  /** What a transaction found or made is known for good when it is committed, and not before. */
  keep(): void {
    for (const [key, id] of this.ids) this.below?.ids.set(key, id);
  }

  must(kind: Kind | 'person', name: string): string {
    const id = this.get(kind, name);
    if (id === undefined) throw new Error(`${kind} ${name} was not resolved`);
    return id;
  }
}

const lower = (name: string): string => name.trim().toLowerCase();
const SEPARATOR = '\u001f';
/** A category is known by its service and its way from the root. */
export const categoryName = (service: string | null, path: readonly string[]): string => [service ?? '', ...path].map(lower).join(SEPARATOR);
export const personName = (source: string, person: Someone): string => (person.email ?? addressOf(source, person.name));

/** Somebody without an address gets one that no letter can reach (RFC 6761), the same in every run. */
function addressOf(source: string, name: string): string {
  const plain = lower(name).replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);
  return `${plain === '' ? 'person' : plain}-${digestOf('person', lower(name)).slice(0, 8)}@${source}.import.invalid`;
}

const digestOf = (kind: string, name: string): string => createHash('sha256').update(`opora import ${kind} ${name}`).digest('hex');

/** The same record in every installation and every run, so that a second import finds what the first one made, whatever it is called by now. */
function idOf(kind: string, name: string): string {
  const hex = digestOf(kind, name);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Groups, services, categories, items, places and people that a log names: found by name (people by address alone), else made. */
@Injectable()
export class ImportReferences {
  constructor(
    private readonly organisation: Organisation,
    private readonly catalogue: Catalogue,
  ) {}

  /** @param known grows by all that these tickets name */
  async resolve(tx: Tx, actor: Actor, source: string, histories: readonly History[], known: Known): Promise<void> {
    const standing = histories.flatMap((history) => [history, ...history.entries.flatMap(({ changes }) => changes.flatMap(({ field, from, to }) => [{ [field]: from }, { [field]: to }] as Partial<History>[]))]);
    const named = (of: (one: Partial<History>) => string | null | undefined): string[] => [...new Set(standing.flatMap((one) => of(one) ?? []))];
    await this.byName(tx, known, 'group', named(({ group }) => group), 'support_group', (id, name) => this.organisation.groups.create(tx, actor, { nameUk: name, nameEn: name, line: 1, strategy: 'manual' }, id));
    await this.byName(tx, known, 'service', named(({ service }) => service), 'service', (id, name) => this.catalogue.services.create(tx, actor, { nameUk: name, nameEn: name, criticality: 'medium', status: 'live', restricted: false }, id));
    await this.byName(tx, known, 'location', named(({ location }) => location), 'location', (id, name) => this.organisation.locations.create(tx, actor, { nameUk: name, nameEn: name }, id));
    await this.items(tx, actor, known, named(({ item }) => item));
    await this.categories(tx, actor, known, histories);
    await this.people(tx, actor, source, known, histories);
  }

  private async byName(tx: Tx, known: Known, kind: Kind, names: readonly string[], table: 'support_group' | 'service' | 'location', create: (id: string, name: string) => Promise<unknown>): Promise<void> {
    const unknown = [...new Map(names.filter((name) => known.get(kind, lower(name)) === undefined).map((name) => [lower(name), name])).entries()];
    if (unknown.length === 0) return;
    const found = await foundBy(tx, `select x.n, t.id from unnest($1::text[], $2::uuid[]) as x(n, id) join ${table} t on t.id = x.id or lower(t.name_uk) = x.n or lower(t.name_en) = x.n order by x.n, t.id <> x.id, t.active desc, t.id`, unknown.map(([key]) => key), kind);
    for (const [key, name] of unknown) {
      const id = found.get(key) ?? idOf(kind, key);
      if (!found.has(key)) await create(id, name.trim());
      known.set(kind, key, id);
    }
  }

  private async items(tx: Tx, actor: Actor, known: Known, names: readonly string[]): Promise<void> {
    const unknown = [...new Map(names.filter((name) => known.get('item', lower(name)) === undefined).map((name) => [lower(name), name])).entries()];
    if (unknown.length === 0) return;
    const found = await foundBy(tx, 'select x.n, t.id from unnest($1::text[], $2::uuid[]) as x(n, id) join configuration_item t on t.id = x.id or lower(t.name) = x.n order by x.n, t.id <> x.id, t.id', unknown.map(([key]) => key), 'item');
    const missing = unknown.filter(([key]) => !found.has(key));
    await this.catalogue.items.createMany(tx, actor, missing.map(([key, name]) => ({ id: idOf('item', key), name: name.trim(), class: 'import', status: 'in_use' as const })));
    for (const [key] of unknown) known.set('item', key, found.get(key) ?? idOf('item', key));
  }

  /** From the root of each tree down, since a category needs the one above it. */
  private async categories(tx: Tx, actor: Actor, known: Known, histories: readonly History[]): Promise<void> {
    const paths = histories.flatMap((history) => [...(history.category ? [history.category] : []), ...history.entries.flatMap(({ changes }) => changes.flatMap(({ field, from, to }) => (field === 'category' ? [from, to].filter((one): one is string[] => Array.isArray(one)) : [])))].map((path) => ({ service: history.service, path })));
    const steps = paths.flatMap(({ service, path }) => path.map((_name, i) => ({ service, path: path.slice(0, i + 1) }))).sort((a, b) => a.path.length - b.path.length);
    for (const { service, path } of steps) {
      const key = categoryName(service, path);
      if (known.get('category', key) !== undefined) continue;
      const name = (path.at(-1) as string).trim();
      const parentId = path.length > 1 ? known.must('category', categoryName(service, path.slice(0, -1))) : null;
      const serviceId = service === null ? null : known.must('service', lower(service));
      const found = await tx.one<{ id: string }>(
        'select id from category where id = $1 or (service_id is not distinct from $2 and parent_id is not distinct from $3 and $4 in (lower(name_uk), lower(name_en))) order by id <> $1, active desc, id limit 1',
        [idOf('category', key), serviceId, parentId, lower(name)],
      );
      if (!found) await this.catalogue.categories.create(tx, actor, { nameUk: name, nameEn: name, serviceId, parentId, restricted: false }, idOf('category', key));
      known.set('category', key, found?.id ?? idOf('category', key));
    }
  }

  /** By the address alone: a name may be that of another. Somebody without an address of the log cannot sign in and gets no letter. */
  private async people(tx: Tx, actor: Actor, source: string, known: Known, histories: readonly History[]): Promise<void> {
    const all = histories.flatMap((history) => [
      history.requester ?? unknownRequester(source), history.reporter, history.assignee,
      ...history.entries.flatMap(({ changes }) => changes.flatMap(({ field, from, to }) => (field === 'assignee' || field === 'requester' ? [from as Someone | null, to as Someone | null] : []))),
    ]);
    const unknown = [...new Map(all.flatMap((one) => (one !== null && known.get('person', personName(source, one)) === undefined ? [[personName(source, one), one] as const] : [])))];
    if (unknown.length === 0) return;
    const addresses = unknown.map(([address]) => address);
    const find = async (): Promise<void> => {
      for (const { id, email } of await tx.rows<{ id: string; email: string }>('select id, lower(email) as email from person where lower(email) = any($1)', [addresses])) known.set('person', email, id);
    };
    await find();
    const missing = unknown.filter(([address]) => known.get('person', address) === undefined);
    if (missing.length === 0) return;
    for (let at = 0; at < missing.length; at += 500)
      await this.organisation.people.createMany(tx, actor, missing.slice(at, at + 500).map(([address, one]) => ({ id: idOf('person', address), email: address, displayName: one.name, locale: 'uk' as const, timeZone: 'Europe/Kyiv', vip: false, active: one.email !== null, origin: 'import' as const, preferences: {} })));
    await find();
  }
}

/** Whom a ticket belongs to of which the log does not say. */
export const unknownRequester = (source: string): Someone => ({ name: `Unknown (${source})`, email: null });

async function foundBy(sql: Sql, text: string, names: readonly string[], kind: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { n, id } of await sql.rows<{ n: string; id: string }>(text, [names, names.map((name) => idOf(kind, name))])) if (!found.has(n)) found.set(n, id);
  return found;
}
