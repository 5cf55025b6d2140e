export default {
  'desk.title': 'Desk',
  'desk.nav.my': 'My work',
} as const;
