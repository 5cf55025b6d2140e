import { IconBriefcase } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import { StaffShell } from './staff';

export function DeskShell(): ReactNode {
  const t = useT();
  return <StaffShell shell="desk" nav={[{ to: '/desk', label: t('desk.nav.my'), icon: IconBriefcase, exact: true }]} />;
}
