import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import { Moment, Notice } from '../../shared/ui';
import { Answer, type Give } from './answer';
import css from './approvals.module.css';
import type { Card } from './data';
import { Steps } from './steps';

/** All there is to know, and the answer: for whoever signed in, and for whoever came by the link of the letter. */
export function WholeCard({ card, give, more = null }: { card: Card; give: Give; more?: ReactNode }): ReactNode {
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
      {card.state === 'asked' ? <><Answer give={give} />{more}</> : <Notice tone="info">{t(`approvals.state.${card.state}`)}</Notice>}
      <Steps card={card} />
    </article>
  );
}
