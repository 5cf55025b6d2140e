export default {
  'insight.title': 'Аналітика',
  'insight.nav.today': 'Огляд дня',
} as const;
