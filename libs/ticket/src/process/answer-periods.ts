import { Injectable } from '@nestjs/common';
import { type CalendarDefinition, Calendars, WorkingTime } from '@opora/calendar';
import { ApplicationSettings, ApplicationSettingsRegistry } from '@opora/organisation';
import { Timers, type Tx } from '@opora/platform';
import type { Ticket } from '../domain/ticket';

/** How long a solved ticket of a kind waits for its requester's answer before its process closes it. */
export interface AnswerPeriod {
  /** Of the kernel's timers; the process registers what it does. */
  timer: string;
  setting: string;
  /** Working days where nothing else is set. */
  fallback: number;
  name: { uk: string; en: string };
  hint: { uk: string; en: string };
}

/** Where neither the service nor the group has a calendar. */
const WEEKDAYS: CalendarDefinition = { timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '00:00', to: '24:00' })), exceptions: [] };
const weekdays = new WorkingTime(WEEKDAYS);

@Injectable()
export class AnswerPeriods {
  private readonly periods = new Map<string, AnswerPeriod>();

  constructor(
    private readonly timers: Timers,
    private readonly calendars: Calendars,
    private readonly settings: ApplicationSettings,
    private readonly registry: ApplicationSettingsRegistry,
  ) {}

  register(kind: string, period: AnswerPeriod): void {
    if (this.periods.has(kind)) throw new Error(`the answers to ${kind} are waited for twice`);
    this.periods.set(kind, period);
    const { setting, fallback, name, hint } = period;
    this.registry.register({ key: setting, kind: 'integer', min: 1, max: 60, fallback, name, hint });
  }

  /** From its resolution on, in working days of its service's calendar, else its group's. */
  async start(tx: Tx, ticket: Ticket): Promise<void> {
    const { timer, setting } = this.of(ticket.kind);
    const row = await tx.one<{ id: string | null }>(`select coalesce((select calendar_id from service where id = $1), (select calendar_id from support_group where id = $2)) as id`, [ticket.serviceId, ticket.groupId]);
    const from = ticket.resolvedAt ?? tx.now;
    const days = await this.settings.value<number>(setting, tx);
    const dueAt = row?.id ? await this.calendars.addWorkingDays(tx, row.id, from, days) : new Date(weekdays.addDays(Math.floor(from.getTime() / 1000), days) * 1000);
    await this.timers.set(tx, { kind: timer, key: ticket.id, dueAt });
  }

  async stop(tx: Tx, { id, kind }: Pick<Ticket, 'id' | 'kind'>): Promise<void> {
    await this.timers.clear(tx, this.of(kind).timer, id);
  }

  private of(kind: string): AnswerPeriod {
    const period = this.periods.get(kind);
    if (!period) throw new Error(`nobody said how long a ${kind} waits for an answer`);
    return period;
  }
}
