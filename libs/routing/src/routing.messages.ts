import { registerMessages } from '@opora/platform';

registerMessages({
  'shift.order': { uk: 'Кінець зміни має бути після початку.', en: 'A shift must end after it starts.' },
  'shift.too_long': { uk: 'Зміна триває щонайбільше 31 день.', en: 'A shift lasts 31 days at most.' },
  'shift.past': { uk: 'Зміна вже минула, її не змінити.', en: 'The shift is over; it is not changed any more.' },
  'shift.overlaps': { uk: 'У цей час ця людина вже чергує в групі.', en: 'This person is on call for the group at that time already.' },
  'shift.not_a_member': { uk: 'Чергує лише той, хто працює в групі.', en: 'Only who works in the group can be on call.' },
  'shift.too_many': { uk: 'За один раз складається щонайбільше {max} змін.', en: 'At most {max} shifts are made at once.' },
});
