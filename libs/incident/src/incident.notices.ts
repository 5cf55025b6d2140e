import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NotificationKind, NotificationKinds, related } from '@opora/notification';
import type { OutboxEvent } from '@opora/platform';
import { SurveyLinks } from './survey/survey-links';

const open = { uk: 'Відкрити звернення', en: 'Open the ticket' };
const entered = ({ payload }: OutboxEvent, field: string): boolean => Array.isArray(payload['changed']) && payload['changed'].includes(field);

/** What people are told of incidents beyond what the kernel tells of every ticket. */
@Injectable()
export class IncidentNotices implements OnModuleInit {
  constructor(
    private readonly kinds: NotificationKinds,
    private readonly links: SurveyLinks,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this.resolved(), major, updateDue, rejected);
  }

  private resolved(): NotificationKind {
    return {
      kind: 'incident.resolved', topics: ['ticket.changed'], web: true, mail: true, aboutTicket: true,
      name: { uk: 'Моє звернення вирішено', en: 'My ticket is resolved' },
      line: { uk: '{reference} вирішено: перевірте, будь ласка', en: '{reference} is resolved: please check' },
      letter: {
        subject: { uk: '{reference}: вирішено, перевірте', en: '{reference}: resolved, please check' },
        body: {
          uk: 'Звернення «{title}» вирішено. Що зроблено, нижче.\n\nУсе працює? Підтвердьте одним дотиком. Якщо ні, там само напишіть, що не так, і ми продовжимо. Без відповіді звернення закриється саме.',
          en: '“{title}” is resolved. What was done stands below.\n\nDoes it work? Confirm with one touch. If not, say there what is wrong and we go on. Without an answer the ticket closes by itself.',
        },
        button: { uk: 'Підтвердити або відхилити', en: 'Confirm or reject' },
      },
      recipients: async (sql, event) => (entered(event, 'state') && (await sql.one(`select 1 from ticket t where t.id = $1 and t.kind = 'incident' and t.state = 'resolved'`, [event.key])) ? related(sql, event.key, ['requester']) : []),
      details: async ({ sql, ticket, actor, address }) => {
        if (ticket?.state !== 'resolved' || !ticket.resolvedAt || ticket.requesterId !== actor.personId) return null;
        const own = await sql.one<{ text: string | null }>('select resolution_text as text from incident where ticket_id = $1', [ticket.id]);
        return { ...(own?.text ? { quote: own.text } : {}), url: address(`/survey/${await this.links.make(sql, ticket.id, actor.personId, ticket.resolvedAt)}`) };
      },
    };
  }
}

const rejected: NotificationKind = {
  kind: 'incident.rejected', topics: ['ticket.changed'], web: true, mail: false, aboutTicket: true,
  name: { uk: 'Рішення відхилено', en: 'A solution was rejected' },
  line: { uk: '{reference}: рішення не допомогло, {title}', en: '{reference}: the solution did not help, {title}' },
  letter: {
    subject: { uk: '{reference}: рішення не допомогло', en: '{reference}: the solution did not help' },
    body: { uk: 'Заявник відхилив рішення звернення «{title}», воно знову в роботі.', en: 'The requester rejected the solution of “{title}”; it is in progress again.' },
    button: open,
  },
  recipients: async (sql, event) => (event.payload['entry'] === 'incident.rejected' ? related(sql, event.key, ['assignee', 'group_lead']) : []),
};

const major: NotificationKind = {
  kind: 'incident.major', topics: ['ticket.changed'], web: true, mail: true, aboutTicket: true,
  name: { uk: 'Значний інцидент', en: 'A major incident' },
  line: { uk: '{reference}: значний інцидент, {title}', en: '{reference}: major incident, {title}' },
  letter: {
    subject: { uk: '{reference}: значний інцидент', en: '{reference}: major incident' },
    body: { uk: '«{title}» оголошено значним інцидентом.', en: '“{title}” was declared a major incident.' },
    button: open,
  },
  recipients: async (sql, event) => {
    if (event.payload['entry'] !== 'incident.major') return [];
    const row = await sql.one<{ managerId: string }>('select major_manager_id as "managerId" from incident where ticket_id = $1 and major', [event.key]);
    if (!row) return [];
    const others = await related(sql, event.key, ['assignee', 'group_lead', 'manager']);
    return [{ personId: row.managerId, reason: 'major_manager' }, ...others.filter(({ personId }) => personId !== row.managerId)];
  },
};

const updateDue: NotificationKind = {
  kind: 'incident.update_due', topics: ['incident.update_due'], web: true, mail: true, aboutTicket: true,
  name: { uk: 'Час оновити новину про значний інцидент', en: 'An update of a major incident is due' },
  line: { uk: '{reference}: час повідомити, як справи', en: '{reference}: an update is due' },
  letter: {
    subject: { uk: '{reference}: час повідомити, як справи', en: '{reference}: an update is due' },
    body: { uk: 'Обіцяний час оновлення про «{title}» настав, а новини ще немає.', en: 'The promised time of an update on “{title}” has come, and there is none yet.' },
    button: open,
  },
  recipients: async (_sql, { payload }) => (typeof payload['managerId'] === 'string' ? [{ personId: payload['managerId'], reason: 'major_manager' }] : []),
};
