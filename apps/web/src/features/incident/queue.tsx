import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback, useState, useSyncExternalStore } from 'react';
import { type TextKey, useI18n } from '../../shared/i18n';
import { EmptyState, ErrorState, RelativeTime, Segments, TextField, useTitle } from '../../shared/ui';
import { MajorChip, PriorityChip, StatusChip } from '../../shared/ui/chips';
import { type Column, DataTable } from '../../shared/ui/data-table';
import { SlaClock } from '../../shared/ui/sla-clock';
import { type Filters, type IncidentRow, queueQuery } from '../ticket/queries';
import css from './queue.module.css';

const OPEN = ['new', 'active', 'waiting'];
const VIEWS = {
  open: { phase: OPEN },
  mine: { phase: OPEN, assigneeId: '@me' },
  groups: { phase: OPEN, groupId: '@my_groups' },
  new: { phase: ['new', 'active'], assigneeId: 'none' },
  resolved: { phase: ['resolved'] },
} as const satisfies Record<string, Filters>;
type View = keyof typeof VIEWS;

/** Queues of the desk; what is shown stands in the address (ux.md E7). */
export function Queue(): ReactNode {
  const { t } = useI18n();
  const narrow = useNarrow();
  const { view = 'open', sort = 'priority', q } = useSearch({ from: '/desk/' });
  const navigate = useNavigate({ from: '/desk' });
  const [active, setActive] = useState<string | null>(null);
  const [text, setText] = useState(q ?? '');
  const filters: Filters = { ...VIEWS[view], sort, ...(q === undefined ? {} : { q }) };
  const list = useInfiniteQuery(queueQuery(filters));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  useTitle(t('desk.queue.title'));
  const go = (part: { view?: View; sort?: string; q?: string | undefined }): void => void navigate({ to: '/desk', search: (before) => ({ ...before, ...part }) });
  return (
    <>
      <h1 className={css.title}>{t('desk.queue.title')}</h1>
      <div className={css.bar}>
        <div className={css.views}>
          <Segments label={t('desk.queue.views')} value={view} onChange={(next) => go({ view: next as View })} options={(Object.keys(VIEWS) as View[]).map((value) => ({ value, label: t(`desk.queue.${value}` as TextKey) }))} />
        </div>
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            go({ q: text.trim() === '' ? undefined : text.trim() });
          }}
        >
          <TextField label={t('desk.queue.search')} hideLabel placeholder={t('desk.queue.search')} type="search" value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        </form>
      </div>
      {list.error === null ? (
        <DataTable label={t('desk.queue.title')} columns={narrow ? card(t) : columns(t)} rows={rows} keyOf={(row) => row.id} sort={sort} onSort={(next) => go({ sort: next })} active={active} onActive={setActive}
          onOpen={(row) => void navigate({ to: '/desk/t/$ref', params: { ref: row.reference } })} onEnd={onEnd} loading={list.isFetching} height="calc(100dvh - 220px)" empty={<EmptyState>{t('desk.queue.empty')}</EmptyState>} />
      ) : (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      )}
    </>
  );
}

/** All of a row, for a wide screen. */
function columns(t: (key: TextKey) => string): Column<IncidentRow>[] {
  return [
    { key: 'priority', head: t('desk.col.priority'), sort: 'priority', width: 92, cell: (row) => <PriorityChip priority={row.priority} /> },
    { key: 'reference', head: t('desk.col.reference'), width: 104, cell: (row) => <Reference row={row} /> },
    { key: 'title', head: t('desk.col.title'), isRowHead: true, cell: (row) => <Title row={row} /> },
    { key: 'state', head: t('desk.col.state'), width: 130, cell: (row) => <StatusChip state={row.state} phase={row.phase} /> },
    { key: 'due', head: t('desk.col.due'), sort: 'dueAt', width: 210, cell: (row) => (row.nextClock ? <SlaClock clock={row.nextClock} /> : null) },
    { key: 'requester', head: t('desk.col.requester'), width: 120, cell: (row) => row.requester.displayName },
    { key: 'assignee', head: t('desk.col.assignee'), width: 120, cell: (row) => row.assignee?.displayName ?? row.group?.name ?? '—' },
    { key: 'updated', head: t('desk.col.updated'), sort: 'updatedAt', width: 104, cell: (row) => <RelativeTime at={row.updatedAt} /> },
  ];
}

/** One column a row, for a phone. */
function card(t: (key: TextKey) => string): Column<IncidentRow>[] {
  return [
    {
      key: 'title', head: t('desk.col.title'), isRowHead: true,
      cell: (row) => (
        <span className={css.card}>
          <span className={css.line}>
            <PriorityChip priority={row.priority} /> <Reference row={row} /> <StatusChip state={row.state} phase={row.phase} />
          </span>
          <Title row={row} />
          <span className={css.line}>
            {row.nextClock ? <SlaClock clock={row.nextClock} /> : null} <span>{row.requester.displayName}</span>
          </span>
        </span>
      ),
    },
  ];
}

const Reference = ({ row }: { row: IncidentRow }): ReactNode => (
  <Link to="/desk/t/$ref" params={{ ref: row.reference }} className={css.reference}>
    {row.reference}
  </Link>
);

const Title = ({ row }: { row: IncidentRow }): ReactNode => (
  <span className={css.what} data-unread={row.unread || undefined}>
    {row.title} {row.major ? <MajorChip /> : null}
  </span>
);

const NARROW = '(max-width: 760px)';

function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(NARROW);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => matchMedia(NARROW).matches,
  );
}
