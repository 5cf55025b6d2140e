import { IconActivity, IconArrowsSplit2, IconBolt, IconBuildingCommunity, IconCalendarTime, IconFileCertificate, IconFileImport, IconKey, IconMail, IconPlugConnected, IconSettings, IconShoppingCart, IconStack2, IconUsers, type TablerIcon } from '@tabler/icons-react';

/** Pages of the administration, with the permission that opens them; the navigation and the first page are made of this list. */
export const ADMIN_PAGES = [
  { to: '/admin/people', key: 'people', permission: 'person.contact', icon: IconUsers },
  { to: '/admin/groups', key: 'groups', permission: 'group.read', icon: IconBuildingCommunity },
  { to: '/admin/services', key: 'services', permission: 'service.read', icon: IconStack2 },
  { to: '/admin/catalog', key: 'catalog', permission: 'offering.write', icon: IconShoppingCart },
  { to: '/admin/access', key: 'access', permission: 'resource.write', icon: IconKey },
  { to: '/admin/sod', key: 'sod', permission: 'sod.write', icon: IconArrowsSplit2 },
  { to: '/admin/calendars', key: 'calendars', permission: 'calendar.read', icon: IconCalendarTime },
  { to: '/admin/agreements', key: 'agreements', permission: 'agreement.read', icon: IconFileCertificate },
  { to: '/admin/macros', key: 'macros', permission: 'macro.write', icon: IconBolt },
  { to: '/admin/mail', key: 'mail', permission: 'mail.read', icon: IconMail },
  { to: '/admin/integrations', key: 'integrations', permission: 'webhook.read', icon: IconPlugConnected },
  { to: '/admin/event-sources', key: 'eventSources', permission: 'eventSource.write', icon: IconActivity },
  { to: '/admin/imports', key: 'imports', permission: 'import.run', icon: IconFileImport },
  { to: '/admin/settings', key: 'settings', permission: 'settings.read', icon: IconSettings },
] as const satisfies readonly { to: string; key: string; permission: string; icon: TablerIcon }[];
