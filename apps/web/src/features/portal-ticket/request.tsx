import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, body, type Schemas } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Moment, Notice } from '../../shared/ui';
import type { Incident } from './data';
import css from './ticket.module.css';

type Request = Schemas['RequestReply'];

/** Who is asked to approve it, how far the work is, why it was refused. */
export function RequestParts({ incident, request }: { incident: Incident; request: Request }): ReactNode {
  const { t } = useI18n();
  return (
    <>
      {request.state === 'approving' ? <Asked incident={incident} /> : null}
      {request.plan && request.phase === 'active' ? <p>{t('follow.plan', { done: request.plan.done, total: request.plan.total })}</p> : null}
      {request.state === 'rejected' && request.endReason !== null ? (
        <div className={css.solution}>
          <h3>{t('follow.rejectedWhy')}</h3>
          <p>{request.endReason}</p>
        </div>
      ) : null}
      {request.answers.length === 0 ? null : (
        <details>
          <summary>{t('follow.answers')}</summary>
          <dl className={css.answers}>
            {request.answers.map(({ name, label, value }) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

/** The ball is with those who were asked and have not answered: by name, and since when they may. */
function Asked({ incident }: { incident: Incident }): ReactNode {
  const { t } = useI18n();
  const { data } = useQuery({
    queryKey: ['ticket', incident.reference, 'approvals'],
    queryFn: ({ signal }) => body<Schemas['ApprovalList']>(api.GET('/tickets/{id}/approvals', { params: { path: { id: incident.reference } }, signal })),
  });
  const step = data?.items.find(({ state }) => state === 'running')?.steps.find(({ state }) => state === 'asking');
  if (!step) return null;
  const names = step.votes.filter(({ answer }) => answer === null).map(({ person, delegate }) => delegate?.displayName ?? person.displayName).join(', ');
  return (
    <Notice tone="info">
      {t('follow.approvers', { names })}
      {step.dueAt === null ? null : (
        <>
          {' '}
          {t('follow.approveUntil')} <Moment at={step.dueAt} />
        </>
      )}
    </Notice>
  );
}
