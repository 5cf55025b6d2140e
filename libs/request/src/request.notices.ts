import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NotificationKind, NotificationKinds, related } from '@opora/notification';
import type { OutboxEvent } from '@opora/platform';

const open = { uk: 'Відкрити запит', en: 'Open the request' };
const entered = (...entries: readonly string[]) => ({ payload }: OutboxEvent): boolean => entries.includes(String(payload['entry']));
const toRequester = (of: (event: OutboxEvent) => boolean): NotificationKind['recipients'] => async (sql, event) => (of(event) ? related(sql, event.key, ['requester']) : []);

/** What people are told of requests beyond what the kernel tells of every ticket. */
@Injectable()
export class RequestNotices implements OnModuleInit {
  constructor(private readonly kinds: NotificationKinds) {}

  onModuleInit(): void {
    this.kinds.register(approved, rejected, fulfilled, returned);
  }
}

const approved: NotificationKind = {
  kind: 'request.approved', topics: ['ticket.changed'], web: true, mail: false, aboutTicket: true,
  name: { uk: 'Мій запит погоджено', en: 'My request is approved' },
  line: { uk: '{reference}: погоджено, виконуємо', en: '{reference}: approved, in work' },
  letter: {
    subject: { uk: '{reference}: погоджено', en: '{reference}: approved' },
    body: { uk: 'Запит «{title}» погоджено, його виконують.', en: '“{title}” is approved and in work.' },
    button: open,
  },
  recipients: toRequester(entered('request.approved')),
};

const rejected: NotificationKind = {
  kind: 'request.rejected', topics: ['ticket.changed'], web: true, mail: true, aboutTicket: true,
  name: { uk: 'Мій запит відхилено', en: 'My request is rejected' },
  line: { uk: '{reference}: запит відхилено', en: '{reference}: the request is rejected' },
  letter: {
    subject: { uk: '{reference}: запит відхилено', en: '{reference}: the request is rejected' },
    body: { uk: 'Запит «{title}» відхилено. Причина нижче.\n\nЯкщо обставини зміняться, замовте ще раз.', en: '“{title}” is rejected, for the reason below.\n\nShould things change, order it again.' },
    button: open,
  },
  recipients: toRequester(entered('request.refused', 'request.declined')),
  details: async ({ sql, ticket }) => {
    const own = ticket && (await sql.one<{ reason: string | null }>('select end_reason as reason from request where ticket_id = $1', [ticket.id]));
    return own?.reason ? { quote: own.reason } : {};
  },
};

const fulfilled: NotificationKind = {
  kind: 'request.fulfilled', topics: ['ticket.changed'], web: true, mail: true, aboutTicket: true,
  name: { uk: 'Мій запит виконано', en: 'My request is fulfilled' },
  line: { uk: '{reference} виконано: перевірте, будь ласка', en: '{reference} is fulfilled: please check' },
  letter: {
    subject: { uk: '{reference}: виконано, перевірте', en: '{reference}: fulfilled, please check' },
    body: {
      uk: 'Запит «{title}» виконано. Що зроблено, нижче.\n\nУсе гаразд? Підтвердьте одним дотиком. Якщо ні, там само напишіть, чого бракує. Без відповіді запит закриється сам.',
      en: '“{title}” is fulfilled. What was done stands below.\n\nIs all well? Confirm with one touch. If not, say there what is missing. Without an answer the request closes by itself.',
    },
    button: { uk: 'Підтвердити або повернути', en: 'Confirm or return' },
  },
  recipients: toRequester(entered('request.fulfilled')),
  details: async ({ sql, ticket }) => {
    if (!ticket || (ticket.state !== 'fulfilled' && ticket.state !== 'closed')) return null;
    const own = await sql.one<{ text: string | null }>('select fulfilment_text as text from request where ticket_id = $1', [ticket.id]);
    return own?.text ? { quote: own.text } : {};
  },
};

const returned: NotificationKind = {
  kind: 'request.returned', topics: ['ticket.changed'], web: true, mail: false, aboutTicket: true,
  name: { uk: 'Виконаний запит повернули', en: 'A fulfilled request was returned' },
  line: { uk: '{reference}: заявник повернув запит, {title}', en: '{reference}: the requester returned it, {title}' },
  letter: {
    subject: { uk: '{reference}: запит повернуто', en: '{reference}: the request was returned' },
    body: { uk: 'Заявник повернув запит «{title}»: чогось бракує. Він знову в роботі.', en: 'The requester returned “{title}”: something is missing. It is in work again.' },
    button: open,
  },
  recipients: async (sql, event) => (entered('request.returned')(event) ? related(sql, event.key, ['assignee', 'group_lead']) : []),
};
