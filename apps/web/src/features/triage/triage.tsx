import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useHotkey } from '../../shared/hotkeys';
import { useI18n } from '../../shared/i18n';
import { Button, EmptyState, ErrorState, SelectField, Skeleton, TextField, toast, useTitle } from '../../shared/ui';
import { useCalmRows, useTakenOut } from '../ticket/calm';
import type { IncidentRow } from '../ticket/queries';
import { prefetch, triageQuery } from './data';
import { Detail } from './detail';
import { Rows } from './rows';
import css from './triage.module.css';

const CHANNELS = ['portal', 'email', 'phone', 'walk_in', 'chat', 'event', 'api'] as const;
const route = getRouteApi('/desk/triage');

/** One after the other: what it is, whose it is, on to the next (ux.md §1.5.5). */
export function Triage(): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/desk/triage' });
  const query = useQuery(triageQuery(search));
  const { taken, take, giveBack } = useTakenOut();
  const { rows: all, waiting, show } = useCalmRows(`${search.channel ?? ''} ${search.q ?? ''}`, query.data, 0);
  const rows = all.filter((row) => !taken.has(row.id));
  // Somebody else was quicker: the row stays where it is, pale, until the list is looked at anew.
  const gone = new Set(query.data ? rows.filter((row) => !query.data.some(({ id }) => id === row.id)).map(({ id }) => id) : []);
  const [refusals, setRefusals] = useState<Readonly<Record<string, string>>>({});
  const [text, setText] = useState(search.q ?? '');
  const narrow = useNarrowDetail();
  useTitle(t('triage.title'));

  const index = rows.findIndex(({ reference }) => reference === search.ref);
  const current = index >= 0 ? rows[index] : narrow ? undefined : rows[0];
  const go = (part: Partial<typeof search>, replace = true): void => void navigate({ search: (before) => ({ ...before, ...part }), replace });
  const open = (row: IncidentRow | undefined): void => go({ ref: row?.reference }, !narrow);
  const at = current ? rows.indexOf(current) : -1;
  const step = (by: number): void => {
    const next = rows[at + by];
    if (next) open(next);
  };
  useEffect(() => {
    for (const row of [current, rows[at + 1], rows[at + 2]]) prefetch(client, row);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- when another row is looked at, not when a row changes
  }, [current?.id]);
  useHotkey('KeyJ', t('list.next'), () => step(1), { scope: t('list.keys') });
  useHotkey('KeyK', t('list.previous'), () => step(-1), { scope: t('list.keys') });
  useHotkey('ArrowDown', t('list.next'), () => step(1), { scope: t('list.keys') });
  useHotkey('ArrowUp', t('list.previous'), () => step(-1), { scope: t('list.keys') });
  useHotkey('Period', t('list.showNew'), show, { scope: t('list.keys'), disabled: waiting === 0 && gone.size === 0 });
  useHotkey('Enter', t('list.open'), () => current && void navigate({ to: '/desk/t/$ref', params: { ref: current.reference } }), { scope: t('list.keys') });

  /** The row goes at once and the next one is there; a refusal brings it back with the reason in it. */
  const act = (row: IncidentRow, said: string, work: () => Promise<unknown>, undo?: () => Promise<unknown>): void => {
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    setRefusals(({ [row.id]: _gone, ...rest }) => rest);
    take(row.id);
    open(narrow ? undefined : next);
    work().then(
      () => {
        void client.invalidateQueries({ queryKey: ['ticket', row.reference] });
        toast.say(said, undo ? () => void undo().then(() => giveBack(row.id)).then(() => client.invalidateQueries({ queryKey: ['tickets'] })).then(show) : undefined);
      },
      (error: unknown) => {
        giveBack(row.id);
        setRefusals((before) => ({ ...before, [row.id]: error instanceof Error && error.message !== '' ? error.message : t('error.unknown') }));
      },
    );
  };
  const detail = current ? <Detail key={current.id} row={current} place={{ at: at + 1, of: rows.length }} refusal={refusals[current.id] ?? null} act={act} onBack={narrow ? () => go({ ref: undefined }) : undefined} /> : null;
  if (narrow && detail) return detail;
  return (
    <div className={css.page}>
      <section className={css.list} aria-labelledby="triage-title">
        <div className={css.head}>
          <h1 id="triage-title">
            {t('triage.title')} <span className={css.count}>{query.data ? rows.length - gone.size : ''}</span>
          </h1>
          <SelectField label={t('triage.channel')} hideLabel value={search.channel ?? ''} placeholder={t('triage.allChannels')} onChange={({ currentTarget }) => go({ channel: currentTarget.value || undefined, ref: undefined })} options={CHANNELS.map((value) => ({ value, label: t(`ticket.channel.${value}`) }))} />
          <form role="search" onSubmit={(event) => { event.preventDefault(); go({ q: text.trim() || undefined, ref: undefined }); }}>
            <TextField label={t('triage.search')} hideLabel type="search" placeholder={t('triage.search')} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
          </form>
        </div>
        <div role="status">{waiting + gone.size > 0 ? <Button wide look="quiet" keys="Period" showKeys onClick={show}>{waiting > 0 ? t('list.waiting', { n: waiting }) : t('list.refresh')}</Button> : null}</div>
        {query.error !== null && !query.data ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : !query.data ? (
          <Skeleton lines={8} line={56} />
        ) : rows.length === 0 ? (
          <EmptyState>{t(search.channel || search.q ? 'list.noneFiltered' : 'triage.empty')}</EmptyState>
        ) : (
          <Rows rows={rows} gone={gone} current={current?.id ?? null} refusals={refusals} onOpen={open} />
        )}
      </section>
      {narrow || !detail ? null : <section className={css.detail} aria-label={t('triage.detail')}>{detail}</section>}
    </div>
  );
}

const NARROW = '(max-width: 900px)';

/** List and detail are two screens on a narrow one. */
function useNarrowDetail(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const told = (): void => setNarrow(query.matches);
    query.addEventListener('change', told);
    return () => query.removeEventListener('change', told);
  }, []);
  return narrow;
}
