import { registerMessages } from '@opora/platform';

registerMessages({
  already_taken: { uk: 'Таке значення вже є в іншого запису.', en: 'Another record has this value already.' },
  loop: { uk: 'Так утворилося б коло.', en: 'This would make a loop.' },
  unknown_time_zone: { uk: 'Такого часового поясу немає.', en: 'There is no such time zone.' },
  'person.own_roles': { uk: 'Власні ролі змінити не можна.', en: 'You cannot change your own roles.' },
  'person.last_admin': { uk: 'Має лишатися принаймні один чинний адміністратор.', en: 'At least one active administrator must remain.' },
  'person.not_self': { uk: 'Із собою цього зробити не можна.', en: 'You cannot do this to yourself.' },
  'absence.order': { uk: 'Кінець має бути після початку.', en: 'The end must come after the start.' },
});
