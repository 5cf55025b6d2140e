import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { shellsOf, useMe } from '../../shared/api';
import { dateFormat, dayOf, type I18n, TAGS, useI18n } from '../../shared/i18n';
import { Button, EmptyState, ErrorState, RelativeTime, useTitle } from '../../shared/ui';
import { PriorityChip, StatusChip } from '../../shared/ui/chips';
import { type Column, DataTable } from '../../shared/ui/data-table';
import { departmentsQuery, drillQuery, groupsQuery, servicesQuery, type TicketRow } from './data';
import css from './insight.module.css';
import { useNarrow } from './narrow';
import { personQuery } from './people';
import { spell } from './period';

const route = getRouteApi('/insight/tickets');

/** The tickets behind a figure, and in words what they have in common. */
export function TicketsPage(): ReactNode {
  const { t } = useI18n();
  const { f = '', sort = '-createdAt' } = route.useSearch();
  const navigate = useNavigate({ from: '/insight/tickets' });
  const router = useRouter();
  const narrow = useNarrow();
  const list = useInfiniteQuery(drillQuery(f, sort));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = list.data?.pages[0]?.total;
  const columns = useColumns();
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  useTitle(t('insight.tickets.title'));
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div>
          <h1>{t('insight.tickets.title')}{total === undefined ? null : <span className={css.count}> {t('insight.tickets.n', { n: total })}</span>}</h1>
        </div>
        <div className={css.tools}><Button look="quiet" onClick={() => router.history.back()}>{t('insight.back')}</Button></div>
      </header>
      <Conditions query={f} />
      {list.error !== null && !list.data ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : (
        <DataTable label={t('insight.tickets.title')} columns={narrow ? [card(t)] : columns} rows={rows} keyOf={(row) => row.id} sort={sort} onSort={(next) => void navigate({ search: (before) => ({ ...before, sort: next }), replace: true })} onEnd={onEnd} loading={list.isFetching}
          empty={list.isFetching ? null : <EmptyState compact>{t('insight.tickets.none')}</EmptyState>} />
      )}
    </div>
  );
}

function Reference({ row }: { row: TicketRow }): ReactNode {
  const mayOpen = shellsOf(useMe()).includes('desk');
  return mayOpen ? <Link to="/desk/t/$ref" params={{ ref: row.reference }} className={css.reference}>{row.reference}</Link> : <span className={css.reference}>{row.reference}</span>;
}

function useColumns(): readonly Column<TicketRow>[] {
  const { t } = useI18n();
  return [
    { key: 'reference', head: t('insight.col.reference'), width: 112, sort: 'reference', cell: (row) => <Reference row={row} /> },
    { key: 'title', head: t('insight.col.title'), isRowHead: true, cell: (row) => row.title },
    { key: 'priority', head: t('insight.by.priority'), width: 96, sort: 'priority', cell: (row) => <PriorityChip priority={row.priority} /> },
    { key: 'state', head: t('insight.col.state'), width: 140, cell: (row) => <StatusChip state={row.state} phase={row.phase} /> },
    { key: 'service', head: t('insight.by.service'), width: 140, cell: (row) => row.service?.name ?? '—' },
    { key: 'group', head: t('insight.by.group'), width: 140, cell: (row) => row.group?.name ?? '—' },
    { key: 'assignee', head: t('insight.col.assignee'), width: 140, cell: (row) => row.assignee?.displayName ?? '—' },
    { key: 'created', head: t('insight.col.created'), width: 120, sort: 'createdAt', cell: (row) => <RelativeTime at={row.createdAt} /> },
  ];
}

const card = (t: I18n['t']): Column<TicketRow> => ({
  key: 'card', head: t('insight.col.title'), isRowHead: true,
  cell: (row) => (
    <span className={css.card}>
      <span>{row.title}</span>
      <span className={css.cardLine}><Reference row={row} /> <PriorityChip priority={row.priority} /> <StatusChip state={row.state} phase={row.phase} /></span>
      <span className={css.cardLine}>{row.group?.name ?? '—'} · <RelativeTime at={row.createdAt} /></span>
    </span>
  ),
});

/** A few tickets inside of a report. */
export function TicketTable({ label, rows }: { label: string; rows: readonly TicketRow[] }): ReactNode {
  const { t } = useI18n();
  const narrow = useNarrow();
  const columns = useColumns();
  return <div className={css.inside}><DataTable label={label} columns={narrow ? [card(t)] : columns} rows={rows} keyOf={(row) => row.id} /></div>;
}

const LISTS: Readonly<Record<string, 'services' | 'groups' | 'departments'>> = { serviceId: 'services', groupId: 'groups', departmentId: 'departments' };
const PEOPLE = ['reporterId', 'resolvedBy', 'answeredBy', 'reopenedOf', 'loggedBy', 'assigneeId'];
/* `permission` says whose report it was, not what the tickets are like. */
const UNSAID = new Set(['permission', 'reporterAs']);

function Conditions({ query }: { query: string }): ReactNode {
  const { t, tOr } = useI18n();
  const params = new URLSearchParams(query);
  const names = [...new Set(params.keys())].filter((name) => !UNSAID.has(name) && !name.endsWith('To'));
  const only = [...new Set(params.keys())].filter((name) => name.endsWith('To') && !params.has(name.replace(/To$/, 'From')));
  return (
    <ul className={css.conditions} aria-label={t('insight.tickets.why')}>
      {[...names, ...only].map((name) => (
        <li key={name}><span className={css.which}>{tOr(`insight.filter.${name.replace(/(?:From|To)$/, '')}`, name)}:</span> <Condition name={name} params={params} /></li>
      ))}
    </ul>
  );
}

function Condition({ name, params }: { name: string; params: URLSearchParams }): ReactNode {
  const { t, tOr, format, locale, timeZone } = useI18n();
  const values = params.getAll(name);
  const list = LISTS[name];
  const lists = { services: useQuery({ ...servicesQuery, enabled: list === 'services' }).data, groups: useQuery({ ...groupsQuery, enabled: list === 'groups' }).data, departments: useQuery({ ...departmentsQuery, enabled: list === 'departments' }).data };
  const instant = (text: string): string => format.absolute(new Date(text));
  if (name === 'reassignedFrom') return t('insight.times', { n: values[0] });
  if (/(?:From|To)$/.test(name)) {
    const base = name.replace(/(?:From|To)$/, '');
    const [from, to] = [params.get(`${base}From`), params.get(`${base}To`)];
    return wholeDays(from, to, timeZone, TAGS[locale]) ?? span(from, to, instant, t);
  }
  if (name === 'openAt') return instant(values[0] ?? '');
  if (list) return values.map((id) => (id === 'none' ? t('insight.none') : (lists[list]?.find((one) => one.id === id)?.name ?? '…'))).join(', ');
  if (PEOPLE.includes(name)) return values.map((id, i) => <span key={id}>{i > 0 ? ', ' : ''}{id === 'none' ? t('insight.nobody') : <Person id={id} />}</span>);
  if (name === 'priority') return values.map((one) => `P${one}`).join(', ');
  if (name === 'outcome') return values.map((one) => { const [metric = '', outcome = ''] = one.split(':'); return `${tOr(`insight.metric.${metric}`, metric)} — ${tOr(`insight.outcome.${outcome}`, outcome)}`; }).join(', ');
  if (name === 'registeredHour' || name === 'resolvedHour') return hoursOf(values, locale);
  return values.map((one) => tOr(`insight.value.${name}.${one}`, tOr(`ticket.${name === 'stateReason' ? 'holdReason' : name}.${one}`, one))).join(', ');
}

/** From midnight to midnight: the days themselves. */
function wholeDays(from: string | null, to: string | null, timeZone: string, tag: string): string | null {
  if (from === null || to === null) return null;
  const midnight = (at: string): boolean => dateFormat('en', timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at)) === '00:00';
  return midnight(from) && midnight(to) ? spell({ from: dayOf(new Date(from), timeZone), to: dayOf(new Date(Date.parse(to) - 1), timeZone) }, tag) : null;
}

function span(from: string | null, to: string | null, instant: (text: string) => string, t: I18n['t']): string {
  if (from !== null && to !== null) return `${instant(from)} – ${instant(to)}`;
  return from !== null ? t('insight.since', { at: instant(from) }) : t('insight.until', { at: instant(to ?? '') });
}

const weekday = (n: number, locale: 'uk' | 'en', style: 'long' | 'short' = 'long'): string => new Intl.DateTimeFormat(locale === 'uk' ? 'uk-UA' : 'en-GB', { weekday: style, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, n)));
export { weekday };

/** One weekday, one hour, or one of both. */
function hoursOf(values: readonly string[], locale: 'uk' | 'en'): string {
  const [days, hours] = [0, 1].map((part) => [...new Set(values.map((value) => Number(value.split('-')[part])))]) as [number[], number[]];
  const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00–${String(hour + 1).padStart(2, '0')}:00`;
  return [...(days.length < 7 ? [days.map((day) => weekday(day, locale)).join(', ')] : []), ...(hours.length < 24 ? [hours.map(clock).join(', ')] : [])].join(', ');
}

function Person({ id }: { id: string }): ReactNode {
  return useQuery(personQuery(id)).data?.displayName ?? '…';
}
