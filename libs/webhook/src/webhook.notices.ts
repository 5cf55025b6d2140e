import type { NotificationKind } from '@opora/notification';

/** Told to whoever answers for the endpoint and to those who keep endpoints. */
const ADMINISTRATORS = `select distinct p.id from person p where p.active and (p.id = (select w.owner_id from webhook w where w.id = $1)
  or exists (select 1 from person_role pr join role_permission rp on rp.role_id = pr.role_id where pr.person_id = p.id and rp.permission = 'webhook.write' and rp.scope = 'all'))`;

export const webhookKinds: NotificationKind[] = [
  {
    kind: 'webhook.disabled', topics: ['webhook.disabled'], web: true, mail: true, aboutTicket: false,
    name: { uk: 'Вебхук вимкнено', en: 'A webhook was switched off' },
    line: { uk: 'Вебхук «{name}» вимкнено: отримувач не приймає', en: 'The webhook “{name}” was switched off: its receiver does not take it' },
    letter: {
      subject: { uk: 'Вебхук «{name}» вимкнено', en: 'The webhook “{name}” was switched off' },
      body: { uk: 'Отримувач кілька днів не приймав повідомлень, зник або за вебхук більше ніхто не відповідає. Що не надійшло, чекає й піде, коли вебхук увімкнуть знову.', en: 'Its receiver took nothing for days, is gone, or nobody answers for the webhook any more. What did not arrive waits and goes out when the webhook is switched on again.' },
      button: { uk: 'Відкрити інтеграції', en: 'Open integrations' },
    },
    recipients: async (sql, { key, payload }) => (await sql.rows<{ id: string }>(ADMINISTRATORS, [key])).map(({ id }) => ({ personId: id, reason: 'administrator' as const, params: { name: String(payload['name']) } })),
    details: async ({ address, event }) => ({ values: { name: String(event.payload['name']) }, url: address(`/admin/integrations?id=${event.key}`) }),
  },
];
