import { Injectable } from '@nestjs/common';
import { Calendars } from '@opora/calendar';
import { Journal } from '@opora/journal';
import { Refusal, conflict, notFound } from '@opora/kit';
import { nameIn } from '@opora/organisation';
import { type Actor, Database, Ids, type Sql, type Tx } from '@opora/platform';
import type { AgreementDefinitionBody, AgreementReply, CreateAgreement, UpdateAgreement } from './agreement.dto';
import { type AgreementDefinition, type AgreementType, DEFAULT_LEVELS, DEFAULT_PAUSES, OLA_METRICS, SLA_METRICS, UC_METRICS } from './domain';
import { Policies } from './policies';

interface Row {
  id: string;
  type: AgreementType;
  nameUk: string;
  nameEn: string;
  draft: AgreementDefinitionBody | null;
  published: AgreementDefinition | null;
  publishedAt: Date | null;
  version: number;
}

const SELECT = `select a.id, a.type, a.name_uk as "nameUk", a.name_en as "nameEn", a.draft, a.version, v.definition as published, v.published_at as "publishedAt" from agreement a
  left join agreement_version v on v.agreement_id = a.id and v.retired_at is null`;

const METRICS_OF: Readonly<Record<AgreementType, readonly string[]>> = { SLA: [...SLA_METRICS, 'fulfilment', 'approval'], OLA: OLA_METRICS, UC: UC_METRICS };

/** SLA, OLA and UC: draft → publish; what is published is kept for ever (`domain.md` §9). */
@Injectable()
export class Agreements {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly ids: Ids,
    private readonly calendars: Calendars,
    private readonly policies: Policies,
  ) {}

  async list(actor: Actor): Promise<AgreementReply[]> {
    const rows = await this.database.sql.rows<Row>(`${SELECT} where a.active order by a.type desc, a.name_uk, a.id`);
    return rows.map((row) => reply(actor, row, warningsFor(row, rows)));
  }

  async read(actor: Actor, id: string, sql: Sql = this.database.sql): Promise<AgreementReply> {
    const rows = await sql.rows<Row>(`${SELECT} where a.active`);
    const row = rows.find((one) => one.id === id);
    if (!row) throw notFound();
    return reply(actor, row, warningsFor(row, rows));
  }

  async create(tx: Tx, actor: Actor, body: CreateAgreement, id: string = this.ids.next()): Promise<AgreementReply> {
    await this.check(body.type, body.draft);
    await tx.run('insert into agreement (id, type, name_uk, name_en, draft) values ($1, $2, $3, $4, $5)', [id, body.type, body.nameUk, body.nameEn, body.draft]);
    await this.journal.append(tx, { streamId: id, streamKind: 'agreement', kind: 'agreement.created', actor, data: { changes: [{ field: 'draft', from: null, to: body.draft }] }, version: 1 });
    return this.read(actor, id, tx);
  }

  async update(tx: Tx, actor: Actor, id: string, ifMatch: number | '*', body: UpdateAgreement): Promise<AgreementReply> {
    const before = await this.claim(tx, id, ifMatch);
    if (body.draft) await this.check(before.type, body.draft);
    await tx.run('update agreement set name_uk = coalesce($2, name_uk), name_en = coalesce($3, name_en), draft = coalesce($4::jsonb, draft), version = version + 1 where id = $1', [id, body.nameUk ?? null, body.nameEn ?? null, body.draft ?? null]);
    const changes = Object.entries(body).filter(([, to]) => to !== undefined).map(([field, to]) => ({ field, from: (before as unknown as Record<string, unknown>)[field] ?? null, to: to as unknown }));
    await this.journal.append(tx, { streamId: id, streamKind: 'agreement', kind: 'agreement.changed', actor, data: { changes }, version: before.version + 1 });
    return this.read(actor, id, tx);
  }

  /** Retires the version that holds and lets the draft hold. @throws Refusal 409 where there is no draft */
  async publish(tx: Tx, actor: Actor, id: string, ifMatch: number | '*'): Promise<{ versionId: string; retiredId: string | null }> {
    const before = await this.claim(tx, id, ifMatch);
    if (!before.draft) throw conflict('agreement.no_draft');
    const definition = this.definitionOf(before.draft, tx.now);
    const retired = await tx.one<{ id: string; number: number }>('update agreement_version set retired_at = $2 where agreement_id = $1 and retired_at is null returning id, number', [id, tx.now]);
    const versionId = this.ids.next();
    await tx.run('insert into agreement_version (id, agreement_id, number, definition, published_at, published_by) select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5 from agreement_version where agreement_id = $2', [
      versionId, id, definition, tx.now, actor.personId,
    ]);
    await tx.run('update agreement set draft = null, version = version + 1 where id = $1', [id]);
    await this.journal.append(tx, { streamId: id, streamKind: 'agreement', kind: 'agreement.published', actor, data: { changes: [{ field: 'published', from: before.published, to: definition }] }, version: before.version + 1 });
    tx.afterCommit(() => this.policies.forget());
    return { versionId, retiredId: retired?.id ?? null };
  }

  definitionOf(draft: AgreementDefinitionBody, now: Date): AgreementDefinition {
    return { ...draft, pauses: draft.pauses ?? DEFAULT_PAUSES, levels: draft.levels ?? DEFAULT_LEVELS, validFrom: draft.validFrom ?? now.toISOString() };
  }

  private async claim(tx: Tx, id: string, ifMatch: number | '*'): Promise<Row> {
    const locked = await tx.one<{ version: number }>('select version from agreement where id = $1 and active for update', [id]);
    const row = locked && (await tx.one<Row>(`${SELECT} where a.id = $1`, [id]));
    if (!row) throw notFound();
    if (ifMatch !== '*' && ifMatch !== row.version) throw new Refusal('stale', { status: 412, extra: { changedFields: ['draft'] } });
    return row;
  }

  private async check(type: AgreementType, draft: AgreementDefinitionBody): Promise<void> {
    await this.calendars.current(draft.calendarId, '/draft/calendarId');
    const errors = draft.targets.flatMap(({ metric }, index) => (METRICS_OF[type].includes(metric) ? [] : [{ pointer: `/draft/targets/${index}/metric`, code: 'not_one_of', params: { values: METRICS_OF[type] } }]));
    const seen = new Set<string>();
    draft.targets.forEach(({ metric, priority }, index) => {
      const key = `${metric} ${priority ?? ''}`;
      if (seen.has(key)) errors.push({ pointer: `/draft/targets/${index}`, code: 'agreement.target_twice', params: { values: [] } });
      seen.add(key);
    });
    draft.levels?.forEach(({ percent, offsetSeconds }, index) => {
      if ((percent ?? null) === null && (offsetSeconds ?? null) === null) errors.push({ pointer: `/draft/levels/${index}/percent`, code: 'required', params: { values: [] } });
    });
    if (errors.length > 0) throw new Refusal('invalid', { errors });
  }
}

function reply(actor: Actor, row: Row, warnings: string[]): AgreementReply {
  const { id, type, nameUk, nameEn, draft, published, publishedAt, version } = row;
  return { id, type, name: nameIn(actor.locale, row), nameUk, nameEn, draft, published: published as unknown as AgreementDefinitionBody | null, publishedAt: publishedAt?.toISOString() ?? null, warnings, version };
}

/** A service level smaller than the sum of what is agreed on its way cannot be kept (`domain.md` §9). */
function warningsFor(row: Row, all: readonly Row[]): string[] {
  if (row.type !== 'SLA') return [];
  const own = row.draft ?? row.published;
  const resolution = (own?.targets ?? []).filter(({ metric }) => metric === 'resolution');
  const way = (priority: number | null | undefined): number =>
    all.filter(({ type }) => type !== 'SLA').reduce((sum, other) => {
      const target = (other.published?.targets ?? []).find(({ metric, priority: p }) => ['group_work', 'supplier_resolution'].includes(metric) && (!p || !priority || p === priority));
      return sum + (target?.seconds ?? 0);
    }, 0);
  return resolution.filter(({ priority, seconds }) => way(priority) > seconds).map(({ priority }) => `agreement.shorter_than_way:P${priority ?? '*'}`);
}
