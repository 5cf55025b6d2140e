import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EventConsole } from '../../features/events/console';

const route = getRouteApi('/desk/events');

export const EventsPage = (): ReactNode => <EventConsole search={route.useSearch()} />;
