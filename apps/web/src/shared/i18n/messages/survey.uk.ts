/** The page behind the link of a letter about a solution. */
export default {
  'survey.title': 'Чи все працює?',
  'survey.question': 'Звернення вирішено. Підтвердьте, якщо все працює, або скажіть, що не так.',
  'survey.yes': 'Так, працює',
  'survey.no': 'Ні, не працює',
  'survey.reason': 'Що не так',
  'survey.send': 'Надіслати',
  'survey.rating': 'Оцінка',
  'survey.noRating': 'без оцінки',
  'survey.stars': '{n, plural, one {# зірка} few {# зірки} many {# зірок} other {# зірки}}',
  'survey.comment': 'Коментар',
  'survey.confirmed': 'Дякуємо. Звернення закрито.',
  'survey.rejected': 'Дякуємо, що сказали. Ми знову взялися за звернення.',
  'survey.over': 'Звернення вже не чекає вашої відповіді.',
  'survey.expired': 'Посилання вже не діє. Увійдіть, щоб побачити звернення.',
  'survey.unknown': 'Такого посилання немає. Перевірте, чи скопійовано його повністю.',
} as const;
