import { answerLines, type FormDefinition, pagesOf } from '@opora/form';
import type { ReactNode } from 'react';
import { useI18n } from '../../shared/i18n';
import { Button } from '../../shared/ui';
import css from './catalogue.module.css';

/** All answers before they are sent, each with the way back to it (GOV.UK). */
export function CheckAnswers({ form, answers, onChange }: { form: FormDefinition; answers: Record<string, unknown>; onChange: (page: number) => void }): ReactNode {
  const { t, locale } = useI18n();
  const pages = pagesOf(form);
  return (
    <section>
      <h2>{t('order.check')}</h2>
      <dl className={css.answers}>
        {answerLines(form, answers, () => undefined).map(({ name, label, value }) => (
          <div key={name}>
            <dt>{label[locale]}</dt>
            <dd>{value[locale]}</dd>
            <dd>
              <Button look="link" aria-label={t('order.changeAnswer', { label: label[locale] })} onClick={() => onChange(Math.max(0, pages.findIndex(({ fields }) => fields.includes(name))))}>
                {t('order.change')}
              </Button>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
