export default {
  'desk.title': 'Стіл підтримки',
  'desk.nav.my': 'Моя робота',
} as const;
