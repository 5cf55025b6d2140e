import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { ApplicationSettings, ApplicationSettingsRegistry } from '@opora/organisation';
import { type Actor, Ids, Timers, type Tx, emit } from '@opora/platform';
import { DAY_MS, type GrantEvent, isHeld, next } from '../domain';
import { type GrantRow, lockGrant } from './grant.rows';

export const END_TIMER = 'grant.end';
export const NOTICE_TIMER = 'grant.notice';
export const NOTICE_SETTING = 'access.noticeDays';
/** The last notice before the end, days. */
const LAST_NOTICE_DAYS = 3;

/** What an event rests on. */
export interface Because {
  reason?: string | null;
  ticketId?: string | null;
  campaignId?: string | null;
}

export interface NewGrant {
  personId: string;
  entitlementId: string;
  requestId: string;
  untilAt: Date | null;
  sodRuleIds: readonly string[];
}

/** The only writer of grants: row, history, journal, timers and event in one transaction; the history is what the row is folded from. */
@Injectable()
export class Grants implements OnModuleInit {
  constructor(
    private readonly journal: Journal,
    private readonly timers: Timers,
    private readonly ids: Ids,
    private readonly settings: ApplicationSettings,
    private readonly registry: ApplicationSettingsRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.register({
      key: NOTICE_SETTING, kind: 'integer', min: 1, max: 90, fallback: 14,
      name: { uk: 'Попереджати про кінець права доступу за, днів', en: 'Announce the end of an access right before it, days' },
      hint: { uk: `Ще раз нагадується за ${LAST_NOTICE_DAYS} дні. Діє на права, надані чи подовжені відтепер.`, en: `Reminded once more ${LAST_NOTICE_DAYS} days before. Holds for rights granted or extended from now on.` },
    });
  }

  async create(tx: Tx, actor: Actor, { personId, entitlementId, requestId, untilAt, sodRuleIds }: NewGrant): Promise<string> {
    const id = this.ids.next();
    await tx.run(
      `insert into access_grant (id, person_id, entitlement_id, request_id, state, granted_at, until_at, sod_rule_ids, events) values ($1, $2, $3, $4, 'active', $5, $6, $7, 0)`,
      [id, personId, entitlementId, requestId, tx.now, untilAt, sodRuleIds],
    );
    await this.write(tx, actor, await lockGrant(tx, id), null, { kind: 'granted', at: tx.now, untilAt }, { ticketId: requestId });
    return id;
  }

  /** One more event of a locked grant. @returns false where such an event cannot follow: then nothing is written */
  async record(tx: Tx, actor: Actor, grant: GrantRow, event: GrantEvent, because: Because = {}): Promise<boolean> {
    if (next(grant, event) === null) return false;
    await this.write(tx, actor, grant, grant, event, because);
    return true;
  }

  /** A timer says that the end comes near: told, and once more shortly before. */
  async notice(tx: Tx, id: string): Promise<void> {
    const grant = await lockGrant(tx, id);
    if (!isHeld(grant) || grant.pending === 'remove' || grant.untilAt === null || grant.untilAt <= tx.now) return;
    const days = Math.ceil((grant.untilAt.getTime() - tx.now.getTime()) / DAY_MS);
    await emit(tx, { topic: 'grant.ends_soon', key: id, payload: { personId: grant.personId, days, until: grant.untilAt.toISOString() } });
    if (days > LAST_NOTICE_DAYS) await this.timers.set(tx, { kind: NOTICE_TIMER, key: id, dueAt: new Date(grant.untilAt.getTime() - LAST_NOTICE_DAYS * DAY_MS) });
  }

  private async write(tx: Tx, actor: Actor, grant: GrantRow, before: GrantRow | null, event: GrantEvent, because: Because): Promise<void> {
    const after = next(before, event);
    if (after === null) throw new Error(`${event.kind} cannot follow in the grant ${grant.id}`);
    const seq = grant.events + 1;
    const action = 'action' in event ? event.action : null;
    const { reason = null, ticketId = null, campaignId = null } = because;
    const entry = await this.journal.append(tx, {
      streamId: grant.id, streamKind: 'grant', kind: `grant.${event.kind}`, actor, at: event.at, version: seq,
      data: {
        personId: grant.personId, entitlementId: grant.entitlementId, ...(action ? { action } : {}), state: after.state, pending: after.pending, until: after.untilAt?.toISOString() ?? null, ...(ticketId ? { ticketId } : {}),
        ...(campaignId ? { campaignId } : {}), ...(reason ? { reason } : {}),
      },
    });
    await tx.run(
      `insert into grant_event (grant_id, seq, at, kind, action, state, pending, ending, until_at, by_id, reason, ticket_id, campaign_id, journal_id, journal_seq) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [grant.id, seq, event.at, event.kind, action, after.state, after.pending, after.ending, after.untilAt, actor.personId, reason, ticketId, campaignId, entry.id, entry.seq],
    );
    await tx.run(
      `update access_grant set state = $2, pending = $3::text, ending = $4, until_at = $5, ended_at = $6, events = $7, version = version + 1, overdue = overdue and $3::text is not null where id = $1`,
      [grant.id, after.state, after.pending, after.ending, after.untilAt, after.endedAt, seq],
    );
    Object.assign(grant, after, { events: seq, version: grant.version + 1 });
    await this.remember(tx, grant);
    await emit(tx, { topic: 'grant.changed', key: grant.id, payload: { kind: event.kind, personId: grant.personId, entitlementId: grant.entitlementId, state: after.state, pending: after.pending, by: actor.personId, ticketId } });
  }

  /** The end and the notice before it stand as rows for exactly as long as the grant may end by time. */
  private async remember(tx: Tx, grant: GrantRow): Promise<void> {
    if (!isHeld(grant) || grant.pending === 'remove' || grant.untilAt === null) {
      for (const kind of [END_TIMER, NOTICE_TIMER]) await this.timers.clear(tx, kind, grant.id);
      return;
    }
    await this.timers.set(tx, { kind: END_TIMER, key: grant.id, dueAt: grant.untilAt });
    const days = await this.settings.value<number>(NOTICE_SETTING, tx);
    const noticeAt = [days, LAST_NOTICE_DAYS].map((before) => new Date((grant.untilAt as Date).getTime() - before * DAY_MS)).find((at) => at > tx.now);
    if (noticeAt) await this.timers.set(tx, { kind: NOTICE_TIMER, key: grant.id, dueAt: noticeAt });
    else await this.timers.clear(tx, NOTICE_TIMER, grant.id);
  }
}
