import { registerMessages } from '@opora/platform';

registerMessages({
  'calendar.no_such_date': { uk: 'Такої дати немає.', en: 'There is no such date.' },
  'calendar.date_twice': { uk: 'Цю дату вже названо.', en: 'This date is named twice.' },
  'calendar.never_open': { uk: 'За цим календарем ніколи не працюють.', en: 'This calendar is never open.' },
  'calendar.one_of': { uk: 'Вкажіть календар: сам або його ідентифікатор, і щось одне з addSeconds та to.', en: 'Give a calendar or its id, and one of addSeconds and to.' },
  'calendar.too_long': { uk: 'Задовгий проміжок: щонайбільше {years} років.', en: 'The span is too long: {years} years at most.' },
});
