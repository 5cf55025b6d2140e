import { tidy, validateAnswers } from '@opora/form';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useI18n } from '../../../shared/i18n';
import { Button, Notice, Skeleton } from '../../../shared/ui';
import { wordsOf } from '../../catalogue/form/messages';
import type { Definition } from './draft';

const SchemaForm = lazy(async () => ({ default: (await import('../../catalogue/form/schema-form')).SchemaForm }));

/** The form as an employee will see it, with the same checks; nothing is sent. */
export function Preview({ definition }: { definition: Definition }): ReactNode {
  const i18n = useI18n();
  const { t, locale, timeZone } = i18n;
  const [answers, setAnswers] = useState<Record<string, unknown>>({});
  const [tried, setTried] = useState(false);
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date());
  const errors = tried ? validateAnswers(definition.form, tidy(answers), today) : [];
  return (
    <section aria-label={t('offer.part.preview')}>
      <h3>{definition.name[locale]}</h3>
      <p>{definition.description[locale]}</p>
      {definition.form.ui.order.length === 0 ? <Notice>{t('offer.noFields')}</Notice> : (
        <Suspense fallback={<Skeleton lines={4} />}>
          <SchemaForm form={definition.form} fields={definition.form.ui.order} answers={answers} onChange={setAnswers} errors={Object.fromEntries(errors.map((error) => [error.pointer, wordsOf(error, definition.form, i18n)]))} onLeave={() => undefined} onBusy={() => undefined} />
        </Suspense>
      )}
      <p><Button onClick={() => setTried(true)}>{t('offer.try')}</Button></p>
      {tried && errors.length === 0 ? <Notice tone="good" role="status">{t('offer.fine')}</Notice> : null}
    </section>
  );
}
