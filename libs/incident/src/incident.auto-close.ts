import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '@opora/platform';
import { AnswerPeriods, type Ticket } from '@opora/ticket';
import { AUTO_CLOSE_WORKING_DAYS, INCIDENT } from './domain';

export const AUTO_CLOSE_TIMER = 'incident.auto_close';
export const AUTO_CLOSE_SETTING = 'incident.autoCloseWorkingDays';

/** A resolved incident closes by itself when nobody has answered for the working days that are set, of its service's calendar (`domain.md` §4, close). */
@Injectable()
export class AutoClose implements OnModuleInit {
  constructor(private readonly periods: AnswerPeriods) {}

  onModuleInit(): void {
    this.periods.register(INCIDENT, {
      timer: AUTO_CLOSE_TIMER, setting: AUTO_CLOSE_SETTING, fallback: AUTO_CLOSE_WORKING_DAYS,
      name: { uk: 'Закривати вирішений інцидент без відповіді через, робочих днів', en: 'Close a resolved incident without an answer after, working days' },
      hint: { uk: 'Діє на вирішені відтепер; заявник може підтвердити чи відхилити раніше.', en: 'Holds for those resolved from now on; the requester may confirm or reject sooner.' },
    });
  }

  start(tx: Tx, ticket: Ticket): Promise<void> {
    return this.periods.start(tx, ticket);
  }

  stop(tx: Tx, ticketId: string): Promise<void> {
    return this.periods.stop(tx, { id: ticketId, kind: INCIDENT });
  }
}
