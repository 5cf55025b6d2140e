import { Journal } from '@opora/journal';
import { type Page, Refusal, invalid, notFound, unknownReference } from '@opora/kit';
import { type Actor, Cursors, Database, Ids, type ListQuery, type Tx, codeOf, constraintOf, isUniqueViolation, queryKey } from '@opora/platform';
import type { DeepPartial, EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral, SelectQueryBuilder } from 'typeorm';

export interface Record_ extends ObjectLiteral {
  id: string;
  version: number;
}

export interface DirectorySpec<E extends Record_> {
  entity: EntityTarget<E>;
  /** Kind of its journal stream: `group`, `service`. */
  kind: string;
  /** Property that lists are ordered by, beside the id. */
  order: keyof E & string;
  /** Properties that `q` looks in. */
  search: readonly (keyof E & string)[];
  /** Property that points at the record above, where records form a tree without loops. */
  parent?: keyof E & string;
}

/** What records that an administrator keeps have in common: paged lists, optimistic versions, a journal entry field by field for each change. */
export class Directory<E extends Record_> {
  constructor(
    private readonly spec: DirectorySpec<E>,
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly ids: Ids,
    private readonly cursors: Cursors,
  ) {}

  /** @param search properties that `q` looks in, where the caller may not see all of them */
  async list(actor: Actor, query: ListQuery, narrow: (builder: SelectQueryBuilder<E>) => void = () => undefined, search: readonly (keyof E & string)[] = this.spec.search): Promise<Page<E>> {
    const { order, entity } = this.spec;
    const descending = query.sort === `-${order}`;
    if (query.sort !== undefined && query.sort !== order && !descending) throw invalid('/sort', 'unknown_sort');
    const builder = this.database.dataSource.manager.createQueryBuilder(entity, 'x');
    narrow(builder);
    if (query.q !== undefined) {
      const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`;
      builder.andWhere(`(${search.map((property) => `x.${property} ilike :like`).join(' or ')})`, { like });
    }
    const total = query.count === undefined ? undefined : await builder.getCount();
    const key = `${this.spec.kind}${queryKey(query)}`;
    if (query.cursor !== undefined) {
      const [value, id] = this.cursors.decode(actor, key, query.cursor);
      builder.andWhere(`(x.${order}, x.id) ${descending ? '<' : '>'} (:value, :id)`, { value, id });
    }
    const way = descending ? 'DESC' : 'ASC';
    const rows = await builder.orderBy(`x.${order}`, way).addOrderBy('x.id', way).take(query.limit + 1).getMany();
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const nextCursor = rows.length > query.limit && last ? this.cursors.encode(actor, key, [last[order], last.id]) : null;
    return { items, nextCursor, ...(total === undefined ? {} : { total }) };
  }

  /** @throws Refusal 404 */
  async read(id: string, manager: EntityManager = this.database.dataSource.manager): Promise<E> {
    const found = await manager.findOneBy(this.spec.entity, { id } as FindOptionsWhere<E>);
    if (!found) throw notFound();
    return found;
  }

  async create(tx: Tx, actor: Actor, fields: DeepPartial<E>, id: string = this.ids.next()): Promise<E> {
    const record = tx.manager.create(this.spec.entity, { active: true, ...fields, id, version: 1 } as DeepPartial<E>);
    await this.checkParent(tx, record);
    await this.write(() => tx.manager.insert(this.spec.entity, record as never));
    const stored = await this.read(id, tx.manager);
    await this.record(tx, actor, id, 'created', changesBetween({}, stored), 1);
    return stored;
  }

  /** For many at once (history import): one whose identifier or unique name is taken is left out. No parent is checked. @returns the identifiers that are there now because of it */
  async createMany(tx: Tx, actor: Actor, records: readonly (DeepPartial<E> & { id: string })[]): Promise<string[]> {
    if (records.length === 0) return [];
    const whole = records.map((record) => tx.manager.create(this.spec.entity, { active: true, ...record, version: 1 } as DeepPartial<E>));
    const { raw } = await tx.manager.createQueryBuilder().insert().into(this.spec.entity).values(whole as never).orIgnore().updateEntity(false).returning('id').execute();
    const made = new Set((raw as { id: string }[]).map(({ id }) => id));
    await this.journal.appendMany(
      tx,
      whole.filter(({ id }) => made.has(id)).map((record) => ({ streamId: record.id, streamKind: this.spec.kind, kind: `${this.spec.kind}.created`, actor, data: { changes: changesBetween({}, record) }, version: 1 })),
    );
    return [...made];
  }

  /** @throws Refusal 404, 412 with `changedFields`, 422 */
  async update(tx: Tx, actor: Actor, id: string, ifMatch: number | '*', fields: DeepPartial<E>): Promise<E> {
    const before = await this.claim(tx, id, ifMatch);
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const after = { ...before, ...given } as E;
    const changes = changesBetween(before, after);
    if (changes.length === 0) return before;
    await this.checkParent(tx, after);
    const version = before.version + 1;
    await this.write(() => tx.manager.update(this.spec.entity, { id } as FindOptionsWhere<E>, { ...given, version } as never));
    await this.record(tx, actor, id, 'changed', changes, version);
    return { ...after, version };
  }

  /** Locks the record and compares the version. */
  async claim(tx: Tx, id: string, ifMatch: number | '*'): Promise<E> {
    const found = await tx.manager.findOne(this.spec.entity, { where: { id } as FindOptionsWhere<E>, lock: { mode: 'pessimistic_write' } });
    if (!found) throw notFound();
    if (ifMatch !== '*' && ifMatch !== found.version) {
      const since = await tx.rows<{ data: { changes?: { field: string }[] } }>('select data from journal where stream_id = $1 and version > $2 order by seq', [id, ifMatch]);
      throw new Refusal('stale', { status: 412, extra: { changedFields: [...new Set(since.flatMap(({ data }) => (data.changes ?? []).map(({ field }) => field)))] } });
    }
    return found;
  }

  /** A change of what belongs to the claimed record but stands in other tables (roles, groups of a service): its version moves with it. */
  async amend(tx: Tx, actor: Actor, before: E, what: string, changes: readonly { field: string; from: unknown; to: unknown }[]): Promise<E> {
    const version = before.version + 1;
    await tx.manager.update(this.spec.entity, { id: before.id } as FindOptionsWhere<E>, { version } as never);
    await this.record(tx, actor, before.id, what, changes, version);
    return { ...before, version };
  }

  /** An entry for what is no part of the record: members, roles, a password set. */
  async note(tx: Tx, actor: Actor, id: string, what: string, changes: readonly { field: string; from: unknown; to: unknown }[], reason?: string): Promise<void> {
    await this.journal.append(tx, { streamId: id, streamKind: this.spec.kind, kind: `${this.spec.kind}.${what}`, actor, data: { changes, ...(reason === undefined ? {} : { reason }) } });
  }

  private async record(tx: Tx, actor: Actor, id: string, what: string, changes: readonly { field: string; from: unknown; to: unknown }[], version: number): Promise<void> {
    await this.journal.append(tx, { streamId: id, streamKind: this.spec.kind, kind: `${this.spec.kind}.${what}`, actor, data: { changes }, version });
  }

  private async write(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (isUniqueViolation(error)) throw invalid(`/${(constraintOf(error) ?? '').split('_').at(-1) ?? ''}`, 'already_taken');
      if (codeOf(error) === '23503') throw unknownReference(`/${pointerOf(constraintOf(error))}`);
      throw error;
    }
  }

  private async checkParent(tx: Tx, record: E): Promise<void> {
    const { parent } = this.spec;
    if (!parent || !record[parent]) return;
    /* Two who move branches at a time could close a loop that neither of them sees. */
    await tx.run('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`tree of ${this.spec.kind}`]);
    const seen = new Set<string>([record.id]);
    for (let above: string | null = record[parent] as string; above !== null; ) {
      if (seen.has(above)) throw invalid(`/${parent}`, 'loop');
      seen.add(above);
      const next: E | null = await tx.manager.findOneBy(this.spec.entity, { id: above } as FindOptionsWhere<E>);
      if (!next) throw unknownReference(`/${parent}`);
      above = (next[parent] as string | null) ?? null;
    }
  }
}

/** `service_owner_id_fkey` → `ownerId`. */
function pointerOf(constraint: string | undefined): string {
  const column = /_([a-z]+_id)_fkey$/.exec(constraint ?? '')?.[1] ?? '';
  return column.replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}

const HIDDEN = new Set(['version', 'updatedAt', 'createdAt', 'preferences']);

function changesBetween(before: object, after: object): { field: string; from: unknown; to: unknown }[] {
  const from = before as Record<string, unknown>;
  return Object.entries(after)
    .filter(([field, value]) => !HIDDEN.has(field) && JSON.stringify(from[field] ?? null) !== JSON.stringify(value ?? null))
    .map(([field, value]) => ({ field, from: from[field] ?? null, to: value ?? null }));
}
