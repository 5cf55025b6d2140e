import { IconAlertCircle, IconEye, IconEyeOff } from '@tabler/icons-react';
import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId, useState } from 'react';
import { useT } from '../i18n';
import { cx, IconButton } from './button';
import css from './field.module.css';

/** What every field has: a label above, a sentence of help, an error in the person's words (GOV.UK; ux.md §1.5.2). */
export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  /** Optional fields say so; required ones carry no mark. */
  optional?: boolean;
  /** Only for those who see the field among its neighbours, as in a search box. */
  hideLabel?: boolean;
  className?: string;
}
const given = (node: ReactNode): boolean => node !== undefined && node !== null && node !== '';

interface Wired {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

export function Field({ id: chosen, label, hint, error, optional, hideLabel, className, children }: FieldProps & { id?: string; children: (wired: Wired) => ReactNode }): ReactNode {
  const t = useT();
  const made = useId();
  const id = chosen ?? made;
  const described = cx(given(hint) && `${id}-hint`, error && `${id}-error`);
  return (
    <div className={cx(css.field, error && css.invalid, className)}>
      <label htmlFor={id} className={cx(css.label, hideLabel && 'visually-hidden')}>
        {label} {optional ? <span className={css.optional}>{t('form.optional')}</span> : null}
      </label>
      {given(hint) ? (
        <div id={`${id}-hint`} className={css.hint}>
          {hint}
        </div>
      ) : null}
      <FieldError id={`${id}-error`} error={error} />
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': described || undefined })}
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error?: string | null }): ReactNode {
  const t = useT();
  if (!error) return null;
  return (
    <p id={id} className={css.error}>
      <IconAlertCircle size={18} stroke={1.75} aria-hidden />
      <span>
        <span className="visually-hidden">{t('form.error')}: </span>
        {error}
      </span>
    </p>
  );
}

type InputProps = FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, 'className'> & { ref?: Ref<HTMLInputElement> };

export function TextField({ label, hint, error, optional, hideLabel, className, id, ...rest }: InputProps): ReactNode {
  return (
    <Field {...{ label, hint, error, optional, hideLabel, className, id }}>{(wired) => <input type="text" {...rest} {...wired} className={css.input} />}</Field>
  );
}

export function PasswordField({ label, hint, error, className, id, ...rest }: InputProps): ReactNode {
  const t = useT();
  const [shown, setShown] = useState(false);
  return (
    <Field {...{ label, hint, error, className, id }}>
      {(wired) => (
        <div className={css.password}>
          <input autoComplete="current-password" autoCapitalize="off" spellCheck={false} {...rest} {...wired} type={shown ? 'text' : 'password'} className={css.input} />
          <IconButton label={shown ? t('password.hide') : t('password.show')} className={css.peek} aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? <IconEyeOff size={20} stroke={1.75} /> : <IconEye size={20} stroke={1.75} />}
          </IconButton>
        </div>
      )}
    </Field>
  );
}

type AreaProps = FieldProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className'> & { ref?: Ref<HTMLTextAreaElement> };

export function TextArea({ label, hint, error, optional, hideLabel, className, id, rows = 4, ...rest }: AreaProps): ReactNode {
  return (
    <Field {...{ label, hint, error, optional, hideLabel, className, id }}>{(wired) => <textarea rows={rows} {...rest} {...wired} className={cx(css.input, css.area)} />}</Field>
  );
}

type SelectProps = FieldProps & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className' | 'children'> & { options: readonly { value: string; label: string; group?: string }[]; placeholder?: string };

/** The browser's own select: best on phones and for assistive technology. For search or many options take Combo. */
export function SelectField({ label, hint, error, optional, hideLabel, className, id, options, placeholder, ...rest }: SelectProps): ReactNode {
  const groups = [...new Set(options.map(({ group }) => group ?? ''))];
  const shown = (group: string): ReactNode =>
    options.filter((option) => (option.group ?? '') === group).map(({ value, label: text }) => (
      <option key={value} value={value}>
        {text}
      </option>
    ));
  return (
    <Field {...{ label, hint, error, optional, hideLabel, className, id }}>
      {(wired) => (
        <select {...rest} {...wired} className={cx(css.input, css.select)}>
          {placeholder !== undefined ? <option value="">{placeholder}</option> : null}
          {groups.map((group) => (group === '' ? shown(group) : <optgroup key={group} label={group}>{shown(group)}</optgroup>))}
        </select>
      )}
    </Field>
  );
}

export interface Choice<V extends string> {
  value: V;
  label: ReactNode;
  hint?: ReactNode;
}

/** Radio buttons under one question. */
export function ChoiceField<V extends string>({ label, hint, error, optional, className, id: chosen, name, options, value, onChange, cards = false }: FieldProps & {
  id?: string; name: string; options: readonly Choice<V>[]; value: V | null; onChange: (value: V) => void; cards?: boolean;
}): ReactNode {
  const t = useT();
  const made = useId();
  const id = chosen ?? made;
  return (
    <fieldset className={cx(css.field, error && css.invalid, className)} aria-describedby={cx(given(hint) && `${id}-hint`, error && `${id}-error`) || undefined}>
      <legend className={css.legend}>
        {label} {optional ? <span className={css.optional}>{t('form.optional')}</span> : null}
      </legend>
      {given(hint) ? (
        <div id={`${id}-hint`} className={css.hint}>
          {hint}
        </div>
      ) : null}
      <FieldError id={`${id}-error`} error={error} />
      <div className={cx(css.choices, cards && css.cards)}>
        {options.map((option, index) => (
          <label key={option.value} className={css.choice}>
            <input type="radio" id={index === 0 ? id : undefined} name={name} value={option.value} checked={value === option.value} onChange={() => onChange(option.value)} aria-invalid={error ? true : undefined} />
            <span className={css.choiceText}>
              {option.label}
              {given(option.hint) ? <span className={css.choiceHint}>{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function CheckField({ label, hint, className, ...rest }: { label: ReactNode; hint?: ReactNode } & InputHTMLAttributes<HTMLInputElement>): ReactNode {
  return (
    <label className={cx(css.choice, className)}>
      <input {...rest} type="checkbox" />
      <span className={css.choiceText}>
        {label}
        {given(hint) ? <span className={css.choiceHint}>{hint}</span> : null}
      </span>
    </label>
  );
}
