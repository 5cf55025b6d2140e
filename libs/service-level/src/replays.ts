import { Injectable } from '@nestjs/common';
import { Refusal, conflict, invalid, notFound, unknownReference } from '@opora/kit';
import { type Actor, Cursors, Database, Ids, type Sql, emit } from '@opora/platform';
import type { AgreementDefinitionBody } from './agreement.dto';
import { Agreements } from './agreements';
import { type AgreementDefinition, type AgreementType, type Compared, type Tally, complianceOf } from './domain';
import type { CreateReplay, ReplayPage, ReplayQuery, ReplayReply, TallyReply } from './replays.dto';

export const REPLAY_ASKED = 'sla.replay_asked';
const MAX_YEARS = 5;

interface Row {
  id: string;
  state: ReplayReply['state'];
  agreementId: string | null;
  type: AgreementType;
  definition: AgreementDefinition;
  fromAt: Date;
  toAt: Date;
  createdAt: Date;
  finishedAt: Date | null;
  tickets: number | null;
  lookedAt: number;
  report: Compared[] | null;
}

const SELECT = `select id, state, agreement_id as "agreementId", type, definition, from_at as "fromAt", to_at as "toAt", created_at as "createdAt", finished_at as "finishedAt", tickets, looked_at as "lookedAt", report from sla_replay`;

/** What a draft agreement would have made of a past period, beside what happened (`domain.md` §9); the work is done by a worker. */
@Injectable()
export class Replays {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly cursors: Cursors,
    private readonly agreements: Agreements,
  ) {}

  /** @throws Refusal 404, 409 an agreement without a draft, 422 */
  async create(actor: Actor, body: CreateReplay): Promise<ReplayReply> {
    const { agreementId, from, to } = body;
    const [begin, end] = [Date.parse(from), Date.parse(to)];
    if (end <= begin) throw invalid('/to', 'replay.order');
    if (end - begin > MAX_YEARS * 366 * 86_400_000) throw invalid('/to', 'replay.too_long', { years: MAX_YEARS });
    const known = agreementId === undefined ? null : await this.agreements.read(actor, agreementId).catch((error: unknown) => {
      throw error instanceof Refusal && error.status === 404 ? unknownReference('/agreementId') : error;
    });
    const type = known?.type ?? body.type;
    if (type === undefined) throw invalid('/type', 'required');
    if (known && body.type !== undefined && body.type !== known.type) throw invalid('/type', 'replay.other_type');
    const draft = body.draft ?? known?.draft ?? known?.published;
    if (!draft) throw known ? conflict('agreement.no_draft') : invalid('/draft', 'required');
    const id = this.ids.next();
    return this.database.tx(
      async (tx) => {
        await this.agreements.check(tx, type, draft);
        const definition = { ...this.agreements.definitionOf(draft, tx.now), validFrom: new Date(0).toISOString(), validTo: null };
        await tx.run('insert into sla_replay (id, agreement_id, type, definition, from_at, to_at, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)', [id, agreementId ?? null, type, definition, new Date(begin), new Date(end), actor.personId, tx.now]);
        await emit(tx, { topic: REPLAY_ASKED, key: id, payload: {} });
        return this.read(id, tx);
      },
      { operation: actor.operation },
    );
  }

  async read(id: string, sql: Sql = this.database.sql): Promise<ReplayReply> {
    const row = await sql.one<Row>(`${SELECT} where id = $1`, [id]);
    if (!row) throw notFound();
    return replyOf(row);
  }

  /** The newest first. */
  async list(actor: Actor, { limit, cursor, sort, q }: ReplayQuery): Promise<ReplayPage> {
    if (sort !== undefined || q !== undefined) throw invalid(sort === undefined ? '/q' : '/sort', sort === undefined ? 'unknown_filter' : 'unknown_sort');
    const [at, id] = cursor === undefined ? [null, null] : this.cursors.decode(actor, 'sla_replay', cursor);
    const rows = await this.database.sql.rows<Row>(`${SELECT} where ($1::timestamptz is null or (created_at, id) < ($1, $2::uuid)) order by created_at desc, id desc limit $3`, [at, id, limit + 1]);
    const last = rows[limit - 1];
    return { items: rows.slice(0, limit).map(replyOf), nextCursor: rows.length > limit && last ? this.cursors.encode(actor, 'sla_replay', [last.createdAt.toISOString(), last.id]) : null };
  }
}

const tally = (one: Tally): TallyReply => ({ ...one, compliance: complianceOf(one) });

function replyOf({ id, state, agreementId, type, definition, fromAt, toAt, createdAt, finishedAt, tickets, lookedAt, report }: Row): ReplayReply {
  const { validFrom: _from, validTo: _to, ...draft } = definition;
  return {
    id, state, agreementId, type, draft: draft as unknown as AgreementDefinitionBody, from: fromAt.toISOString(), to: toAt.toISOString(), createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null, tickets, lookedAt,
    metrics: state === 'done' && report ? report.map((one) => ({ ...one, draft: tally(one.draft), actual: tally(one.actual), byPriority: one.byPriority.map((row) => ({ ...row, draft: tally(row.draft), actual: tally(row.actual) })) })) : null,
  };
}
