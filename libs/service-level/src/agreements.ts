import { Injectable } from '@nestjs/common';
import { Calendars } from '@opora/calendar';
import { Journal } from '@opora/journal';
import { type FieldError, Refusal, conflict, notFound } from '@opora/kit';
import { nameIn } from '@opora/organisation';
import { type Actor, Database, Ids, type Sql, type Tx } from '@opora/platform';
import type { AgreementDefinitionBody, AgreementReply, CreateAgreement, LevelBody, UpdateAgreement } from './agreement.dto';
import { type AgreementDefinition, type AgreementType, DEFAULT_LEVELS, DEFAULT_PAUSES, OLA_METRICS, SLA_METRICS, UC_METRICS } from './domain';
import { Policies } from './policies';
import { type KnownWays, Ways } from './ways';

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
    private readonly ways: Ways,
  ) {}

  async list(actor: Actor): Promise<AgreementReply[]> {
    const rows = await this.database.sql.rows<Row>(`${SELECT} where a.active order by a.type desc, a.name_uk, a.id`);
    const ways = await this.ways.read(this.database.sql);
    return rows.map((row) => reply(actor, row, ways));
  }

  async read(actor: Actor, id: string, sql: Sql = this.database.sql): Promise<AgreementReply> {
    const row = await sql.one<Row>(`${SELECT} where a.active and a.id = $1`, [id]);
    if (!row) throw notFound();
    return reply(actor, row, await this.ways.read(sql));
  }

  async create(tx: Tx, actor: Actor, body: CreateAgreement, id: string = this.ids.next()): Promise<AgreementReply> {
    await this.check(tx, body.type, body.draft);
    await tx.run('insert into agreement (id, type, name_uk, name_en, draft) values ($1, $2, $3, $4, $5)', [id, body.type, body.nameUk, body.nameEn, body.draft]);
    await this.journal.append(tx, { streamId: id, streamKind: 'agreement', kind: 'agreement.created', actor, data: { changes: [{ field: 'draft', from: null, to: body.draft }] }, version: 1 });
    return this.read(actor, id, tx);
  }

  async update(tx: Tx, actor: Actor, id: string, ifMatch: number | '*', body: UpdateAgreement): Promise<AgreementReply> {
    const before = await this.claim(tx, id, ifMatch);
    if (body.draft) await this.check(tx, before.type, body.draft);
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

  /** @throws Refusal 422 naming each field that is wrong */
  async check(tx: Tx, type: AgreementType, draft: AgreementDefinitionBody): Promise<void> {
    await this.calendars.current(draft.calendarId, '/draft/calendarId');
    const errors: FieldError[] = draft.targets.flatMap(({ metric }, index) => (METRICS_OF[type].includes(metric) ? [] : [{ pointer: `/draft/targets/${index}/metric`, code: 'not_one_of', params: { values: METRICS_OF[type] } }]));
    const seen = new Set<string>();
    draft.targets.forEach(({ metric, priority, seconds, days }, index) => {
      if (seconds && days) errors.push({ pointer: `/draft/targets/${index}/days`, code: 'agreement.target_one_length' });
      const key = `${metric} ${priority ?? ''}`;
      if (seen.has(key)) errors.push({ pointer: `/draft/targets/${index}`, code: 'agreement.target_twice' });
      seen.add(key);
    });
    for (const [index, level] of (draft.levels ?? []).entries()) errors.push(...(await levelFaults(tx, level, `/draft/levels/${index}`)));
    if (draft.validFrom && draft.validTo && Date.parse(draft.validTo) <= Date.parse(draft.validFrom)) errors.push({ pointer: '/draft/validTo', code: 'agreement.ends_before' });
    if (errors.length > 0) throw new Refusal('invalid', { errors });
  }
}

async function levelFaults(tx: Tx, { percent, offsetSeconds, reassignTo, addWatchers = [] }: LevelBody, pointer: string): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  const [share, offset] = [percent ?? null, offsetSeconds ?? null];
  if (share === null && offset === null) errors.push({ pointer: `${pointer}/percent`, code: 'required' });
  if (share !== null && offset !== null) errors.push({ pointer: `${pointer}/offsetSeconds`, code: 'agreement.level_one_point' });
  if (reassignTo && !(await tx.one('select 1 from support_group where id = $1 and active', [reassignTo]))) errors.push({ pointer: `${pointer}/reassignTo`, code: 'unknown_reference' });
  const known = addWatchers.length === 0 ? [] : await tx.rows<{ id: string }>('select id from person where id = any($1) and active', [addWatchers]);
  addWatchers.forEach((id, index) => {
    if (!known.some((person) => person.id === id.toLowerCase())) errors.push({ pointer: `${pointer}/addWatchers/${index}`, code: 'unknown_reference' });
  });
  return errors;
}

function reply(actor: Actor, row: Row, ways: KnownWays): AgreementReply {
  const { id, type, nameUk, nameEn, draft, published, publishedAt, version } = row;
  const own = draft ?? published;
  return {
    id, type, name: nameIn(actor.locale, row), nameUk, nameEn, draft, published: published as unknown as AgreementDefinitionBody | null, publishedAt: publishedAt?.toISOString() ?? null,
    warnings: type === 'SLA' && own ? ways.warnings(actor, own) : [], version,
  };
}
