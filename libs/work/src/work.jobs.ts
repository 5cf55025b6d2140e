import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, OutboxHandlers, Timers } from '@opora/platform';
import { Approvals, DUE_TIMER, REMINDER_TIMER } from './approvals/approvals';
import { TASK_DUE_TIMER, Tasks } from './tasks/tasks';

/** What falls due by itself, and what ends with its ticket. */
@Injectable()
export class WorkJobs implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly handlers: OutboxHandlers,
    private readonly database: Database,
    private readonly approvals: Approvals,
    private readonly tasks: Tasks,
  ) {}

  onModuleInit(): void {
    this.timers.register(DUE_TIMER, (tx, { key }) => this.approvals.expire(tx, key));
    this.timers.register(REMINDER_TIMER, (tx, { key }) => this.approvals.remind(tx, key));
    this.timers.register(TASK_DUE_TIMER, (tx, { key }) => this.tasks.overdue(tx, key));
    this.handlers.register({
      name: 'work.ticket-over',
      topics: ['ticket.changed'],
      handle: async (events) => {
        const ids = [...new Set(events.map(({ key }) => key))];
        const over = await this.database.sql.rows<{ id: string }>(`select t.id from ticket t where t.id = any($1) and t.phase = 'closed' and exists (select 1 from task k where k.ticket_id = t.id and k.state in ('planned', 'open', 'in_progress'))`, [ids]);
        for (const { id } of over) await this.database.tx((tx) => this.tasks.cancelAll(tx, id));
      },
    });
  }
}
