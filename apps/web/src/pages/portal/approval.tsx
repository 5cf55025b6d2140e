import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Answer } from '../../features/portal-approvals/answer';
import css from '../../features/portal-approvals/approvals.module.css';
import { type Card, approvalQuery } from '../../features/portal-approvals/data';
import { Steps } from '../../features/portal-approvals/steps';
import { useT } from '../../shared/i18n';
import { ButtonLink, Loaded, Moment, Notice, useTitle } from '../../shared/ui';

const route = getRouteApi('/portal/approvals/$id');

/** All that an approver has to know on one card, and nothing else of the ticket. */
export function ApprovalPage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useQuery(approvalQuery(id));
  useTitle(query.data?.title ?? t('approvals.title'));
  if (query.error) throw query.error;
  return (
    <div className={css.page}>
      <div>
        <ButtonLink to="/portal/approvals" look="quiet" icon={<IconArrowLeft size={18} stroke={1.75} aria-hidden />}>
          {t('approvals.back')}
        </ButtonLink>
      </div>
      <Loaded query={query} lines={4} line={56}>
        {(card) => <Whole card={card} />}
      </Loaded>
    </div>
  );
}

function Whole({ card }: { card: Card }): ReactNode {
  const t = useT();
  return (
    <article className={css.card}>
      <div>
        <h1>{card.title}</h1>
        <p className={css.meta}>
          <span>{card.department === null ? t('approvals.by', { name: card.requester.displayName }) : t('approvals.byFrom', { name: card.requester.displayName, department: card.department })}</span>
          {card.state === 'asked' && card.dueAt !== null ? (
            <span>
              {t('approvals.until')} <Moment at={card.dueAt} />
            </span>
          ) : null}
        </p>
      </div>
      {card.question === '' ? null : <p className={css.question}>{card.question}</p>}
      {card.lines.length === 0 ? null : (
        <dl className={css.facts}>
          {card.lines.map(({ label, value }) => (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {card.standsInFor === null ? null : <Notice tone="info">{t('approvals.standsIn', { name: card.standsInFor.displayName })}</Notice>}
      {card.state === 'asked' ? <Answer card={card} /> : <Notice tone="info">{t(`approvals.state.${card.state}`)}</Notice>}
      <Steps card={card} />
    </article>
  );
}
