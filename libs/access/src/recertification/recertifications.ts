import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, conflict, invalid, notFound } from '@opora/kit';
import { type Actor, Database, Ids, SYSTEM_ID, Timers, type Tx, emit, systemActor } from '@opora/platform';
import { DAY_MS, isHeld } from '../domain';
import { GrantDecisions } from '../grants/decisions';
import { type GrantRow, lockGrants } from '../grants/grant.rows';
import { Grants } from '../grants/grants';
import { type Scope, candidates } from './candidates';

export const CAMPAIGN_TIMER = 'recertification.end';
export const REMINDER_TIMER = 'recertification.reminder';
const REMINDER_DAYS = 3;
const LONGEST_DAYS = 180;
const BATCH = 50;
const POLICY = systemActor('recertification', 'recertification');

export interface NewCampaign {
  name: string;
  origin: 'manual' | 'mover';
  personId: string | null;
  noAnswer: 'revoke' | 'keep';
  endsAt: Date;
  scope: Scope;
}

export interface Answer {
  itemId: string;
  answer: 'keep' | 'revoke';
  reason?: string | undefined;
}

interface ItemRow {
  id: string;
  grantId: string;
  personId: string;
  reviewerId: string;
  answer: string | null;
}

/** Those for whom this person may answer now: oneself, and whom one stands in for during an absence. */
export const reviewersOf = (person: string, now: string): string => `select ${person}::uuid union select b.person_id from absence b where b.substitute_id = ${person} and b.from_at <= ${now} and b.to_at > ${now}`;

/** Campaigns in which owners confirm or revoke rights; what nobody answers for by the end follows the policy (`domain.md` §7). */
@Injectable()
export class Recertifications {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly timers: Timers,
    private readonly ids: Ids,
    private readonly grants: Grants,
    private readonly decisions: GrantDecisions,
  ) {}

  /** @returns its id, or null where no grant is in scope @throws Refusal 422 */
  async start(tx: Tx, actor: Actor, { name, origin, personId, noAnswer, endsAt, scope }: NewCampaign): Promise<string | null> {
    if (endsAt <= tx.now) throw invalid('/endsAt', 'access.until_in_future');
    if (endsAt.getTime() - tx.now.getTime() > LONGEST_DAYS * DAY_MS) throw invalid('/endsAt', 'access.until_too_late', { days: LONGEST_DAYS });
    const found = await candidates(tx, scope, tx.now);
    if (found.length === 0) return null;
    const id = this.ids.next();
    await tx.run(
      `insert into recertification (id, name, origin, person_id, state, no_answer, scope, started_at, ends_at, created_by) values ($1, $2, $3, $4, 'running', $5, $6, $7, $8, $9)`,
      [id, name, origin, personId, noAnswer, JSON.stringify(scope), tx.now, endsAt, actor.personId],
    );
    await tx.run(
      `insert into recertification_item (id, campaign_id, grant_id, person_id, reviewer_id, flags, exception)
       select (x->>'id')::uuid, $1, (x->>'grantId')::uuid, (x->>'personId')::uuid, (x->>'reviewerId')::uuid, array(select jsonb_array_elements_text(x->'flags')), (x->>'exception')::boolean from jsonb_array_elements($2::jsonb) x`,
      [id, JSON.stringify(found.map((one) => ({ ...one, id: this.ids.next() })))],
    );
    await this.note(tx, actor, id, 'started', { name, origin, noAnswer, endsAt: endsAt.toISOString(), scope, items: found.length }, 1);
    await this.timers.set(tx, { kind: CAMPAIGN_TIMER, key: id, dueAt: endsAt });
    const reminderAt = new Date(endsAt.getTime() - REMINDER_DAYS * DAY_MS);
    if (reminderAt > tx.now) await this.timers.set(tx, { kind: REMINDER_TIMER, key: id, dueAt: reminderAt });
    await emit(tx, { topic: 'recertification.started', key: id, payload: { by: actor.personId } });
    return id;
  }

  /** All or nothing. @throws Refusal 403 one's own right, 404 not asked of the caller, 409 over or decided */
  async answer(tx: Tx, actor: Actor, campaignId: string, answers: readonly Answer[]): Promise<void> {
    await this.claimRunning(tx, campaignId);
    const items = await this.claimItems(tx, campaignId, answers.map(({ itemId }) => itemId));
    const mine = new Set((await tx.rows<{ id: string }>(`select x.id from (${reviewersOf('$1', '$2')}) x(id)`, [actor.personId, tx.now])).map(({ id }) => id));
    const grants = new Map((await lockGrants(tx, 'a.id = any($1)', [items.map(({ grantId }) => grantId)])).map((grant) => [grant.id, grant]));
    for (const { itemId, answer, reason } of answers) {
      const item = items.find(({ id }) => id === itemId);
      if (!item || !mine.has(item.reviewerId)) throw notFound();
      if (item.personId === actor.personId) throw new Refusal('access.recertification.own', { status: 403 });
      if (item.answer !== null && item.answer !== 'keep') throw conflict('access.recertification.decided', { itemId });
      await this.decide(tx, actor, campaignId, item, grants.get(item.grantId) as GrantRow, answer, reason ?? null);
    }
    await tx.run('update recertification set version = version + 1 where id = $1', [campaignId]);
  }

  /** Ends without effect on what nobody answered for. @throws Refusal 404, 409 */
  async cancel(tx: Tx, actor: Actor, id: string, ifMatch: number | '*', reason: string): Promise<void> {
    const { version } = await this.claimRunning(tx, id);
    if (ifMatch !== '*' && ifMatch !== version) throw new Refusal('stale', { status: 412, extra: { version, changedFields: [] } });
    await tx.run(`update recertification set state = 'cancelled', ended_at = $2, version = version + 1 where id = $1`, [id, tx.now]);
    for (const kind of [CAMPAIGN_TIMER, REMINDER_TIMER]) await this.timers.clear(tx, kind, id);
    await this.note(tx, actor, id, 'cancelled', { reason }, version + 1);
  }

  /** The end has come: nobody answers any more, and the policy is carried out from the outbox. Called by its timer alone. */
  async end(tx: Tx, id: string): Promise<void> {
    const row = await tx.one<{ version: number }>(`update recertification set state = 'ended', ended_at = $2, version = version + 1 where id = $1 and state = 'running' returning version`, [id, tx.now]);
    if (!row) return;
    await this.timers.clear(tx, REMINDER_TIMER, id);
    await this.note(tx, POLICY, id, 'ended', {}, row.version);
    await emit(tx, { topic: 'recertification.ended', key: id, payload: {} });
  }

  async remind(tx: Tx, id: string): Promise<void> {
    if (await tx.one(`select 1 from recertification where id = $1 and state = 'running'`, [id])) await emit(tx, { topic: 'recertification.reminded', key: id, payload: {} });
  }

  /** What nobody answered for, some at a time; each once, however often it is called. @returns how many were left */
  follow(id: string): Promise<number> {
    return this.database.tx(async (tx) => {
      const campaign = await tx.one<{ state: string; noAnswer: 'revoke' | 'keep' }>(`select state, no_answer as "noAnswer" from recertification where id = $1`, [id]);
      if (campaign?.state !== 'ended') return 0;
      const items = await tx.rows<ItemRow>(`select id, grant_id as "grantId", person_id as "personId", reviewer_id as "reviewerId", answer from recertification_item where campaign_id = $1 and answer is null order by person_id, id limit ${BATCH} for update skip locked`, [id]);
      const grants = new Map((await lockGrants(tx, 'a.id = any($1)', [items.map(({ grantId }) => grantId)])).map((grant) => [grant.id, grant]));
      for (const item of items) await this.decide(tx, POLICY, id, item, grants.get(item.grantId) as GrantRow, campaign.noAnswer, 'Ніхто не відповів до кінця перегляду');
      return items.length;
    });
  }

  private async decide(tx: Tx, actor: Actor, campaignId: string, item: ItemRow, grant: GrantRow, answer: 'keep' | 'revoke', reason: string | null): Promise<void> {
    const over = !isHeld(grant) || grant.pending === 'remove';
    const given = over ? 'gone' : answer;
    await tx.run('update recertification_item set answer = $2, answered_by = $3, answered_at = $4, reason = $5 where id = $1', [item.id, given, actor.isSystem ? SYSTEM_ID : actor.personId, tx.now, reason]);
    if (given === 'keep') await this.grants.record(tx, actor, grant, { kind: 'certified', at: tx.now }, { campaignId, reason });
    else if (given === 'revoke') await this.decisions.end(tx, actor, [grant], 'revoked', { campaignId, reason: reason ?? 'Перегляд прав' });
  }

  private async claimRunning(tx: Tx, id: string): Promise<{ version: number }> {
    const row = await tx.one<{ state: string; version: number }>('select state, version from recertification where id = $1 for update', [id]);
    if (!row) throw notFound();
    if (row.state !== 'running') throw conflict('access.recertification.over', { state: row.state });
    return row;
  }

  private claimItems(tx: Tx, campaignId: string, ids: readonly string[]): Promise<ItemRow[]> {
    return tx.rows<ItemRow>(`select id, grant_id as "grantId", person_id as "personId", reviewer_id as "reviewerId", answer from recertification_item where campaign_id = $1 and id = any($2) order by id for update`, [campaignId, ids]);
  }

  private async note(tx: Tx, actor: Actor, id: string, what: string, data: Record<string, unknown>, version: number): Promise<void> {
    await this.journal.append(tx, { streamId: id, streamKind: 'recertification', kind: `recertification.${what}`, actor, data, version });
  }
}
