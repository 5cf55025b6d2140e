export default {
  'insight.title': 'Insight',
  'insight.nav.today': 'Today',
} as const;
