import { IconCheck, IconCircleDashed, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import { Moment } from '../../shared/ui';
import css from './approvals.module.css';
import type { Card } from './data';

const MARKS = { approved: [IconCheck, 'green'], refused: [IconX, 'red'] } as const;

/** Who was asked in which order, what they said and why. */
export function Steps({ card }: { card: Card }): ReactNode {
  const t = useT();
  return (
    <section aria-label={t('approvals.steps')} className={css.steps}>
      <h2>{t('approvals.steps')}</h2>
      <ol>
        {card.steps.map((step) => (
          <li key={step.position}>
            <h3>
              {step.name ?? t('approvals.step', { n: step.position + 1 })} <span>{t(`approvals.mode.${step.mode}`, { n: step.missing })}</span>
            </h3>
            <ul>
              {step.votes.map((vote) => {
                const [Mark, hue] = vote.answer === null ? [IconCircleDashed, 'grey'] : MARKS[vote.answer];
                return (
                  <li key={vote.id}>
                    <Mark size={18} stroke={2} aria-hidden style={{ color: `var(--${hue})` }} />
                    <div>
                      <p>
                        {vote.answeredBy === null ? vote.person.displayName : t('approvals.instead', { name: vote.answeredBy.displayName, asked: vote.person.displayName })}
                        <span>
                          {vote.answer === null ? t('approvals.pending') : t(`approvals.${vote.answer}`)} {vote.answeredAt === null ? null : <Moment at={vote.answeredAt} />}
                        </span>
                      </p>
                      {vote.reason === null ? null : <p className={css.reason}>{vote.reason}</p>}
                    </div>
                  </li>
                );
              })}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
