export default {
  'admin.title': 'Адміністрування',
  'admin.nav.settings': 'Налаштування',
} as const;
