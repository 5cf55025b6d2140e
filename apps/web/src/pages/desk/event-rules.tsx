import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EventRules } from '../../features/events/rules';

const route = getRouteApi('/desk/events/rules');

export function EventRulesPage(): ReactNode {
  const { id } = route.useSearch();
  return <EventRules id={id} />;
}
