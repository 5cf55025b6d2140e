import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, OutboxHandlers, Timers } from '@opora/platform';
import { ACTION_TIMER, Actions } from './grants/actions';
import { GrantCommands } from './grants/grant.commands';
import { END_TIMER, Grants, NOTICE_TIMER } from './grants/grants';
import { PeopleWhoMove } from './people/people';
import { CAMPAIGN_TIMER, REMINDER_TIMER, Recertifications } from './recertification/recertifications';
import { CLOSE_TIMER, START_TIMER } from './requests/consequences';
import { AccessFlow } from './requests/flow';

/** Ends and notices of grants, and what the targets owe: timers are rows, each decided once in the transaction that does it. */
@Injectable()
export class GrantJobs implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly grants: Grants,
    private readonly commands: GrantCommands,
    private readonly actions: Actions,
  ) {}

  onModuleInit(): void {
    this.timers.register(END_TIMER, (tx, { key }) => this.commands.expire(tx, key));
    this.timers.register(NOTICE_TIMER, (tx, { key }) => this.grants.notice(tx, key));
    this.timers.register(ACTION_TIMER, (tx, { key }) => this.actions.overdue(tx, key));
  }
}

/** What happens to requests by itself. */
@Injectable()
export class RequestJobs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly timers: Timers,
    private readonly handlers: OutboxHandlers,
    private readonly flow: AccessFlow,
  ) {}

  onModuleInit(): void {
    this.timers.register(START_TIMER, (tx, { key }) => this.flow.begin(tx, key));
    this.timers.register(CLOSE_TIMER, (tx, { key }) => this.flow.close(tx, key));
    this.handlers.register({
      name: 'access.called',
      topics: ['webhook.delivered', 'webhook.dead', 'webhook.cancelled'],
      handle: async (events) => {
        for (const { topic, key, payload } of events) if (String(payload['type']).startsWith('access.')) await this.database.tx((tx) => this.flow.called(tx, key, topic === 'webhook.delivered', (payload['status'] as number | null | undefined) ?? null));
      },
    });
    this.handlers.register({
      name: 'access.dropped',
      topics: ['access.dropped'],
      handle: async (events) => {
        for (const key of new Set(events.map((event) => event.key))) await this.database.tx((tx) => this.flow.settle(tx, key));
      },
    });
  }
}

/** Campaigns end and people leave and move. */
@Injectable()
export class ReviewJobs implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly handlers: OutboxHandlers,
    private readonly campaigns: Recertifications,
    private readonly people: PeopleWhoMove,
  ) {}

  onModuleInit(): void {
    this.timers.register(CAMPAIGN_TIMER, (tx, { key }) => this.campaigns.end(tx, key));
    this.timers.register(REMINDER_TIMER, (tx, { key }) => this.campaigns.remind(tx, key));
    this.handlers.register({ name: 'access.people', topics: ['person.deactivated', 'person.moved'], handle: (events) => this.people.handle(events) });
    this.handlers.register({
      name: 'access.recertified',
      topics: ['recertification.ended'],
      handle: async (events) => {
        for (const { key } of events) while ((await this.campaigns.follow(key)) > 0);
      },
    });
  }
}
