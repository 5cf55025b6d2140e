import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NotificationKind, NotificationKinds, type Recipient } from '@opora/notification';
import type { OutboxEvent, Sql } from '@opora/platform';
import { ApprovalLinks } from './approvals/links';

/** What people are told of approvals, tasks and expenses. */
@Injectable()
export class WorkNotices implements OnModuleInit {
  constructor(
    private readonly kinds: NotificationKinds,
    private readonly links: ApprovalLinks,
  ) {}

  onModuleInit(): void {
    const link: NotificationKind['details'] = async ({ sql, event, actor, address }) => ({ url: address(`/a/${await this.links.make(sql, String(event.payload['voteId']), actor.personId)}`) });
    this.kinds.register({ ...approvalAsked, details: link }, taskOpened, taskOverdue, expenseAsked, expenseAnswered);
  }
}

/** Whoever was asked, to whom they handed it over and, while they are away, who stands in for them. */
async function asked(sql: Sql, { payload, at }: OutboxEvent): Promise<Recipient[]> {
  const rows = await sql.rows<{ id: string; title: string }>(
    `select p.id, t.title from approval_vote v join approval a on a.id = v.approval_id join ticket t on t.id = a.ticket_id
     join person p on p.id = coalesce(v.delegate_id, v.person_id) or p.id in (select b.substitute_id from absence b where b.person_id = v.person_id and b.from_at <= $2 and b.to_at > $2)
     where v.id = $1 and v.answer is null and a.state = 'running' and not p.id = any(a.excluded)`,
    [payload['voteId'], at],
  );
  return rows.map(({ id, title }) => ({ personId: id, reason: 'approver', params: { title } }));
}

const approvalAsked: NotificationKind = {
  // The approver may see the card alone, so it is not about the ticket: its words bring the title with them.
  kind: 'approval.asked', topics: ['approval.asked', 'approval.reminded'], web: true, mail: true, aboutTicket: false,
  name: { uk: 'Потрібне моє погодження', en: 'My approval is needed' },
  line: { uk: 'Потрібне ваше погодження: {title}', en: 'Your approval is needed: {title}' },
  letter: {
    subject: { uk: 'Потрібне ваше погодження: {title}', en: 'Your approval is needed: {title}' },
    body: { uk: 'Вас просять про погодження: «{title}».\n\nВідкрийте картку: у ній усе, що треба знати.', en: 'Your approval is asked for: “{title}”.\n\nOpen the card: it says all there is to know.' },
    button: { uk: 'Переглянути й відповісти', en: 'Look and answer' },
  },
  recipients: asked,
};

/** The assignee, or the members of the group where nobody is named. */
async function holders(sql: Sql, { payload }: OutboxEvent): Promise<Recipient[]> {
  const rows = await sql.rows<{ id: string; task: string }>(
    `select coalesce(k.assignee_id, m.person_id) as id, k.title as task from task k left join group_member m on k.assignee_id is null and m.group_id = k.group_id and m.right_ in ('work', 'manage') where k.id = $1`,
    [payload['taskId']],
  );
  return rows.flatMap(({ id, task }) => (id ? [{ personId: id, reason: 'task' as const, params: { task } }] : []));
}

const open = { uk: 'Відкрити звернення', en: 'Open the ticket' };

const taskOpened: NotificationKind = {
  kind: 'task.opened', topics: ['task.opened'], web: true, mail: false, aboutTicket: true,
  name: { uk: 'Нове завдання', en: 'A new task' },
  line: { uk: '{reference}: завдання «{task}»', en: '{reference}: task “{task}”' },
  letter: {
    subject: { uk: '{reference}: завдання «{task}»', en: '{reference}: task “{task}”' },
    body: { uk: 'У зверненні «{title}» на вас чекає завдання «{task}».', en: 'In “{title}” the task “{task}” waits for you.' },
    button: open,
  },
  recipients: holders,
};

const taskOverdue: NotificationKind = {
  kind: 'task.overdue', topics: ['task.overdue'], web: true, mail: false, aboutTicket: true,
  name: { uk: 'Завдання прострочено', en: 'A task is overdue' },
  line: { uk: '{reference}: завдання «{task}» прострочено', en: '{reference}: task “{task}” is overdue' },
  letter: {
    subject: { uk: '{reference}: завдання «{task}» прострочено', en: '{reference}: task “{task}” is overdue' },
    body: { uk: 'Строк завдання «{task}» у зверненні «{title}» минув.', en: 'The task “{task}” in “{title}” is overdue.' },
    button: open,
  },
  recipients: holders,
};

const expenseAsked: NotificationKind = {
  kind: 'expense.asked', topics: ['expense.asked'], web: true, mail: true, aboutTicket: true,
  name: { uk: 'Витрата понад межу', en: 'An expense above the limit' },
  line: { uk: '{reference}: витрата понад межу чекає рішення', en: '{reference}: an expense above the limit waits for a decision' },
  letter: {
    subject: { uk: '{reference}: витрата понад межу', en: '{reference}: an expense above the limit' },
    body: { uk: 'У зверненні «{title}» витрата понад межу чекає вашого рішення.', en: 'In “{title}” an expense above the limit waits for your decision.' },
    button: open,
  },
  recipients: async (sql, { payload }) =>
    (await sql.rows<{ id: string }>(`select distinct pr.person_id as id from person_role pr join role_permission rp on rp.role_id = pr.role_id where rp.permission = 'expense.approve' and rp.scope = 'all' and pr.person_id <> $1`, [payload['personId']])).map(({ id }) => ({ personId: id, reason: 'manager' })),
};

const expenseAnswered: NotificationKind = {
  kind: 'expense.answered', topics: ['expense.answered'], web: true, mail: false, aboutTicket: true,
  name: { uk: 'Рішення про мою витрату', en: 'A decision on my expense' },
  line: { uk: '{reference}: про вашу витрату вирішено', en: '{reference}: your expense was decided' },
  letter: {
    subject: { uk: '{reference}: про вашу витрату вирішено', en: '{reference}: your expense was decided' },
    body: { uk: 'У зверненні «{title}» вирішено про вашу витрату.', en: 'Your expense in “{title}” was decided.' },
    button: open,
  },
  recipients: async (_sql, { payload }) => [{ personId: String(payload['personId']), reason: 'spender' }],
};
