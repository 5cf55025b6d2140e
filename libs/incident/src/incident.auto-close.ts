import { Injectable } from '@nestjs/common';
import { Calendars } from '@opora/calendar';
import { Timers, type Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import { AUTO_CLOSE_WORKING_DAYS } from './domain';

export const AUTO_CLOSE_TIMER = 'incident.auto_close';

/** A resolved incident closes by itself when nobody has answered for three working days of its service's calendar (`domain.md` §4, close). */
@Injectable()
export class AutoClose {
  constructor(
    private readonly timers: Timers,
    private readonly calendars: Calendars,
  ) {}

  async start(tx: Tx, ticket: Ticket): Promise<void> {
    const row = await tx.one<{ id: string | null }>(
      `select coalesce((select calendar_id from service where id = $1), (select calendar_id from support_group where id = $2)) as id`,
      [ticket.serviceId, ticket.groupId],
    );
    const dueAt = await this.calendars.addWorkingDays(tx, row?.id ?? null, ticket.resolvedAt ?? tx.now, AUTO_CLOSE_WORKING_DAYS);
    await this.timers.set(tx, { kind: AUTO_CLOSE_TIMER, key: ticket.id, dueAt });
  }

  async stop(tx: Tx, ticketId: string): Promise<void> {
    await this.timers.clear(tx, AUTO_CLOSE_TIMER, ticketId);
  }
}
