import { registerMessages } from '@opora/platform';

registerMessages({
  'mail.no_server': { uk: 'Сервер вихідної пошти не задано (SMTP_URL).', en: 'No outgoing mail server is set (SMTP_URL).' },
  'mail.not_waiting': { uk: 'Цей лист уже надіслано або він у черзі.', en: 'This letter was sent or is queued.' },
});
