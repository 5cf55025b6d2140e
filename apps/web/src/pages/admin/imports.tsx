import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Imports } from '../../features/admin/imports';
import { ImportRun } from '../../features/admin/import-run';

const route = getRouteApi('/admin/imports');

export function ImportsPage(): ReactNode {
  const { id } = route.useSearch();
  return id === undefined ? <Imports /> : <ImportRun key={id} id={id} />;
}
