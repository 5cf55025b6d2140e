import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type NotificationKind, NotificationKinds, type Recipient } from '@opora/notification';
import type { OutboxEvent, Sql } from '@opora/platform';

/** What people are told of rights beyond what the kernel tells of every ticket. */
@Injectable()
export class AccessNotices implements OnModuleInit {
  constructor(private readonly kinds: NotificationKinds) {}

  onModuleInit(): void {
    this.kinds.register(endsSoon, granted, ended, targetFailed, targetOverdue, reviewAsked);
  }
}

interface Words {
  right: string;
  ownerId: string;
}

const right = (sql: Sql, grantId: string): Promise<Words | null> =>
  sql.one<Words>(`select r.name_uk || ', ' || e.name_uk as right, r.owner_id as "ownerId" from access_grant a join entitlement e on e.id = a.entitlement_id join access_resource r on r.id = e.resource_id where a.id = $1`, [grantId]);

const mine = { uk: 'Мої доступи', en: 'My access' };
const open = { uk: 'Відкрити', en: 'Open' };

const endsSoon: NotificationKind = {
  kind: 'grant.ends_soon', topics: ['grant.ends_soon'], web: true, mail: true, aboutTicket: false,
  name: { uk: 'Мій доступ скоро закінчиться', en: 'My access ends soon' },
  line: { uk: 'Доступ «{right}» закінчиться за {days} дн.', en: 'Access “{right}” ends in {days} days' },
  letter: {
    subject: { uk: 'Доступ «{right}» закінчиться за {days} дн.', en: 'Access “{right}” ends in {days} days' },
    body: { uk: 'Доступ «{right}» закінчиться за {days} дн. і буде відкликаний.\n\nЯкщо він ще потрібен, попросіть подовжити зараз: погодження може забрати кілька днів.', en: 'Access “{right}” ends in {days} days and will be revoked.\n\nIf you still need it, ask for an extension now: approval may take some days.' },
    button: mine,
  },
  recipients: async (sql, { key, payload }) => {
    const found = await right(sql, key);
    return found ? [{ personId: String(payload['personId']), reason: 'self', params: { right: found.right, days: Number(payload['days']) } }] : [];
  },
  details: async ({ address }) => ({ url: address('/portal/access') }),
};

/** Whose right it is, once it is there or gone; nothing while the target is still asked. */
async function holder(sql: Sql, { key, payload }: OutboxEvent, kind: string, states: readonly string[]): Promise<Recipient[]> {
  if (payload['kind'] !== kind || !states.includes(String(payload['state']))) return [];
  const found = await right(sql, key);
  return found ? [{ personId: String(payload['personId']), reason: 'self', params: { right: found.right } }] : [];
}

const granted: NotificationKind = {
  kind: 'grant.given', topics: ['grant.changed'], web: true, mail: true, aboutTicket: false, receipt: true,
  name: { uk: 'Мені надано доступ', en: 'I was given access' },
  line: { uk: 'Надано доступ «{right}»', en: 'Access “{right}” was given' },
  letter: {
    subject: { uk: 'Надано доступ «{right}»', en: 'Access “{right}” was given' },
    body: { uk: 'Доступ «{right}» надано. Перевірте, чи все працює, і підтвердьте: без відповіді запит закриється сам.', en: 'Access “{right}” was given. Please check that it works and confirm: without an answer the request closes by itself.' },
    button: mine,
  },
  recipients: (sql, event) => holder(sql, event, 'granted', ['active']),
  details: async ({ address }) => ({ url: address('/portal/access') }),
};

const ended: NotificationKind = {
  kind: 'grant.ended', topics: ['grant.changed'], web: true, mail: true, aboutTicket: false, receipt: true,
  name: { uk: 'Мій доступ відкликано', en: 'My access was revoked' },
  line: { uk: 'Доступу «{right}» більше немає', en: 'Access “{right}” is over' },
  letter: {
    subject: { uk: 'Доступу «{right}» більше немає', en: 'Access “{right}” is over' },
    body: { uk: 'Доступ «{right}» закінчився або відкликаний.\n\nЯкщо він знову потрібен, попросіть його, як уперше.', en: 'Access “{right}” ended or was revoked.\n\nIf you need it again, ask for it anew.' },
    button: mine,
  },
  recipients: (sql, event) => holder(sql, event, 'done', ['revoked', 'expired']),
  details: async ({ address }) => ({ url: address('/portal/access') }),
};

/** The group that carries it out, and for a right that should be gone its owner and those who answer for access. */
async function responsible(sql: Sql, { key, payload }: OutboxEvent, beyond: boolean): Promise<Recipient[]> {
  const rows = await sql.rows<{ id: string; reason: Recipient['reason'] }>(
    `select m.person_id as id, 'group' as reason from ticket t join group_member m on m.group_id = t.group_id and m.right_ in ('work', 'manage') where t.id = $1
     union all select r.owner_id, 'manager' from access_action x join entitlement e on e.id = x.entitlement_id join access_resource r on r.id = e.resource_id where $3 and x.id = $2
     union all select distinct pr.person_id, 'manager' from person_role pr join role_permission rp on rp.role_id = pr.role_id where $3 and rp.permission = 'grant.revoke' and rp.scope = 'all'`,
    [key, payload['actionId'], beyond],
  );
  return [...new Map(rows.map(({ id, reason }) => [id, { personId: id, reason }])).values()];
}

const targetFailed: NotificationKind = {
  kind: 'access.failed', topics: ['access.failed'], web: true, mail: false, aboutTicket: true,
  name: { uk: 'Цільова система не виконала', en: 'A target system did not do it' },
  line: { uk: '{reference}: цільова система не виконала, {title}', en: '{reference}: the target did not do it, {title}' },
  letter: { subject: { uk: '{reference}: не виконано', en: '{reference}: not done' }, body: { uk: 'Цільова система не виконала: «{title}». Відповідь і кнопка «Повторити» у зверненні.', en: 'The target system did not do it: “{title}”. Its answer and “Retry” are in the ticket.' }, button: open },
  recipients: (sql, event) => responsible(sql, event, false),
};

const targetOverdue: NotificationKind = {
  kind: 'access.overdue', topics: ['access.overdue'], web: true, mail: true, aboutTicket: true,
  name: { uk: 'Відкликання доступу прострочено', en: 'A revocation is overdue' },
  line: { uk: '{reference}: відкликання прострочено, {title}', en: '{reference}: revocation overdue, {title}' },
  letter: {
    subject: { uk: '{reference}: відкликання доступу прострочено', en: '{reference}: revocation of access overdue' },
    body: { uk: 'Доступ, який мав зникнути, досі діє: «{title}».', en: 'Access that had to be gone is still there: “{title}”.' },
    button: open,
  },
  recipients: (sql, event) => responsible(sql, event, true),
};

/** Reviewers who have not answered for everything, and who stands in for them now. */
const reviewAsked: NotificationKind = {
  kind: 'recertification.asked', topics: ['recertification.started', 'recertification.reminded'], web: true, mail: true, aboutTicket: false, receipt: true,
  name: { uk: 'Перегляд прав чекає на мене', en: 'A recertification waits for me' },
  line: { uk: 'Перегляд прав «{name}»: {count} чекають вашої відповіді до {until}', en: 'Recertification “{name}”: {count} wait for your answer until {until}' },
  letter: {
    subject: { uk: 'Перегляд прав «{name}»: {count} чекають вашої відповіді', en: 'Recertification “{name}”: {count} wait for your answer' },
    body: { uk: 'Підтвердьте або відкличте права на ваші системи: {count} до {until}.\n\nНезвичні стоять першими; усе вирішується на одній сторінці.', en: 'Confirm or revoke rights in your systems: {count} until {until}.\n\nWhat is unusual stands first; all is decided on one page.' },
    button: open,
  },
  recipients: async (sql, { key, at }) =>
    (
      await sql.rows<{ id: string; name: string; count: number; until: Date }>(
        `select x.id, c.name, count(*) as count, c.ends_at as until from recertification c join recertification_item i on i.campaign_id = c.id and i.answer is null
           cross join lateral (select i.reviewer_id as id union select b.substitute_id from absence b where b.person_id = i.reviewer_id and b.substitute_id is not null and b.from_at <= $2 and b.to_at > $2) x
         where c.id = $1 and c.state = 'running' group by x.id, c.name, c.ends_at`,
        [key, at],
      )
    ).map(({ id, name, count, until }) => ({ personId: id, reason: 'approver', params: { name, count, until: until.toISOString().slice(0, 10) } })),
  details: async ({ event, address }) => ({ url: address(`/portal/access/recertifications/${event.key}`) }),
};
