import { useInfiniteQuery } from '@tanstack/react-query';
import { IconInbox, IconSearch } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { myTickets, needsMe, type Row, type Show } from '../../features/portal-ticket/mine';
import { TicketLine } from '../../features/portal-ticket/ticket-line';
import css from '../../features/portal-ticket/tickets.module.css';
import { useT } from '../../shared/i18n';
import { Button, ButtonLink, EmptyState, Loaded, TextField, useTitle } from '../../shared/ui';
import { TabLink, TabLinks } from '../../shared/ui/tabs';

const route = getRouteApi('/portal/tickets');
const SHOWS: readonly Show[] = ['open', 'closed', 'all'];

/** Grouped by whose move it is, not by state: what needs the person stands first (ux.md §1.5.3). */
export function TicketsPage(): ReactNode {
  const t = useT();
  const { show = 'open', q = '' } = route.useSearch();
  const query = useInfiniteQuery(myTickets(show, q));
  useTitle(t('mine.title'));
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>{t('mine.title')}</h1>
        <Search q={q} show={show} />
      </div>
      <TabLinks label={t('mine.show')}>
        {SHOWS.map((one) => (
          <TabLink key={one} to="/portal/tickets" search={{ ...(one === 'open' ? {} : { show: one }), ...(q === '' ? {} : { q }) }} activeOptions={{ exact: true, includeSearch: true }}>
            {t(`mine.${one}`)}
          </TabLink>
        ))}
      </TabLinks>
      <Loaded query={query} lines={4} line={64}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          if (rows.length === 0) return <Nothing show={show} q={q} />;
          return (
            <>
              {show === 'open' && q === '' ? <ByBall rows={rows} /> : <Group rows={rows} title={q === '' ? t(`mine.${show}`) : t('mine.found', { q })} plain={q === ''} />}
              {query.hasNextPage ? (
                <div className={css.more}>
                  <span role="status">{t('mine.shown', { n: rows.length })}</span>
                  <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {t('act.showMore')}
                  </Button>
                </div>
              ) : null}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function ByBall({ rows }: { rows: readonly Row[] }): ReactNode {
  const t = useT();
  const yours = rows.filter(needsMe);
  const waiting = rows.filter((row) => row.phase === 'waiting' && !needsMe(row));
  const working = rows.filter((row) => !yours.includes(row) && !waiting.includes(row));
  return (
    <>
      <Group rows={yours} title={t('mine.needsYou')} />
      <Group rows={working} title={t('mine.working')} />
      <Group rows={waiting} title={t('mine.waiting')} />
    </>
  );
}

/** `plain`: the tab above names it already. */
function Group({ rows, title, plain = false }: { rows: readonly Row[]; title: string; plain?: boolean }): ReactNode {
  if (rows.length === 0) return null;
  return (
    <section className={css.group}>
      <h2 className={plain ? 'visually-hidden' : css.groupTitle}>{title}</h2>
      <ul className={css.list}>
        {rows.map((row) => (
          <TicketLine key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Nothing({ show, q }: { show: Show; q: string }): ReactNode {
  const t = useT();
  const icon = <IconInbox size={40} stroke={1.25} aria-hidden />;
  if (q !== '')
    return (
      <EmptyState icon={<IconSearch size={40} stroke={1.25} aria-hidden />} title={t('mine.noneFound', { q })} acts={<ButtonLink to="/portal/tickets" search={show === 'open' ? {} : { show }}>{t('mine.clear')}</ButtonLink>} />
    );
  if (show !== 'open') return <EmptyState icon={icon} title={t('mine.noneClosed')} />;
  return (
    <EmptyState icon={icon} title={t('mine.none')} acts={<ButtonLink to="/portal/new" look="primary">{t('mine.report')}</ButtonLink>}>
      {t('mine.noneText')}
    </EmptyState>
  );
}

function Search({ q, show }: { q: string; show: Show }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  return (
    <form
      role="search"
      className={css.search}
      onSubmit={(event) => {
        event.preventDefault();
        const words = text.trim();
        void navigate({ to: '/portal/tickets', search: { ...(show === 'open' ? {} : { show }), ...(words === '' ? {} : { q: words }) } });
      }}
    >
      <TextField id="mine-search" type="search" label={t('mine.search')} hideLabel placeholder={t('mine.search')} value={text} maxLength={200} onChange={({ currentTarget }) => setText(currentTarget.value)} />
      <Button type="submit">{t('mine.find')}</Button>
    </form>
  );
}
