import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import css from './ticket.module.css';
import { type Plain, stepOf, STEPS } from './words';

/** Where the ticket stands on its way: shape and words, not colour alone. */
export function Steps({ plain }: { plain: Plain }): ReactNode {
  const t = useT();
  const now = stepOf(plain);
  if (now === null) return null;
  const last = STEPS.length - 1;
  return (
    <ol className={css.steps} aria-label={t('follow.steps')}>
      {STEPS.map((step, index) => {
        const state = index < now || (index === now && now === last) ? 'done' : index === now ? 'now' : 'next';
        return (
          <li key={step} className={css.step} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span className={css.mark} aria-hidden>
              {state === 'done' ? <IconCheck size={14} stroke={2.5} /> : null}
            </span>
            <span className={css.stepName}>
              {t(`follow.step.${step}`)}
              {state === 'next' ? null : <span className="visually-hidden">: {t(state === 'done' ? 'follow.step.done' : 'follow.step.now')}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
