import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import css from '../../features/portal-approvals/approvals.module.css';
import { WholeCard } from '../../features/portal-approvals/card';
import { type Card, approvalQuery, useAnswer } from '../../features/portal-approvals/data';
import { useT } from '../../shared/i18n';
import { ButtonLink, Loaded, useTitle } from '../../shared/ui';
import { HandOver } from './hand-over';

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
        {(card) => <Asked card={card} />}
      </Loaded>
    </div>
  );
}

function Asked({ card }: { card: Card }): ReactNode {
  const give = useAnswer(card);
  return <WholeCard card={card} give={give} more={<HandOver card={card} />} />;
}
