import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useT } from '../../shared/i18n';
import { Button, SelectField, TextField } from '../../shared/ui';
import { EventTable } from './alert';
import { sourcesQuery, useLiveAlerts } from './data';
import { EventsFrame } from './frame';
import css from './events.module.css';

/** The raw stream: everything that was accepted, as it came; asked anew at most once a second. */
export function EventStream({ source, q }: { source: string | undefined; q: string | undefined }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const [paused, setPaused] = useState(false);
  const [text, setText] = useState(q ?? '');
  const { waiting } = useLiveAlerts(paused);
  const { data: sources } = useQuery(sourcesQuery);
  const go = (part: { source?: string | undefined; q?: string | undefined }): void => void navigate({ to: '/desk/events/stream', search: { source, q, ...part } });
  return (
    <EventsFrame title={t('events.tab.stream')} head={<Button size="small" aria-pressed={paused} onClick={() => setPaused(!paused)}>{paused ? t('events.paused', { n: waiting }) : t('events.pause')}</Button>}>
      <form role="search" className={css.filters} onSubmit={(event) => { event.preventDefault(); go({ q: text.trim() || undefined }); }}>
        <TextField label={t('events.filter.q')} type="search" value={text} maxLength={200} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        <SelectField label={t('events.filter.source')} value={source ?? ''} placeholder={t('events.filter.any')} options={(sources?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={({ currentTarget: { value } }) => go({ source: value || undefined })} />
        <div><Button type="submit">{t('events.find')}</Button></div>
      </form>
      <EventTable source label={t('events.tab.stream')} filter={{ ...(source ? { sourceId: source } : {}), ...(q ? { q } : {}) }} />
    </EventsFrame>
  );
}
