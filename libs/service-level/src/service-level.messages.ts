import { registerMessages } from '@opora/platform';

registerMessages({
  'agreement.no_draft': { uk: 'Немає чернетки, яку можна опублікувати.', en: 'There is no draft to publish.' },
  'agreement.ends_before': { uk: 'Угода закінчується раніше, ніж починається.', en: 'The agreement ends before it begins.' },
  'agreement.level_one_point': { uk: 'Рівень діє або за часткою цілі, або за часом від строку: укажіть щось одне.', en: 'A level acts at a share of the target or at a time from its end: give one of them.' },
  'agreement.shorter_than_way': {
    uk: 'P{priority}: рішення за {target} год обіцяно раніше, ніж його дають групи й постачальники послуги «{service}» ({way} год).',
    en: 'P{priority}: a solution within {target} h is promised sooner than the groups and suppliers of “{service}” give it ({way} h).',
  },
  'agreement.target_one_length': { uk: 'Ціль задано і в годинах, і в робочих днях: залиште щось одне.', en: 'The target is given in hours and in working days: keep one of them.' },
  'agreement.target_twice': { uk: 'Ціль для цього показника й пріоритету вже є.', en: 'There is a target for this metric and priority already.' },
  'replay.order': { uk: 'Кінець періоду має бути після початку.', en: 'The period must end after it begins.' },
  'replay.too_long': { uk: 'Період щонайбільше {years} років.', en: 'A period of {years} years at most.' },
  'replay.other_type': { uk: 'Угода іншого виду.', en: 'The agreement is of another type.' },
});
