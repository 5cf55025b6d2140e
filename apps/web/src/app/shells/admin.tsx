import { IconSettings } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import { StaffShell } from './staff';

export function AdminShell(): ReactNode {
  const t = useT();
  return <StaffShell shell="admin" nav={[{ to: '/admin', label: t('admin.nav.settings'), icon: IconSettings, exact: true }]} />;
}
