import { Injectable } from '@nestjs/common';
import { notFound } from '@opora/kit';
import { type Actor, Clock, Cursors, Database, type Sql, queryKey } from '@opora/platform';
import type { RecertificationItem, RecertificationItemPage, RecertificationItemQuery, RecertificationPage, RecertificationQuery, RecertificationReply } from './recertification.dto';
import { reviewersOf } from './recertifications';

type Counts = RecertificationReply['all'];
type CampaignRow = Omit<RecertificationReply, 'startedAt' | 'endsAt' | 'endedAt' | 'person' | 'all' | 'mine' | 'mayCancel'> & { startedAt: Date; endsAt: Date; endedAt: Date | null; personId: string | null; personName: string | null; total: number; answered: number; kept: number; revoked: number; mineTotal: number; mineAnswered: number; mineKept: number; mineRevoked: number };
type ItemRow = Omit<RecertificationItem, 'grantedAt' | 'until' | 'lastUsedAt' | 'person' | 'reviewer' | 'answeredBy' | 'resource' | 'mayAnswer'> & {
  grantedAt: Date; untilAt: Date | null; lastUsedAt: Date | null; personId: string; personName: string; reviewerId: string; reviewerName: string; answeredById: string | null; answeredByName: string | null; resourceId: string; resourceName: string; mine: boolean; running: boolean;
};

const seesAll = (actor: Actor): boolean => actor.scopes('recertification.read').has('all');

/** Campaigns and what is asked in them: reviewers see what is asked of them, those who answer for access see all. */
@Injectable()
export class RecertificationQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
  ) {}

  async list(actor: Actor, query: RecertificationQuery): Promise<RecertificationPage> {
    const params: unknown[] = [actor.personId, this.clock.now()];
    const key = `recertifications${queryKey(query)}`;
    const where = [this.visible(actor), ...(query.state ? [`c.state = $${params.push(query.state)}`] : [])];
    if (query.cursor !== undefined) {
      const [at, id] = this.cursors.decode(actor, key, query.cursor);
      where.push(`(c.started_at, c.id) < ($${params.push(at)}::timestamptz, $${params.push(id)}::uuid)`);
    }
    const rows = await this.campaigns(this.database.sql, where.join(' and '), params, query.limit + 1);
    const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
    return { items: rows.slice(0, query.limit).map((row) => replyOf(actor, row)), nextCursor: last ? this.cursors.encode(actor, key, [last.startedAt.toISOString(), last.id]) : null };
  }

  /** @throws Refusal 404 */
  async read(actor: Actor, id: string, sql: Sql = this.database.sql): Promise<RecertificationReply> {
    const [row] = await this.campaigns(sql, `${this.visible(actor)} and c.id = $3`, [actor.personId, this.clock.now(), id], 1);
    if (!row) throw notFound();
    return replyOf(actor, row);
  }

  /** What is unusual first, then by person. @throws Refusal 404 */
  async items(actor: Actor, id: string, query: RecertificationItemQuery): Promise<RecertificationItemPage> {
    await this.read(actor, id);
    const locale = actor.locale;
    const params: unknown[] = [actor.personId, this.clock.now(), id];
    const mine = `i.reviewer_id in (${reviewersOf('$1', '$2')})`;
    const where = ['i.campaign_id = $3', ...(query.of === 'all' && seesAll(actor) ? [] : [mine]), ...(query.state ? [`i.answer is ${query.state === 'open' ? '' : 'not '}null`] : [])];
    const key = `recertification ${id} ${queryKey(query)}`;
    if (query.cursor !== undefined) {
      const [exception, name, itemId] = this.cursors.decode(actor, key, query.cursor);
      where.push(`(not i.exception, p.display_name, i.id) > ($${params.push(exception)}::boolean, $${params.push(name)}::text, $${params.push(itemId)}::uuid)`);
    }
    const rows = await this.database.sql.rows<ItemRow>(
      `select i.id, i.grant_id as "grantId", p.id as "personId", p.display_name as "personName", d.name_${locale} as department, e.name_${locale} as entitlement, r.id as "resourceId", r.name_${locale} as "resourceName", coalesce(e.risk, r.risk) as risk,
         a.state, a.pending is not distinct from 'remove' as ending, a.granted_at as "grantedAt", a.until_at as "untilAt", a.last_used_at as "lastUsedAt", i.flags, i.exception, v.id as "reviewerId", v.display_name as "reviewerName", i.answer,
         b.id as "answeredById", b.display_name as "answeredByName", i.reason, ${mine} as mine, c.state = 'running' as running
       from recertification_item i join recertification c on c.id = i.campaign_id join access_grant a on a.id = i.grant_id join person p on p.id = a.person_id left join department d on d.id = p.department_id join entitlement e on e.id = a.entitlement_id
         join access_resource r on r.id = e.resource_id join person v on v.id = i.reviewer_id left join person b on b.id = i.answered_by
       where ${where.join(' and ')} order by not i.exception, p.display_name, i.id limit $${params.push(query.limit + 1)}`,
      params,
      { prepare: false },
    );
    const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
    return { items: rows.slice(0, query.limit).map((row) => itemReply(actor, row)), nextCursor: last ? this.cursors.encode(actor, key, [!last.exception, last.personName, last.id]) : null };
  }

  private visible(actor: Actor): string {
    return seesAll(actor) ? '$2::timestamptz is not null' : `exists (select 1 from recertification_item x where x.campaign_id = c.id and x.reviewer_id in (${reviewersOf('$1', '$2')}))`;
  }

  private campaigns(sql: Sql, where: string, params: unknown[], limit: number): Promise<CampaignRow[]> {
    return sql.rows<CampaignRow>(
      `select c.id, c.name, c.origin, c.person_id as "personId", p.display_name as "personName", c.state, c.no_answer as "noAnswer", c.started_at as "startedAt", c.ends_at as "endsAt", c.ended_at as "endedAt", c.version, n.*
       from recertification c left join person p on p.id = c.person_id cross join lateral (
         select count(*) as total, count(x.answer) as answered, count(*) filter (where x.answer = 'keep') as kept, count(*) filter (where x.answer = 'revoke') as revoked, count(*) filter (where x.mine) as "mineTotal",
           count(x.answer) filter (where x.mine) as "mineAnswered", count(*) filter (where x.mine and x.answer = 'keep') as "mineKept", count(*) filter (where x.mine and x.answer = 'revoke') as "mineRevoked"
         from (select i.answer, i.reviewer_id in (${reviewersOf('$1', '$2')}) as mine from recertification_item i where i.campaign_id = c.id) x) n
       where ${where} order by c.started_at desc, c.id desc limit $${params.push(limit)}`,
      params,
      { prepare: false },
    );
  }
}

const counts = (total: number, answered: number, kept: number, revoked: number): Counts => ({ total, answered, kept, revoked });

const replyOf = (actor: Actor, row: CampaignRow): RecertificationReply => ({
  id: row.id, name: row.name, origin: row.origin, person: row.personId === null ? null : { id: row.personId, displayName: row.personName ?? '' }, state: row.state, noAnswer: row.noAnswer, startedAt: row.startedAt.toISOString(),
  endsAt: row.endsAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null, mine: counts(row.mineTotal, row.mineAnswered, row.mineKept, row.mineRevoked),
  all: seesAll(actor) ? counts(row.total, row.answered, row.kept, row.revoked) : counts(row.mineTotal, row.mineAnswered, row.mineKept, row.mineRevoked), mayCancel: row.state === 'running' && actor.has('recertification.start'), version: row.version,
});

const itemReply = (actor: Actor, row: ItemRow): RecertificationItem => ({
  id: row.id, grantId: row.grantId, person: { id: row.personId, displayName: row.personName }, department: row.department, entitlement: row.entitlement, resource: { id: row.resourceId, name: row.resourceName }, risk: row.risk, state: row.state,
  ending: row.ending, grantedAt: row.grantedAt.toISOString(), until: row.untilAt?.toISOString() ?? null, lastUsedAt: row.lastUsedAt?.toISOString() ?? null, flags: row.flags, exception: row.exception,
  reviewer: { id: row.reviewerId, displayName: row.reviewerName }, answer: row.answer, answeredBy: row.answeredById === null ? null : { id: row.answeredById, displayName: row.answeredByName ?? '' }, reason: row.reason,
  mayAnswer: row.running && row.mine && row.personId !== actor.personId && (row.answer === null || row.answer === 'keep') && actor.has('recertification.answer'),
});
