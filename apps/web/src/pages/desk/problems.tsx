import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Problems } from '../../features/problem/list';

export function ProblemsPage(): ReactNode {
  const { tab } = useSearch({ from: '/desk/problems' });
  return <Problems tab={tab} />;
}
