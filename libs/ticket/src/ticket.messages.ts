import { registerMessages } from '@opora/platform';

registerMessages({
  'ticket.follow_up_wanted': { uk: 'Звернення закрите. Зареєструйте нове як продовження цього.', en: 'The ticket is closed. Register a follow-up to it.' },
  'message.sent': { uk: 'Повідомлення вже надіслане, скасувати його не можна.', en: 'The message has been sent and cannot be undone.' },
  'attachment.kept': { uk: 'Вкладення вже не можна прибрати.', en: 'The attachment can no longer be taken back.' },
  'attachment.quarantined': { uk: 'Файл ізольовано як небезпечний.', en: 'The file is quarantined.' },
  'attachment.missing': { uk: 'Файл не надіслано.', en: 'No file was sent.' },
  type_not_allowed: { uk: 'Файли такого типу не приймаються: {name}.', en: 'Files of this type are not accepted: {name}.' },
  'link.cycle': { uk: 'Такий зв’язок замкнув би коло.', en: 'This link would close a circle.' },
  'link.itself': { uk: 'Звернення не можна пов’язати із самим собою.', en: 'A ticket cannot be linked to itself.' },
  'link.exists': { uk: 'Такий зв’язок уже є.', en: 'There is such a link already.' },
  'link.has_parent': { uk: 'Звернення вже має інше батьківське.', en: 'The ticket has another parent already.' },
  'merge.itself': { uk: 'Звернення не можна об’єднати із самим собою.', en: 'A ticket cannot be merged into itself.' },
  'merge.other_kind': { uk: 'Об’єднати можна лише звернення одного виду.', en: 'Only tickets of one kind can be merged.' },
  'merge.closed': { uk: 'Закрите звернення не об’єднують.', en: 'A closed ticket is not merged.' },
  'bulk.unknown_command': { uk: 'Для цього звернення такої дії немає.', en: 'There is no such act for this ticket.' },
  'bulk.one_act': { uk: 'Потрібна або зміна полів, або команда.', en: 'Give either a change of fields or a command.' },
  'search.too_broad': { uk: 'Запит надто загальний. Додайте слово або умову.', en: 'The search is too broad. Add a word or a condition.' },
  'ticket.snooze.past': { uk: 'Вкажіть час у майбутньому.', en: 'Give a time in the future.' },
  'ticket.triage.closed': { uk: 'Звернення вже закрито.', en: 'The ticket is closed already.' },
});
