import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ProblemWorkspace } from '../../features/problem/page';

export function ProblemPage(): ReactNode {
  const { ref } = useParams({ from: '/desk/problems/$ref' });
  return <ProblemWorkspace key={ref} reference={ref} />;
}
