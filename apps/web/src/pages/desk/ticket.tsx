import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Workspace } from '../../features/incident/workspace';

export function TicketPage(): ReactNode {
  const { ref } = useParams({ from: '/desk/t/$ref' });
  return <Workspace key={ref} reference={ref} />;
}
