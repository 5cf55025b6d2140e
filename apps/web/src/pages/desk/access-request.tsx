import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { RequestPage } from '../../features/access/request';

export function AccessRequestPage(): ReactNode {
  const { ref } = useParams({ strict: false });
  return <RequestPage reference={(ref ?? '').toUpperCase()} desk />;
}
