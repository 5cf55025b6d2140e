import { registerMessages } from '@opora/platform';

registerMessages({
  'report.not_a_day': { uk: 'Очікується дата, як-от 2026-11-30', en: 'A date such as 2026-11-30 is expected' },
  'report.turned_round': { uk: 'Кінець періоду раніше за його початок', en: 'The period ends before it begins' },
  'report.too_long': { uk: 'Найдовший період: {days} днів', en: 'The longest period is {days} days' },
});
