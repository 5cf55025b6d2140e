import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Review } from '../../features/access/review';

export function AccessReviewPage(): ReactNode {
  const { id } = useParams({ strict: false });
  return <Review id={id ?? ''} desk={false} />;
}
