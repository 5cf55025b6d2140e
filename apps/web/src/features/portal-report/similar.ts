import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, body, type Schemas } from '../../shared/api';

const WAIT_MS = 350;
const LEAST = 4;
const MOST = 3;
/** Share of the rarer words; below it the likeness is chance. */
const NEAR = 0.45;

/** Own open tickets like what is being typed. A failure says nothing: the box works without. */
export function useSimilar(text: string): readonly Schemas['SimilarHit'][] {
  const title = text.trim();
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(title), WAIT_MS);
    return () => clearTimeout(timer);
  }, [title]);
  const { data } = useQuery({
    queryKey: ['similar', asked],
    enabled: asked.length >= LEAST,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body<Schemas['SimilarList']>(api.POST('/tickets/similar', { body: { title: asked }, signal })),
  });
  if (title.length < LEAST) return [];
  return (data?.items ?? []).filter(({ access, phase, score }) => access === 'full' && phase !== 'closed' && score >= NEAR).slice(0, MOST);
}
