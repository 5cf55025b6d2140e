import { IconHome } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ADMIN_PAGES } from '../../features/admin/pages';
import { may, useMe } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { StaffShell } from './staff';

export function AdminShell(): ReactNode {
  const t = useT();
  const me = useMe();
  const pages = ADMIN_PAGES.filter(({ permission }) => may(me, permission)).map(({ to, key, icon }) => ({ to, label: t(`admin.nav.${key}`), icon }));
  return <StaffShell shell="admin" nav={[{ to: '/admin', label: t('admin.nav.home'), icon: IconHome, exact: true }, ...pages]} />;
}
