import { IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import css from '../../features/portal-approvals/approvals.module.css';
import { type Card, approvalsQuery } from '../../features/portal-approvals/data';
import { useT } from '../../shared/i18n';
import { Button, ButtonLink, EmptyState, Loaded, Moment, TabLink, TabLinks, useTitle } from '../../shared/ui';

const route = getRouteApi('/portal/approvals');

/** What is asked of the person, the most urgent first, and what they answered. */
export function ApprovalsPage(): ReactNode {
  const t = useT();
  const { show = 'asked' } = route.useSearch();
  const query = useInfiniteQuery(approvalsQuery(show));
  useTitle(t('approvals.title'));
  return (
    <div className={css.page}>
      <h1>{t('approvals.title')}</h1>
      <TabLinks label={t('approvals.title')}>
        <TabLink to="/portal/approvals" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
          {t('approvals.waiting')}
        </TabLink>
        <TabLink to="/portal/approvals" search={{ show: 'answered' }} activeOptions={{ exact: true, includeSearch: true }}>
          {t('approvals.answered')}
        </TabLink>
      </TabLinks>
      <Loaded query={query} lines={3} line={72}>
        {({ pages }) => {
          const cards = pages.flatMap(({ items }) => items);
          if (cards.length === 0)
            return (
              <EmptyState icon={<IconCircleCheck size={40} stroke={1.25} aria-hidden />} title={t(show === 'asked' ? 'approvals.none' : 'approvals.noneAnswered')}>
                {t(show === 'asked' ? 'approvals.noneText' : 'approvals.noneAnsweredText')}
              </EmptyState>
            );
          return (
            <>
              <ul className={css.list}>
                {cards.map((card) => (
                  <Line key={card.id} card={card} />
                ))}
              </ul>
              {query.hasNextPage ? (
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('approvals.more')}
                </Button>
              ) : null}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Line({ card }: { card: Card }): ReactNode {
  const t = useT();
  const to = { to: '/portal/approvals/$id', params: { id: card.id } } as const;
  return (
    <li className={css.line}>
      <div>
        <Link {...to}>{card.title}</Link>
        <p className={css.meta}>
          <span>{card.department === null ? t('approvals.by', { name: card.requester.displayName }) : t('approvals.byFrom', { name: card.requester.displayName, department: card.department })}</span>
          {card.answer === null ? (
            card.dueAt === null ? null : (
              <span>
                {t('approvals.until')} <Moment at={card.dueAt} />
              </span>
            )
          ) : (
            <strong>{t(`approvals.${card.answer}`)}</strong>
          )}
        </p>
      </div>
      {card.answer === null ? (
        <ButtonLink {...to} look="primary" aria-label={`${t('approvals.open')}: ${card.title}`}>
          {t('approvals.open')}
        </ButtonLink>
      ) : null}
    </li>
  );
}
