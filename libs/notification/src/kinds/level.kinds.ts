import type { OutboxEvent } from '@opora/platform';
import type { NotificationKind } from './kind';
import { related } from './recipients';

const KNOWN = ['assignee', 'group_lead', 'manager'] as const;

/** Whom the level of an agreement names (`domain.md` §9: 50 % the assignee, 75 % the group lead too, 100 % lead and manager). */
function named({ payload }: Pick<OutboxEvent, 'payload'>): (typeof KNOWN)[number][] {
  const notify = Array.isArray(payload['notify']) ? payload['notify'] : [];
  return KNOWN.filter((reason) => notify.includes(reason));
}

/** Clocks tell by their events alone: this module does not know them, nor they it. */
export const levelKinds: NotificationKind[] = [
  {
    kind: 'sla.level', topics: ['sla.level'], web: true, mail: false, aboutTicket: true,
    name: { uk: 'Строк добігає кінця', en: 'A deadline comes near' },
    line: { uk: '{reference}: використано {percent} % часу, {title}', en: '{reference}: {percent} % of the time is used, {title}' },
    letter: {
      subject: { uk: '{reference}: використано {percent} % часу', en: '{reference}: {percent} % of the time is used' },
      body: { uk: 'У зверненні «{title}» використано {percent} % часу, даного угодою.', en: 'Of the time that the agreement gives to “{title}” {percent} % is used.' },
      button: { uk: 'Відкрити звернення', en: 'Open the ticket' },
    },
    recipients: (sql, event) => related(sql, event.key, named(event), { percent: Number(event.payload['percent'] ?? 0) }),
  },
  {
    kind: 'sla.breached', topics: ['sla.breached'], web: true, mail: true, aboutTicket: true,
    name: { uk: 'Строк порушено', en: 'A deadline was missed' },
    line: { uk: '{reference}: строк порушено, {title}', en: '{reference}: the deadline is missed, {title}' },
    letter: {
      subject: { uk: '{reference}: строк порушено', en: '{reference}: the deadline is missed' },
      body: { uk: 'Час, який угода дає на звернення «{title}», вичерпано.', en: 'The time that the agreement gives to “{title}” is used up.' },
      button: { uk: 'Відкрити звернення', en: 'Open the ticket' },
    },
    recipients: (sql, event) => related(sql, event.key, [...new Set([...named(event), 'assignee' as const])]),
  },
];
