import type { ReactNode } from 'react';
import { EventSources } from '../../features/admin/event-sources';

export const EventSourcesPage = (): ReactNode => <EventSources />;
