import { IconCalendarStats, IconChartBar, IconClockCheck, IconStack2, IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { may, useMe } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { StaffShell } from './staff';

const NAV = [
  { to: '/insight', key: 'today', icon: IconChartBar, permission: 'report.operational', exact: true },
  { to: '/insight/sla', key: 'sla', icon: IconClockCheck, permission: 'report.sla' },
  { to: '/insight/backlog', key: 'backlog', icon: IconStack2, permission: 'report.backlog' },
  { to: '/insight/load', key: 'load', icon: IconCalendarStats, permission: 'report.load' },
  { to: '/insight/operators', key: 'operators', icon: IconUsers, permission: 'report.operatorActivity' },
] as const;

export function InsightShell(): ReactNode {
  const t = useT();
  const me = useMe();
  return <StaffShell shell="insight" nav={NAV.filter(({ permission }) => may(me, permission)).map(({ key, permission: _permission, ...item }) => ({ ...item, label: t(`insight.nav.${key}`) }))} />;
}
