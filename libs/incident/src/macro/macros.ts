import { Injectable } from '@nestjs/common';
import { Catalogue } from '@opora/catalogue';
import { Journal } from '@opora/journal';
import { Refusal, notFound } from '@opora/kit';
import { type Actor, Database, Ids, type Sql, type Tx } from '@opora/platform';
import { macroFault } from '../domain/macro';
import type { MacroBody, MacroList, MacroReply } from './macro.dto';

const COLUMNS = {
  nameUk: 'name_uk', nameEn: 'name_en', replyUk: 'reply_uk', replyEn: 'reply_en', command: 'command', code: 'code', holdReason: 'hold_reason', serviceId: 'service_id', categoryId: 'category_id', impact: 'impact', urgency: 'urgency', tags: 'tags',
  position: 'position', active: 'active',
} as const satisfies Partial<Record<keyof MacroReply, string>>;
type Field = keyof typeof COLUMNS;
const FIELDS = Object.keys(COLUMNS) as Field[];
const SELECT = `select id, ${FIELDS.map((field) => `${COLUMNS[field]} as "${field}"`).join(', ')}, updated_at as "updatedAt", version from incident_macro`;

type Row = Omit<MacroReply, 'name' | 'updatedAt'> & { updatedAt: Date };
const BLANK: Pick<Row, Field> = { nameUk: '', nameEn: '', replyUk: null, replyEn: null, command: null, code: null, holdReason: null, serviceId: null, categoryId: null, impact: null, urgency: null, tags: [], position: 0, active: true };

/** Ready-made acts for what comes again and again: who may run them sees all, who leads keeps them. */
@Injectable()
export class Macros {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly catalogue: Catalogue,
    private readonly ids: Ids,
  ) {}

  async list(actor: Actor): Promise<MacroList> {
    const rows = await this.database.sql.rows<Row>(`${SELECT} order by active desc, position, name_uk, id`);
    return { items: rows.map((row) => replyOf(row, actor)), nextCursor: null };
  }

  /** @throws Refusal 404 */
  async get(actor: Actor, id: string): Promise<MacroReply> {
    return replyOf(await find(this.database.sql, id), actor);
  }

  /** @throws Refusal 422 */
  create(actor: Actor, body: MacroBody): Promise<MacroReply> {
    return this.database.tx(async (tx) => this.insert(tx, actor, body), { operation: actor.operation });
  }

  /** @throws Refusal 422 */
  async insert(tx: Tx, actor: Actor, body: MacroBody, id = this.ids.next()): Promise<MacroReply> {
    const next = await this.checked(tx, actor, { ...BLANK, ...body });
    await tx.run(`insert into incident_macro (id, ${FIELDS.map((field) => COLUMNS[field]).join(', ')}, updated_at) values ($1, ${FIELDS.map((_field, index) => `$${index + 3}`).join(', ')}, $2)`, [id, tx.now, ...FIELDS.map((field) => next[field])]);
    await this.record(tx, actor, id, 'macro.created', BLANK, next);
    return replyOf(await find(tx, id), actor);
  }

  /** @throws Refusal 404, 412, 422 */
  change(actor: Actor, id: string, ifMatch: number | '*', body: Partial<MacroBody>): Promise<MacroReply> {
    return this.database.tx(async (tx) => {
      const before = await this.locked(tx, id, ifMatch);
      const next = await this.checked(tx, actor, { ...before, ...body });
      const changed = FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(next[field]));
      if (changed.length === 0) return replyOf(before, actor);
      await tx.run(`update incident_macro set ${changed.map((field, index) => `${COLUMNS[field]} = $${index + 3}`).join(', ')}, updated_at = $2, version = version + 1 where id = $1`, [id, tx.now, ...changed.map((field) => next[field])]);
      await this.record(tx, actor, id, 'macro.changed', before, next);
      return replyOf(await find(tx, id), actor);
    });
  }

  /** @throws Refusal 404, 412 */
  remove(actor: Actor, id: string, ifMatch: number | '*'): Promise<void> {
    return this.database.tx(async (tx) => {
      const before = await this.locked(tx, id, ifMatch);
      await tx.run('delete from incident_macro where id = $1', [id]);
      await this.record(tx, actor, id, 'macro.removed', before, BLANK);
    });
  }

  private async locked(tx: Tx, id: string, ifMatch: number | '*'): Promise<Row> {
    const row = await find(tx, id, 'for update');
    if (ifMatch !== '*' && ifMatch !== row.version) throw new Refusal('stale', { status: 412, extra: { changedFields: [] } });
    return row;
  }

  private async checked(tx: Tx, actor: Actor, macro: Pick<Row, Field>): Promise<Pick<Row, Field>> {
    const fault = macroFault(macro);
    if (fault) throw fault;
    if (macro.code !== null && !(await tx.one('select 1 from resolution_code where code = $1 and active', [macro.code]))) throw new Refusal('invalid', { errors: [{ pointer: '/code', code: 'unknown_reference' }] });
    if (macro.serviceId !== null || macro.categoryId !== null) await this.catalogue.resolveReferences(tx, actor, { serviceId: macro.serviceId, categoryId: macro.categoryId });
    return macro;
  }

  private async record(tx: Tx, actor: Actor, id: string, kind: string, before: Pick<Row, Field>, after: Pick<Row, Field>): Promise<void> {
    const changes = FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])).map((field) => ({ field, from: before[field], to: after[field] }));
    await this.journal.append(tx, { streamId: id, streamKind: 'macro', kind, actor, data: { changes } });
  }
}

/** @throws Refusal 404 */
export async function find(sql: Sql, id: string, lock = ''): Promise<Row> {
  const row = await sql.one<Row>(`${SELECT} where id = $1 ${lock}`, [id]);
  if (!row) throw notFound();
  return row;
}

const replyOf = (row: Row, { locale }: Actor): MacroReply => ({ ...row, name: locale === 'en' ? row.nameEn : row.nameUk, updatedAt: row.updatedAt.toISOString() });
