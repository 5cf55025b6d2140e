export default {
  'admin.title': 'Administration',
  'admin.nav.settings': 'Settings',
} as const;
