import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Offerings } from '@opora/catalogue';
import { Timers, type Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import { ApprovalOutcomes, TaskPlans } from '@opora/work';
import { REQUEST } from './domain';
import { CLOSE_TIMER, RESUME_TIMER } from './request.consequences';
import { RequestService } from './request.service';

const DONE = { uk: 'Усе за вашим запитом виконано.', en: 'All that you asked for is done.' };
const NO_ANSWER = { uk: 'Ніхто не погодив запит до кінця строку.', en: 'Nobody approved the request in time.' };

/** What others bring about: the last approval, the last task of the plan. */
@Injectable()
export class RequestListener implements OnModuleInit {
  constructor(
    private readonly outcomes: ApprovalOutcomes,
    private readonly plans: TaskPlans,
    private readonly requests: RequestService,
    private readonly offerings: Offerings,
  ) {}

  onModuleInit(): void {
    this.outcomes.register(REQUEST, async (tx, _actor, ticket, { end, reason }) => {
      if (end === 'approved') await this.requests.attempt(tx, ticket.id, 'approve', {});
      else await this.requests.attempt(tx, ticket.id, 'refuse', end === 'expired' ? { reason: NO_ANSWER[await localeOf(tx, ticket)], expired: true } : { reason: reason ?? '' });
    });
    this.plans.register(REQUEST, (tx, _actor, ticket) => this.planned(tx, ticket));
  }

  /** Nothing of the plan is left to do: what the offering promises has been done. */
  private async planned(tx: Tx, ticket: Ticket): Promise<void> {
    const row = await tx.one<{ versionId: string | null }>('select version_id as "versionId" from request where ticket_id = $1', [ticket.id]);
    const version = row?.versionId ? await this.offerings.version(tx, row.versionId) : null;
    if (!version || version.definition.plan.length === 0) return;
    const locale = await localeOf(tx, ticket);
    await this.requests.attempt(tx, ticket.id, 'fulfil', { text: version.definition.outcome?.[locale] ?? DONE[locale], byPlan: true });
  }
}

/** What happens to requests by itself. */
@Injectable()
export class RequestTimers implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly requests: RequestService,
  ) {}

  onModuleInit(): void {
    this.timers.register(RESUME_TIMER, async (tx, { key }) => void (await this.requests.attempt(tx, key, 'resume', { because: 'time' })));
    this.timers.register(CLOSE_TIMER, async (tx, { key }) => void (await this.requests.attempt(tx, key, 'close', {})));
  }
}

const localeOf = async (tx: Tx, { requesterId }: Ticket): Promise<'uk' | 'en'> => (await tx.one<{ locale: 'uk' | 'en' }>('select locale from person where id = $1', [requesterId]))?.locale ?? 'uk';
