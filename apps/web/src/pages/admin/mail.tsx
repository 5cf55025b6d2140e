import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Mail } from '../../features/admin/mail';

const route = getRouteApi('/admin/mail');

export function MailPage(): ReactNode {
  const { state, q } = route.useSearch();
  return <Mail key={q} state={state} q={q} />;
}
