import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { MajorRoom } from '../../features/incident/major';

export function MajorPage(): ReactNode {
  const { ref } = useParams({ from: '/desk/major/$ref' });
  return <MajorRoom key={ref} reference={ref} />;
}
