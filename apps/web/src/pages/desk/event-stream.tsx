import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EventStream } from '../../features/events/stream';

const route = getRouteApi('/desk/events/stream');

export function EventStreamPage(): ReactNode {
  const { source, q } = route.useSearch();
  return <EventStream source={source} q={q} />;
}
