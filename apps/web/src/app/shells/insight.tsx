import { IconChartBar } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import { StaffShell } from './staff';

export function InsightShell(): ReactNode {
  const t = useT();
  return <StaffShell shell="insight" nav={[{ to: '/insight', label: t('insight.nav.today'), icon: IconChartBar, exact: true }]} />;
}
