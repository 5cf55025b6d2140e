import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Offerings, planFor } from '@opora/catalogue';
import { type Actor, Timers, type Tx, systemActor } from '@opora/platform';
import { AnswerPeriods, type Ticket } from '@opora/ticket';
import { Approvals, Tasks } from '@opora/work';
import { type Decision, REQUEST } from './domain';
import type { RequestRow } from './request.rows';

export const RESUME_TIMER = 'request.resume';
export const CLOSE_TIMER = 'request.auto_close';
export const AUTO_CLOSE_WORKING_DAYS = 3;

/** What a decision sets going or stops, in its own transaction: timers, approvals, the plan of tasks. */
@Injectable()
export class RequestConsequences implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly periods: AnswerPeriods,
    private readonly approvals: Approvals,
    private readonly tasks: Tasks,
    private readonly offerings: Offerings,
  ) {}

  onModuleInit(): void {
    this.periods.register(REQUEST, {
      timer: CLOSE_TIMER, setting: 'request.autoCloseWorkingDays', fallback: AUTO_CLOSE_WORKING_DAYS,
      name: { uk: 'Закривати виконаний запит без відповіді через, робочих днів', en: 'Close a fulfilled request without an answer after, working days' },
      hint: { uk: 'Діє на виконані відтепер; заявник може підтвердити чи повернути раніше.', en: 'Holds for those fulfilled from now on; the requester may confirm or return it sooner.' },
    });
  }

  system(command: string, id: string): Actor {
    return systemActor(`request.${command}`, id);
  }

  /** @returns the ticket as it then stands */
  async of(tx: Tx, actor: Actor, before: Ticket, { changes }: Decision, after: Ticket, own: RequestRow): Promise<Ticket> {
    if (changes.holdUntil) await this.timers.set(tx, { kind: RESUME_TIMER, key: after.id, dueAt: changes.holdUntil });
    else if (before.state === 'on_hold' && before.stateUntil && changes.state !== undefined) await this.timers.clear(tx, RESUME_TIMER, after.id);
    if (changes.state === undefined || changes.state === before.state) return after;
    if (after.phase === 'resolved') {
      await this.periods.start(tx, after);
      /* What nobody did of the plan is not needed any more. */
      await this.tasks.cancelAll(tx, after.id);
    } else if (before.phase === 'resolved') await this.periods.stop(tx, after);
    let now = after;
    if (before.state === 'approving' && (after.phase === 'closed' || after.state === 'fulfilling')) now = await this.approvals.withdraw(tx, actor, now, { subject: REQUEST });
    if (before.state === 'approving' && after.state === 'fulfilling') now = await this.startPlan(tx, actor, now, own);
    return now;
  }

  /** The offering's tasks, in its order: those that wait for nothing open at once. */
  async startPlan(tx: Tx, actor: Actor, ticket: Ticket, { version_id, answers }: Pick<RequestRow, 'version_id' | 'answers'>): Promise<Ticket> {
    const version = version_id === null ? null : await this.offerings.version(tx, version_id);
    const plan = version ? planFor(version.definition, answers) : [];
    if (plan.length === 0) return ticket;
    const locale = await this.localeOf(tx, plan.map(({ groupId }) => groupId));
    const tasks = plan.map(({ key, title, description, groupId, after, targetSeconds }) => ({
      key, title: title[locale], ...(description ? { description: description[locale] } : {}), groupId, after, targetSeconds: targetSeconds ?? null,
    }));
    return (await this.tasks.plan(tx, actor, ticket, tasks)).ticket;
  }

  async closesAtOnce(tx: Tx, { version_id }: RequestRow): Promise<boolean> {
    return version_id !== null && (await this.offerings.version(tx, version_id))?.definition.closesAtOnce === true;
  }

  /** Tasks are written once, in the language of most of those who will do them. */
  private async localeOf(tx: Tx, groupIds: readonly string[]): Promise<'uk' | 'en'> {
    const row = await tx.one<{ locale: 'uk' | 'en' }>(`select p.locale from group_member m join person p on p.id = m.person_id where m.group_id = any($1) and m.right_ in ('work', 'manage') group by p.locale order by count(*) desc, p.locale desc limit 1`, [groupIds]);
    return row?.locale ?? 'uk';
  }
}
