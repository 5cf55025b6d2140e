import { pagesOf, tidy, validateAnswers, visibleFields } from '@opora/form';
import type { FieldError } from '@opora/kit';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { idempotencyKey, isApiError, useMay, useMe } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { useKept } from '../../shared/kept';
import { Button, ChoiceField, ErrorSummary, type FormError, useRefusal } from '../../shared/ui';
import { documentTitle } from '../../shared/ui/title';
import type { Option } from '../../shared/ui/combo';
import { PersonPicker } from '../people/person-picker';
import { CheckAnswers } from './check-answers';
import css from './catalogue.module.css';
import { type Offering, order } from './data';
import { wordsOf } from './form/messages';
import { SchemaForm } from './form/schema-form';

type Values = Record<string, unknown>;

/** The form of an offering (ux.md §1.5.2): nothing is said before the first press, nothing typed is ever cleared, the focus goes to what is wrong. */
export function OrderForm({ offering, onAnswers }: { offering: Offering; onAnswers: (answers: Values, requesterId: string | null) => void }): ReactNode {
  const i18n = useI18n();
  const { t, timeZone } = i18n;
  const { form } = offering;
  const kept = useKept<{ answers: Values }>(`order.${offering.id}`);
  const known = useKnown(offering);
  const [answers, setAnswers] = useState<Values>(() => ({ ...known, ...kept.read().answers }));
  const [other, setOther] = useState<Option | null>(null);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [uploading, setUploading] = useState(false);
  const [page, setPage] = useState(0);
  const { summary, attempt } = useSummary(errors.length > 0 || general !== null);
  const refusal = useRefusal();
  const navigate = useNavigate();
  const key = useRef(idempotencyKey());

  const pages = pagesOf(form);
  const checking = pages.length > 1 && page === pages.length;
  const fields = checking ? [] : (pages[page]?.fields ?? []);
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date());
  const judge = (values: Values): FieldError[] => validateAnswers(form, tidy(values), today);
  const texts = Object.fromEntries(errors.map((error) => [error.pointer, wordsOf(error, form, i18n)]));

  const { write } = kept;
  useEffect(() => {
    write({ answers });
    onAnswers(answers, other?.value ?? null);
  }, [answers, other, write, onAnswers]);

  const change = (next: Values): void => {
    setAnswers(next);
    // A field in error is told at once that it is right now, or what is wrong with it still.
    if (errors.length > 0) setErrors(still(errors, judge(next)));
  };
  const onLeave = (pointer: string): void => {
    if (!errors.some((error) => error.pointer === pointer)) return;
    setErrors(still(errors, judge(answers)));
  };
  const fail = (found: readonly FieldError[], sentence: string | null): void => {
    setErrors(found);
    setGeneral(sentence);
    const first = found[0]?.pointer.split('/')[1];
    const where = pages.findIndex((one) => one.fields.includes(first ?? ''));
    if (where !== -1) setPage(where);
    attempt();
  };

  const send = async (): Promise<void> => {
    const placed = await order(offering.id, key.current, { answers: tidy(answers), ...(offering.number === null ? {} : { number: offering.number }), ...(other ? { requesterId: other.value } : {}) });
    key.current = idempotencyKey();
    write(null);
    await navigate({ to: '/portal/tickets/$ref/sent', params: { ref: placed.reference } });
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy || uploading) return;
    const found = judge(answers).filter(({ pointer }) => checking || pages.length === 1 || fields.includes(pointer.split('/')[1] ?? ''));
    if (found.length > 0) return fail(found, null);
    setErrors([]);
    setGeneral(null);
    if (!checking && pages.length > 1) {
      setPage(page + 1);
      return window.scrollTo({ top: 0 });
    }
    setBusy(true);
    send()
      .catch((error: unknown) => {
        if (isApiError(error, 422)) {
          const own = (error.problem?.errors ?? []).filter(({ pointer }) => pointer.startsWith('/answers/')).map((one) => ({ ...one, pointer: one.pointer.slice('/answers'.length) }) as FieldError);
          fail(own, own.length > 0 ? null : refusal(error));
        } else fail([], refusal(error));
      })
      .finally(() => setBusy(false));
  };

  const list: FormError[] = [...(general === null ? [] : [{ text: general }]), ...errors.map(({ pointer }) => ({ field: `f${pointer}`, text: texts[pointer] ?? '' }))];
  const onBusy = useCallback((is: boolean) => setUploading(is), []);
  return (
    <form className={css.form} onSubmit={onSubmit} noValidate>
      <ErrorSummary errors={list} ref={summary} />
      {pages.length > 1 ? <p className={css.step} aria-live="polite">{checking ? t('order.check') : t('order.step', { n: page + 1, of: pages.length })}</p> : null}
      {page === 0 ? <ForWhom value={other} onChange={setOther} /> : null}
      {checking ? (
        <CheckAnswers form={form} answers={tidy(answers)} onChange={setPage} />
      ) : (
        <>
          {pages[page]?.title ? <h2>{pages[page].title?.[i18n.locale]}</h2> : null}
          {visibleFields(form, answers).some((name) => fields.includes(name)) ? <SchemaForm form={form} fields={fields} answers={answers} onChange={change} errors={texts} onLeave={onLeave} onBusy={onBusy} /> : pages.length === 1 && form.ui.order.length === 0 ? <p>{t('order.nothingToSay')}</p> : null}
        </>
      )}
      <div className={css.send}>
        {page > 0 ? <Button size="large" onClick={() => setPage(page - 1)}>{t('act.back')}</Button> : null}
        <Button type="submit" look="primary" size="large" busy={busy || uploading}>
          {pages.length > 1 && !checking ? t('order.next') : t('order.send')}
        </Button>
        {JSON.stringify(tidy(answers)) !== JSON.stringify(tidy(known)) ? <span className={css.kept}>{t('order.kept')}</span> : null}
      </div>
    </form>
  );
}

/** Of the fields that were in error, what is wrong with them now. */
const still = (before: readonly FieldError[], now: readonly FieldError[]): FieldError[] => now.filter(({ pointer }) => before.some((error) => error.pointer === pointer));

/** The summary takes the focus at each attempt that fails, and the title says so. */
function useSummary(failed: boolean): { summary: RefObject<HTMLDivElement | null>; attempt: () => void } {
  const { t } = useI18n();
  const [attempts, setAttempts] = useState(0);
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempts > 0) summary.current?.focus();
  }, [attempts]);
  useEffect(() => (failed ? documentTitle.prefix((title) => t('form.errorPrefix', { title })) : undefined), [failed, t]);
  return { summary, attempt: () => setAttempts((before) => before + 1) };
}

/** What is known of the person is not asked again (WCAG 3.3.7). */
function useKnown({ form }: Offering): Values {
  const { person } = useMe();
  const facts: Readonly<Record<string, unknown>> = { phone: person.phone, location: person.locationId };
  return Object.fromEntries(
    form.ui.order.flatMap((name) => {
      const fact = facts[form.ui.fields[name]?.widget ?? ''] ?? (form.schema.properties[name]?.format === 'email' ? person.email : undefined);
      return fact ? [[name, fact]] : [];
    }),
  );
}

function ForWhom({ value, onChange }: { value: Option | null; onChange: (value: Option | null) => void }): ReactNode {
  const { t } = useI18n();
  const [others, setOthers] = useState(false);
  if (!useMay('ticket.registerFor')) return null;
  return (
    <div className={css.forWhom}>
      <ChoiceField
        label={t('order.forWhom')} name="forWhom" value={others ? 'other' : 'me'} options={[{ value: 'me', label: t('order.forMe') }, { value: 'other', label: t('order.forOther') }]}
        onChange={(who) => {
          setOthers(who === 'other');
          if (who === 'me') onChange(null);
        }}
      />
      {others ? <PersonPicker label={t('order.who')} value={value} onChange={onChange} /> : null}
    </div>
  );
}
