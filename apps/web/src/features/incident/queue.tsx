import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useHotkey } from '../../shared/hotkeys';
import { type TextKey, useI18n } from '../../shared/i18n';
import { Button, EmptyState, ErrorState, TextField, useTheme, useTitle } from '../../shared/ui';
import { type Column, DataTable } from '../../shared/ui/data-table';
import { Menu } from '../../shared/ui/menu';
import { useCalmRows } from '../ticket/calm';
import { countQuery, type IncidentRow, queueQuery } from '../ticket/queries';
import { BulkBar } from './bulk-bar';
import { cardColumn, COLUMNS, columnsOf, isColumn, USUAL } from './columns';
import { FilterBar } from './filter-bar';
import { asked, type Filters, ofView, read, SYSTEM_VIEWS, written } from './filters';
import { Peek } from './peek';
import css from './queue.module.css';
import { ViewMenu, viewsQuery } from './views';

const route = getRouteApi('/desk/views/$view');
/** Where one was in each list, for coming back to it (ux.md E7). */
const places = new Map<string, string>();

/** A list with its filters; all that is shown stands in the address. */
export function Queue(): ReactNode {
  const { t } = useI18n();
  const { view } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/desk/views/$view' });
  const narrow = useNarrow();
  const views = useQuery(viewsQuery);
  const saved = views.data?.find(({ id }) => id === view);
  const base = useMemo(() => (saved ? ofView(saved.filter) : { filters: SYSTEM_VIEWS[view] ?? SYSTEM_VIEWS['open'] ?? {}, q: undefined }), [saved, view]);
  const filters = search.f === undefined ? base.filters : read(search.f);
  const q = search.q ?? (search.f === undefined ? base.q : undefined);
  const sort = search.sort ?? saved?.sort ?? 'priority';
  const names = (search.cols?.split(',') ?? saved?.columns ?? []).filter(isColumn);
  const columns = names.length > 0 ? names : USUAL;
  const isReady = view in SYSTEM_VIEWS || search.f !== undefined || views.data !== undefined;
  const given = { ...asked(filters), sort, ...(q === undefined ? {} : { q }) };
  const key = JSON.stringify([view, given]);
  const list = useInfiniteQuery({ ...queueQuery(given), enabled: isReady });
  const total = useQuery({ ...countQuery({ ...asked(filters), ...(q === undefined ? {} : { q }) }), enabled: isReady }).data;
  const fresh = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data]);
  const { rows, waiting, show } = useCalmRows(key, fresh, list.data?.pages.length ?? 0);
  const [active, setActive] = useState<string | null>(() => places.get(key) ?? null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [peeking, setPeeking] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useTitle(saved?.name ?? t(`queue.view.${view in SYSTEM_VIEWS ? view : 'open'}` as TextKey));

  const go = (part: Partial<typeof search>): void => void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const setFilters = (next: Filters): void => go({ f: written(next) || 'phase:', ...(q === undefined ? {} : { q }) });
  const open = (row: IncidentRow | undefined): void => {
    if (!row) return;
    places.set(key, row.id);
    sessionStorage.setItem('opora.list', JSON.stringify({ refs: rows.map(({ reference }) => reference), back: location.pathname + location.search, name: saved?.name ?? t(`queue.view.${view in SYSTEM_VIEWS ? view : 'open'}` as TextKey) }));
    void navigate({ to: '/desk/t/$ref', params: { ref: row.reference } });
  };
  // Back from a ticket: the same row under the same hand.
  useEffect(() => {
    if (places.has(key)) box.current?.querySelector<HTMLElement>('[role=group][tabindex]')?.focus({ preventScroll: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, on coming back
  }, []);
  const at = rows.findIndex(({ id }) => id === active);
  const step = (by: number, extend = false): void => {
    const next = rows[at < 0 ? 0 : at + by];
    if (!next) return;
    setActive(next.id);
    if (extend) setSelected((before) => new Set([...before, ...(rows[at] ? [rows[at].id] : []), next.id]));
  };
  const toggle = (id: string | null): void => {
    if (id !== null) setSelected((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set(before).add(id)));
  };
  const scope = t('list.keys');
  useHotkey('KeyJ', t('list.next'), () => step(1), { scope });
  useHotkey('KeyK', t('list.previous'), () => step(-1), { scope });
  useHotkey('Shift+ArrowDown', t('list.extend'), () => step(1, true), { scope });
  useHotkey('Shift+ArrowUp', t('list.extend'), () => step(-1, true), { scope });
  useHotkey('KeyG KeyG', t('list.first'), () => setActive(rows[0]?.id ?? null), { scope });
  useHotkey('Shift+KeyG', t('list.last'), () => setActive(rows.at(-1)?.id ?? null), { scope });
  useHotkey('Enter', t('list.open'), () => open(rows[at]), { scope, disabled: at < 0 });
  useHotkey('Space', t('list.peek'), () => setPeeking(!peeking), { scope, disabled: at < 0 });
  useHotkey('KeyX', t('list.select'), () => toggle(active), { scope, disabled: at < 0 });
  useHotkey('Mod+KeyA', t('table.selectAll'), () => setSelected(new Set(rows.map(({ id }) => id))), { scope });
  useHotkey('Period', t('list.showNew'), show, { scope, disabled: waiting === 0 });
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const chosen = rows.filter(({ id }) => selected.has(id));
  const peeked = peeking ? rows[at] : undefined;
  const select: Column<IncidentRow> = {
    key: 'select', width: 40,
    head: <input type="checkbox" aria-label={t('table.selectAll')} checked={rows.length > 0 && chosen.length === rows.length} onChange={() => setSelected(chosen.length === rows.length ? new Set() : new Set(rows.map(({ id }) => id)))} />,
    cell: (row) => <input type="checkbox" aria-label={t('table.select', { name: row.reference })} checked={selected.has(row.id)} onChange={() => toggle(row.id)} onClick={(event) => event.stopPropagation()} />,
  };
  return (
    <div ref={box}>
      <div className={css.bar}>
        <h1 className={css.title}>{saved?.name ?? t(`queue.view.${view in SYSTEM_VIEWS ? view : 'open'}` as TextKey)}{total === undefined ? null : <span className={css.total}> {t('queue.total', { n: total })}</span>}</h1>
        <ViewMenu view={view} saved={saved} shown={{ filters, q, sort, columns }} changed={search.f !== undefined || search.q !== undefined || search.sort !== undefined || search.cols !== undefined} />
        <Words q={q} onChange={(next) => go({ q: next, f: search.f ?? (next === undefined ? undefined : written(filters) || 'phase:') })} />
        {narrow ? null : <Look columns={columns} onChange={(next) => go({ cols: next.join(',') })} />}
      </div>
      <FilterBar filters={filters} onChange={setFilters} />
      <div role="status">{waiting > 0 ? <Button wide look="quiet" keys="Period" showKeys onClick={show}>{t('list.waiting', { n: waiting })}</Button> : null}</div>
      <BulkBar rows={chosen} onSelect={(ids) => setSelected(new Set(ids))} onChanged={() => undefined} />
      {list.error !== null && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <div className={css.split} data-peek={peeked ? true : undefined}>
          <DataTable label={t('queue.list')} columns={narrow ? [select, cardColumn(t)] : [select, ...columnsOf(columns, t)]} rows={rows} keyOf={(row) => row.id} sort={sort} onSort={(next) => go({ sort: next })} active={active} onActive={(id) => { setActive(id); places.set(key, id); }} selected={selected}
            onOpen={open} onEnd={onEnd} loading={list.isFetching} height={`calc(100dvh - ${chosen.length > 0 ? 280 : 230}px)`}
            empty={list.isFetching || !isReady ? null : <EmptyState acts={search.f !== undefined || q !== undefined ? <Button onClick={() => go({ f: undefined, q: undefined })}>{t('queue.reset')}</Button> : undefined}>{t(search.f !== undefined || q !== undefined ? 'list.noneFiltered' : 'desk.queue.empty')}</EmptyState>} />
          {peeked ? <Peek row={peeked} onClose={() => setPeeking(false)} /> : null}
        </div>
      )}
    </div>
  );
}

function Words({ q, onChange }: { q: string | undefined; onChange: (q: string | undefined) => void }): ReactNode {
  const { t } = useI18n();
  const [text, setText] = useState(q ?? '');
  useEffect(() => setText(q ?? ''), [q]);
  return (
    <form role="search" onSubmit={(event) => { event.preventDefault(); onChange(text.trim() || undefined); }}>
      <TextField label={t('desk.queue.search')} hideLabel placeholder={t('desk.queue.search')} type="search" value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
    </form>
  );
}

/** Columns and density. */
function Look({ columns, onChange }: { columns: readonly string[]; onChange: (columns: readonly string[]) => void }): ReactNode {
  const { t } = useI18n();
  const { density, setDensity } = useTheme();
  return (
    <Menu width={240} trigger={<Button look="quiet">{t('queue.look')} ▾</Button>}
      sections={[
        { title: t('queue.density'), entries: (['comfortable', 'compact', 'dense'] as const).map((one) => ({ label: t(`queue.density.${one}`), chosen: one === density, act: () => setDensity(one) })) },
        { title: t('queue.columns'), entries: COLUMNS.map((name) => ({ label: t(`desk.col.${name}`), chosen: columns.includes(name), disabled: name === 'title', act: () => onChange(columns.includes(name) ? columns.filter((one) => one !== name) : COLUMNS.filter((one) => one === name || columns.includes(one))) })) },
      ]} />
  );
}

const NARROW = '(max-width: 760px)';

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(NARROW);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => matchMedia(NARROW).matches,
  );
}
