import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CalendarDefinition, Calendars, WorkingTime } from '@opora/calendar';
import { ApplicationSettings, ApplicationSettingsRegistry } from '@opora/organisation';
import { Timers, type Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import { AUTO_CLOSE_WORKING_DAYS } from './domain';

export const AUTO_CLOSE_TIMER = 'incident.auto_close';
export const AUTO_CLOSE_SETTING = 'incident.autoCloseWorkingDays';

/** Where neither the service nor the group has a calendar. */
const WEEKDAYS: CalendarDefinition = { timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '00:00', to: '24:00' })), exceptions: [] };
const weekdays = new WorkingTime(WEEKDAYS);

/** A resolved incident closes by itself when nobody has answered for the working days that are set, of its service's calendar (`domain.md` §4, close). */
@Injectable()
export class AutoClose implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly calendars: Calendars,
    private readonly settings: ApplicationSettings,
    private readonly registry: ApplicationSettingsRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.register({
      key: AUTO_CLOSE_SETTING, kind: 'integer', min: 1, max: 60, fallback: AUTO_CLOSE_WORKING_DAYS,
      name: { uk: 'Закривати вирішений інцидент без відповіді через, робочих днів', en: 'Close a resolved incident without an answer after, working days' },
      hint: { uk: 'Діє на вирішені відтепер; заявник може підтвердити чи відхилити раніше.', en: 'Holds for those resolved from now on; the requester may confirm or reject sooner.' },
    });
  }

  async start(tx: Tx, ticket: Ticket): Promise<void> {
    const row = await tx.one<{ id: string | null }>(
      `select coalesce((select calendar_id from service where id = $1), (select calendar_id from support_group where id = $2)) as id`,
      [ticket.serviceId, ticket.groupId],
    );
    const from = ticket.resolvedAt ?? tx.now;
    const days = await this.settings.value<number>(AUTO_CLOSE_SETTING, tx);
    const dueAt = row?.id ? await this.calendars.addWorkingDays(tx, row.id, from, days) : new Date(weekdays.addDays(Math.floor(from.getTime() / 1000), days) * 1000);
    await this.timers.set(tx, { kind: AUTO_CLOSE_TIMER, key: ticket.id, dueAt });
  }

  async stop(tx: Tx, ticketId: string): Promise<void> {
    await this.timers.clear(tx, AUTO_CLOSE_TIMER, ticketId);
  }
}
