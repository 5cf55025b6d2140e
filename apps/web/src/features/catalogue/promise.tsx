import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useI18n } from '../../shared/i18n';
import { Moment, Skeleton } from '../../shared/ui';
import css from './catalogue.module.css';
import { type Offering, promiseQuery } from './data';
import { useMoney } from './money';

const WAIT_MS = 400;

/** Who approves, who does it, until when and for how much: before it is sent, from the rules that act on it afterwards (ux.md §2.14 (11)). */
export function PromisePanel({ offering, answers, requesterId }: { offering: Offering; answers: Record<string, unknown>; requesterId: string | null }): ReactNode {
  const { t } = useI18n();
  const money = useMoney();
  const asked = useSettled(answers);
  const { data: promise, error } = useQuery({ ...promiseQuery(offering.id, asked, requesterId), placeholderData: keepPreviousData });
  return (
    <aside className={css.aside} aria-labelledby="promise">
      <h2 id="promise">{t('order.then')}</h2>
      {promise ? (
        <>
          <ol>
            {promise.approvals.map((step) => (
              <li key={step.name}>
                {t(step.mode === 'any' ? 'order.approves' : 'order.approveAll', { n: step.needed })} <strong>{step.people.map(({ displayName }) => displayName).join(', ') || step.name}</strong>
                <small>{t('order.approvalDays', { n: step.dueDays })}</small>
              </li>
            ))}
            <li>
              {t('order.does')} <strong>{promise.group ?? t('order.desk')}</strong>
              {promise.tasks.length > 1 ? <small>{promise.tasks.map(({ title }) => title).join(' → ')}</small> : null}
            </li>
            <li>{offering.outcome ?? t('order.youConfirm')}</li>
          </ol>
          <dl>
            {promise.fulfilmentDueAt === null ? null : (
              <div>
                <dt>{t('order.total')}</dt>
                <dd>
                  <Moment at={promise.fulfilmentDueAt} />
                </dd>
              </div>
            )}
            <div>
              <dt>{t('order.cost')}</dt>
              <dd>{money(promise.cost)}</dd>
            </div>
          </dl>
        </>
      ) : error ? (
        <p>{t('order.noPromise')}</p>
      ) : (
        <Skeleton lines={4} />
      )}
    </aside>
  );
}

/** The answers once typing has paused. */
function useSettled(answers: Record<string, unknown>): Record<string, unknown> {
  const [settled, setSettled] = useState(answers);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(answers), WAIT_MS);
    return () => clearTimeout(timer);
  }, [answers]);
  return settled;
}
