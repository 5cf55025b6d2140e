import { type FormEvent, type ReactNode, type Ref, useEffect, useRef, useState } from 'react';
import { type ApiError, isApiError } from '../api';
import { useI18n, useT } from '../i18n';
import { documentTitle } from './title';
import css from './field.module.css';

export interface FormError {
  /** `id` of the field; left out where the whole form is meant. */
  field?: string;
  text: string;
}

/** What is wrong, above the form, with a link to each field; takes the focus when it appears. */
export function ErrorSummary({ errors, ref }: { errors: readonly FormError[]; ref?: Ref<HTMLDivElement> }): ReactNode {
  const t = useT();
  if (errors.length === 0) return null;
  const lead = (field: string) => (event: { preventDefault(): void }) => {
    event.preventDefault();
    document.getElementById(field)?.focus();
  };
  return (
    <div ref={ref} className={css.summary} role="alert" tabIndex={-1}>
      <h2>{t('form.problem')}</h2>
      <ul>
        {errors.map(({ field, text }) => (
          <li key={`${field ?? ''} ${text}`}>
            {field === undefined ? (
              <p>{text}</p>
            ) : (
              <a href={`#${field}`} onClick={lead(field)}>
                {text}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Sentence for a refusal that belongs to no field. */
export function useRefusal(): (error: unknown) => string {
  const { t } = useI18n();
  return (error) => {
    if (!isApiError(error)) return t('error.unknown');
    if (error.code === 'network') return t('error.network');
    if (error.code === 'timeout') return t('error.timeout');
    if (error.status === 412) return t('error.stale');
    if (error.status === 429) return t('error.tooMany', { n: Math.ceil((error.retryAfter ?? 0) / 60) });
    return error.message || t('error.unknown');
  };
}

interface Options<V extends Record<string, unknown>> {
  initial: V;
  /** Messages by field; checked on submit, then on leaving a field that was in error. */
  check: (values: V) => Partial<Record<keyof V & string, string>>;
  submit: (values: V) => Promise<void>;
  /** Server pointers that belong to a field of another name here. */
  pointers?: Readonly<Record<string, keyof V & string>>;
}

export interface Form<V extends Record<string, unknown>> {
  values: V;
  set: <K extends keyof V & string>(name: K, value: V[K]) => void;
  errors: Partial<Record<keyof V & string, string>>;
  busy: boolean;
  /** Wires a field: `id`, error, and checking again on leaving. */
  field: (name: keyof V & string) => { id: string; error: string | null; onBlur: () => void };
  summary: ReactNode;
  onSubmit: (event: FormEvent) => void;
  reset: (values?: V) => void;
}

/** GOV.UK's way: nothing is said before the first submit, input is never cleared, focus goes to the summary, the title says "Помилка". */
export function useForm<V extends Record<string, unknown>>({ initial, check, submit, pointers = {} }: Options<V>): Form<V> {
  const t = useT();
  const refusal = useRefusal();
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Form<V>['errors']>({});
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const summary = useRef<HTMLDivElement>(null);
  const failed = Object.keys(errors).length > 0 || general !== null;

  useEffect(() => {
    if (attempt > 0) summary.current?.focus();
  }, [attempt]);
  useEffect(() => (failed ? documentTitle.prefix((title) => t('form.errorPrefix', { title })) : undefined), [failed, t]);

  const tell = (error: ApiError): void => {
    const found: Form<V>['errors'] = {};
    const rest: string[] = [];
    for (const [pointer, text] of Object.entries(error.fields())) {
      const name = pointers[pointer] ?? pointer;
      if (name in values) found[name as keyof V & string] = text;
      else rest.push(text);
    }
    setErrors(found);
    setGeneral(rest.length > 0 ? rest.join(' ') : Object.keys(found).length > 0 ? null : refusal(error));
  };

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    const found = check(values);
    setErrors(found);
    setGeneral(null);
    if (Object.keys(found).length > 0) return setAttempt((before) => before + 1);
    setBusy(true);
    submit(values)
      .catch((error: unknown) => {
        if (isApiError(error) && error.status === 422) tell(error);
        else setGeneral(refusal(error));
        setAttempt((before) => before + 1);
      })
      .finally(() => setBusy(false));
  };

  const recheck = (name: keyof V & string, next: V): void => {
    const still = check(next)[name];
    setErrors(({ [name]: _gone, ...others }) => (still === undefined ? (others as Form<V>['errors']) : ({ ...others, [name]: still } as Form<V>['errors'])));
  };

  const list: FormError[] = [...(general === null ? [] : [{ text: general }]), ...Object.entries(errors).map(([field, text]) => ({ field, text: String(text) }))];
  return {
    values,
    set: (name, value) => {
      const next = { ...values, [name]: value };
      setValues((before) => ({ ...before, [name]: value }));
      // A field in error is told at once that it is right now; one that was never in error is left alone.
      if (errors[name] !== undefined) recheck(name, next);
    },
    errors,
    busy,
    field: (name) => ({
      id: name,
      error: errors[name] ?? null,
      onBlur: () => {
        if (errors[name] !== undefined) recheck(name, values);
      },
    }),
    summary: <ErrorSummary errors={list} ref={summary} />,
    onSubmit,
    reset: (next = initial) => {
      setValues(next);
      setErrors({});
      setGeneral(null);
    },
  };
}
