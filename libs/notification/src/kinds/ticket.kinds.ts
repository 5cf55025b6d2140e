import { messagesFor } from '@opora/ticket';
import type { LetterContext, NotificationKind } from './kind';
import { related } from './recipients';

/** A message in the recipient's eyes: through the one predicate over messages, so a private one is never there for a requester. */
async function messageText({ sql, actor, event }: LetterContext): Promise<string | null> {
  const params: unknown[] = [event.payload['messageId']];
  const row = await sql.one<{ body: string }>(`select m.body from message m join ticket t on t.id = m.ticket_id where m.id = $1 and m.released_at is not null and m.redacted_at is null and ${messagesFor(actor, 't', 'm', params)}`, params);
  return row?.body ?? null;
}

const publicWordOfStaff = (payload: Record<string, unknown>): boolean => payload['visibility'] === 'public' && payload['authorAs'] === 'staff';
const waitsForRequester = `select 1 from ticket t where t.id = $1 and t.phase = 'waiting' and t.state_reason = 'requester'`;

/** What every process tells of its tickets; the kernel's events alone. */
export const ticketKinds: NotificationKind[] = [
  {
    kind: 'ticket.registered', topics: ['ticket.registered'], web: false, mail: true, receipt: true, aboutTicket: true,
    name: { uk: 'Звернення зареєстровано', en: 'Ticket registered' },
    line: { uk: '{reference} зареєстровано', en: '{reference} is registered' },
    letter: {
      subject: { uk: '{reference}: зареєстровано', en: '{reference}: registered' },
      body: { uk: 'Ми отримали ваше звернення «{title}» під номером {reference}.\n\nПовідомимо, щойно буде новина. Додати щось можна на сторінці звернення.', en: 'We have your ticket “{title}”, number {reference}.\n\nYou will hear from us as soon as there is news. You can add to it on its page.' },
      button: { uk: 'Відкрити звернення', en: 'Open the ticket' },
    },
    recipients: (sql, { key }) => related(sql, key, ['requester']),
  },
  {
    kind: 'ticket.question', topics: ['message.said'], web: true, mail: true, aboutTicket: true,
    name: { uk: 'Запитання до мене', en: 'A question to me' },
    line: { uk: '{reference}: запитання до вас', en: '{reference}: a question to you' },
    letter: {
      subject: { uk: '{reference}: запитання до вас', en: '{reference}: a question to you' },
      body: { uk: 'Щоб рухатися далі у зверненні «{title}», нам потрібна ваша відповідь:', en: 'To go on with “{title}” we need your answer:' },
      button: { uk: 'Відповісти', en: 'Answer' },
    },
    recipients: async (sql, { key, payload }) => (publicWordOfStaff(payload) && (await sql.one(waitsForRequester, [key])) ? related(sql, key, ['requester']) : []),
    details: async (context) => asQuote(await messageText(context)),
  },
  {
    kind: 'ticket.answered', topics: ['message.said'], web: true, mail: true, aboutTicket: true,
    name: { uk: 'Нове повідомлення', en: 'A new message' },
    line: { uk: '{reference}: нове повідомлення', en: '{reference}: a new message' },
    letter: {
      subject: { uk: '{reference}: нове повідомлення', en: '{reference}: a new message' },
      body: { uk: 'У зверненні «{title}» вам написали:', en: 'There is a message to you in “{title}”:' },
      button: { uk: 'Відкрити звернення', en: 'Open the ticket' },
    },
    recipients: async (sql, { key, payload }) => (publicWordOfStaff(payload) && !(await sql.one(waitsForRequester, [key])) ? related(sql, key, ['requester']) : []),
    details: async (context) => asQuote(await messageText(context)),
  },
  {
    kind: 'ticket.requester_wrote', topics: ['message.said'], web: true, mail: false, aboutTicket: true,
    name: { uk: 'Заявник написав', en: 'The requester wrote' },
    line: { uk: '{reference}: відповідь заявника', en: '{reference}: the requester wrote' },
    letter: {
      subject: { uk: '{reference}: відповідь заявника', en: '{reference}: the requester wrote' },
      body: { uk: 'У зверненні «{title}» заявник написав:', en: 'In “{title}” the requester wrote:' },
      button: { uk: 'Відкрити звернення', en: 'Open the ticket' },
    },
    recipients: async (sql, { key, payload }) => (payload['authorAs'] === 'staff' || payload['visibility'] !== 'public' ? [] : related(sql, key, ['assignee', 'watcher'])),
    details: async (context) => asQuote(await messageText(context)),
  },
  {
    kind: 'ticket.assigned', topics: ['ticket.changed', 'ticket.registered'], web: true, mail: false, aboutTicket: true,
    name: { uk: 'Призначено мені', en: 'Assigned to me' },
    line: { uk: '{reference} призначено вам: {title}', en: '{reference} is assigned to you: {title}' },
    letter: {
      subject: { uk: '{reference} призначено вам', en: '{reference} is assigned to you' },
      body: { uk: 'Вам призначено звернення «{title}».', en: 'The ticket “{title}” is assigned to you.' },
      button: { uk: 'Відкрити звернення', en: 'Open the ticket' },
    },
    recipients: async (sql, { key, topic, payload }) => (topic === 'ticket.registered' || has(payload, 'assigneeId') ? related(sql, key, ['assignee']) : []),
  },
  {
    kind: 'ticket.group_assigned', topics: ['ticket.changed', 'ticket.registered'], web: false, mail: false, aboutTicket: true,
    name: { uk: 'Нове у моїй групі', en: 'New in my group' },
    line: { uk: '{reference} у черзі вашої групи: {title}', en: '{reference} came to your group: {title}' },
    letter: {
      subject: { uk: '{reference} у черзі вашої групи', en: '{reference} came to your group' },
      body: { uk: 'До черги вашої групи надійшло звернення «{title}».', en: 'The ticket “{title}” came to the queue of your group.' },
      button: { uk: 'Відкрити звернення', en: 'Open the ticket' },
    },
    recipients: async (sql, { key, topic, payload }) =>
      (topic === 'ticket.registered' || has(payload, 'groupId')) && (await sql.one('select 1 from ticket t where t.id = $1 and t.assignee_id is null', [key])) ? related(sql, key, ['group']) : [],
  },
  {
    kind: 'ticket.watched', topics: ['ticket.changed'], web: true, mail: false, aboutTicket: true,
    name: { uk: 'Зміни у тому, за чим стежу', en: 'Changes in what I watch' },
    line: { uk: '{reference}: змінився стан, {title}', en: '{reference}: its state changed, {title}' },
    letter: {
      subject: { uk: '{reference}: змінився стан', en: '{reference}: its state changed' },
      body: { uk: 'Змінився стан звернення «{title}», за яким ви стежите.', en: 'The state of “{title}”, which you watch, changed.' },
      button: { uk: 'Відкрити звернення', en: 'Open the ticket' },
    },
    recipients: async (sql, { key, payload }) => (has(payload, 'state') && payload['visibility'] === 'public' ? related(sql, key, ['watcher']) : []),
  },
];

const has = (payload: Record<string, unknown>, field: string): boolean => Array.isArray(payload['changed']) && payload['changed'].includes(field);
const asQuote = (text: string | null) => (text === null ? null : { quote: text });
