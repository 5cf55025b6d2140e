import type { PasswordLinks } from '@opora/identity';
import type { NotificationKind } from './kind';

const self = (personId: string) => [{ personId, reason: 'self' as const }];

/** Letters without which nobody gets in (`security.md` AU-08). The link is unsealed at sending and stands nowhere else. */
export const accountKinds = (links: PasswordLinks): NotificationKind[] => [
  {
    kind: 'password.reset', topics: ['password.reset_requested'], always: true, web: false, mail: true, aboutTicket: false,
    name: { uk: 'Новий пароль', en: 'A new password' },
    line: { uk: 'Посилання для нового пароля', en: 'A link for a new password' },
    letter: {
      subject: { uk: 'Новий пароль до Опори', en: 'A new password for Opora' },
      body: {
        uk: 'Ви попросили змінити пароль. Посилання діє {minutes} хвилин і лише один раз.\n\nЯкщо ви про це не просили, нічого не робіть: пароль лишається тим самим.',
        en: 'You asked to change your password. The link works once, for {minutes} minutes.\n\nIf you did not ask for it, do nothing: your password stays as it is.',
      },
      button: { uk: 'Задати новий пароль', en: 'Set a new password' },
    },
    recipients: async (_sql, { key, payload }) => (payload['sealed'] === null ? [] : self(key)),
    details: async ({ event: { payload } }) => ({ values: { minutes: String(payload['expiresInMinutes']) }, url: links.addressOf(String(payload['sealed'])) }),
  },
  {
    kind: 'person.invited', topics: ['person.invited'], always: true, web: false, mail: true, aboutTicket: false,
    name: { uk: 'Запрошення', en: 'An invitation' },
    line: { uk: 'Запрошення до Опори', en: 'An invitation to Opora' },
    letter: {
      subject: { uk: 'Вас запрошено до Опори', en: 'You are invited to Opora' },
      body: { uk: 'Тут ви повідомляєте про збої, замовляєте послуги й бачите, на якому вони етапі.\n\nСпершу задайте пароль. Посилання діє {hours} годин.', en: 'Here you report failures, order services and see where they stand.\n\nFirst set a password. The link works for {hours} hours.' },
      button: { uk: 'Задати пароль', en: 'Set a password' },
    },
    recipients: async (_sql, { key }) => self(key),
    details: async ({ event: { payload } }) => ({ values: { hours: String(Math.round(Number(payload['expiresInMinutes']) / 60)) }, url: links.addressOf(String(payload['sealed'])) }),
  },
  {
    kind: 'password.changed', topics: ['password.changed'], always: true, web: false, mail: true, aboutTicket: false,
    name: { uk: 'Пароль змінено', en: 'Password changed' },
    line: { uk: 'Ваш пароль змінено', en: 'Your password was changed' },
    letter: {
      subject: { uk: 'Ваш пароль до Опори змінено', en: 'Your Opora password was changed' },
      body: { uk: 'Пароль щойно змінено, усі сеанси завершено.\n\nЯкщо це були не ви, одразу попросіть новий пароль і повідомте ІТ-службу.', en: 'The password was changed just now and all sessions ended.\n\nIf it was not you, ask for a new password at once and tell the IT service desk.' },
      button: { uk: 'Увійти', en: 'Sign in' },
    },
    recipients: async (_sql, { key }) => self(key),
    details: async ({ address }) => ({ url: address('/') }),
  },
];
