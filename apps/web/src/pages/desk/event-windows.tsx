import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { MaintenanceWindows } from '../../features/events/windows';

const route = getRouteApi('/desk/events/windows');

export function EventWindowsPage(): ReactNode {
  const { when, id } = route.useSearch();
  return <MaintenanceWindows when={when ?? 'current'} id={id} />;
}
