import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, body, type Schemas } from '../../shared/api';

const WAIT_MS = 350;
const LEAST = 4;
const MOST = 2;

/** What helps at once, of the known errors that are published to employees. A failure says nothing: the form works without. */
export function useKnownErrors(text: string): readonly Schemas['KnownErrorReply'][] {
  const title = text.trim();
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(title), WAIT_MS);
    return () => clearTimeout(timer);
  }, [title]);
  const { data } = useQuery({
    queryKey: ['known-errors', asked],
    enabled: asked.length >= LEAST,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body<Schemas['KnownErrorList']>(api.POST('/known-errors/similar', { body: { title: asked.slice(0, 250) }, signal })),
  });
  return title.length < LEAST ? [] : (data?.items ?? []).filter(({ workaround }) => workaround !== null).slice(0, MOST);
}
