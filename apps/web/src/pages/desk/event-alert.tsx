import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AlertPage } from '../../features/events/alert';

const route = getRouteApi('/desk/events/alerts/$id');

export function EventAlertPage(): ReactNode {
  const { id } = route.useParams();
  return <AlertPage key={id} id={id} />;
}
