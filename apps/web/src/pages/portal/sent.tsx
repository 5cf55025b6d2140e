import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CopyReference } from '../../features/portal-ticket/copy-reference';
import { type Incident, incidentQuery } from '../../features/portal-ticket/data';
import css from '../../features/portal-ticket/sent.module.css';
import { isApiError, useMe } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { ButtonLink, Loaded, Moment, useTitle } from '../../shared/ui';

/** A page, not a toast: it can be bookmarked, printed and opened again (ux.md §1.5.2). */
export function SentPage(): ReactNode {
  const t = useT();
  const { ref = '' } = useParams({ strict: false });
  const reference = ref.toUpperCase();
  const query = useQuery(incidentQuery(reference));
  useTitle(`${t('sent.title')} ${reference}`);
  if (isApiError(query.error, 404)) throw query.error;
  return (
    <div className={css.page}>
      <section className={css.panel}>
        <IconCircleCheck size={40} stroke={1.5} aria-hidden />
        <h1>{t('sent.title')}</h1>
        <p className={css.label}>{t('sent.reference')}</p>
        <p className={css.reference}>
          {reference} <CopyReference reference={reference} />
        </p>
        {query.data ? <p className={css.subject}>{query.data.title}</p> : null}
      </section>
      <Loaded query={query} lines={4}>
        {(incident) => <Next incident={incident} />}
      </Loaded>
    </div>
  );
}

function Next({ incident }: { incident: Incident }): ReactNode {
  const t = useT();
  const { person } = useMe();
  const due = (metric: string): string | undefined => incident.clocks.find((clock) => clock.metric === metric && clock.agreement.type === 'SLA' && clock.stoppedAt === null)?.dueAt;
  const [answer, solution, fulfilment] = [due('response'), due('resolution'), due('fulfilment')];
  const approving = incident.state === 'approving';
  return (
    <>
      <section className={css.section}>
        <h2>{t('sent.next')}</h2>
        <ol className={css.next}>
          <li>
            {approving ? t('sent.next.approve') : incident.group === null ? t('sent.next.look') : t('sent.next.group', { name: incident.group.name })}
            {answer === undefined || incident.request ? null : (
              <>
                {' '}
                {t('sent.next.answer')}{' '}
                <strong>
                  <Moment at={answer} />
                </strong>
                .
              </>
            )}
          </li>
          {!person.email ? null : <li>{t('sent.next.mail', { email: person.email })}</li>}
          {approving && incident.group !== null ? <li>{t('sent.next.group', { name: incident.group.name })}</li> : null}
          {fulfilment === undefined ? null : (
            <li>
              {t('sent.next.fulfil')}{' '}
              <strong>
                <Moment at={fulfilment} />
              </strong>
              .
            </li>
          )}
          {solution === undefined ? null : (
            <li>
              {t('sent.next.solve')}{' '}
              <strong>
                <Moment at={solution} />
              </strong>
              .
            </li>
          )}
          <li>{t('sent.next.confirm')}</li>
        </ol>
      </section>
      <section className={css.section}>
        <h2>{t('sent.add')}</h2>
        <p>{t('sent.addText')}</p>
        <div className={css.acts}>
          <ButtonLink to="/portal/tickets/$ref" params={{ ref: incident.reference }} look="primary">
            {t('sent.open')}
          </ButtonLink>
          <ButtonLink to="/portal">{t('sent.home')}</ButtonLink>
        </div>
      </section>
    </>
  );
}
