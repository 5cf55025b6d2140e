import { Injectable } from '@nestjs/common';
import { type CalendarDefinition, Calendars, WorkingTime } from '@opora/calendar';
import { Timers, type Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import { AUTO_CLOSE_WORKING_DAYS } from './domain';

export const AUTO_CLOSE_TIMER = 'incident.auto_close';

/** Where neither the service nor the group has a calendar. */
const WEEKDAYS: CalendarDefinition = { timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '00:00', to: '24:00' })), exceptions: [] };
const weekdays = new WorkingTime(WEEKDAYS);

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
    const from = ticket.resolvedAt ?? tx.now;
    const dueAt = row?.id ? await this.calendars.addWorkingDays(tx, row.id, from, AUTO_CLOSE_WORKING_DAYS) : new Date(weekdays.addDays(Math.floor(from.getTime() / 1000), AUTO_CLOSE_WORKING_DAYS) * 1000);
    await this.timers.set(tx, { kind: AUTO_CLOSE_TIMER, key: ticket.id, dueAt });
  }

  async stop(tx: Tx, ticketId: string): Promise<void> {
    await this.timers.clear(tx, AUTO_CLOSE_TIMER, ticketId);
  }
}
