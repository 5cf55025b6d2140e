import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { CalendarEditor } from '../../features/admin/calendar';
import { calendarsAll } from '../../features/admin/data';
import { DirectoryPage } from '../../features/admin/frame';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';

export function CalendarsPage(): ReactNode {
  const t = useT();
  const query = useQuery(calendarsAll);
  const may = useMay('calendar.write');
  if (query.error && query.data === undefined) throw query.error;
  return (
    <DirectoryPage title={t('admin.nav.calendars')} add={may ? t('admin.calendar.add') : undefined} hint={t('admin.calendars.hint')} lines={query.data?.items.map(({ id, name, timeZone }) => ({ id, name, hint: timeZone }))}>
      {(id) => {
        const calendar = query.data?.items.find((each) => each.id === id);
        return id === 'new' ? <CalendarEditor key="new" calendar={null} /> : calendar ? <CalendarEditor key={`${calendar.id} ${calendar.version}`} calendar={calendar} /> : null;
      }}
    </DirectoryPage>
  );
}
