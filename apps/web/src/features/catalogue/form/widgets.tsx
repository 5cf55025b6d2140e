import type { FieldSchema, FormField } from '@opora/form';
import type { WidgetProps } from '@rjsf/utils';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useMe } from '../../../shared/api';
import { useI18n, useT } from '../../../shared/i18n';
import { CheckField, ChoiceField, FieldError, SelectField, TextArea, TextField } from '../../../shared/ui';
import type { Option } from '../../../shared/ui/combo';
import { FileDrop, useFiles } from '../../../shared/ui/file-drop';
import { PersonPicker } from '../../people/person-picker';
import { recordsQuery } from '../data';
import css from './form.module.css';
import { instantOf, localOf } from './instants';

/** What the widgets share beside rjsf's own props. */
export interface FormContext {
  /** By JSON pointer. */
  errors: Readonly<Record<string, string>>;
  /** A field was left: one in error is checked again. */
  onLeave: (pointer: string) => void;
  /** Files are on their way. */
  onBusy: (busy: boolean) => void;
}

const MOST_RADIOS = 6;

interface Common {
  id: string;
  label: string;
  hint: string | undefined;
  optional: boolean;
  error: string | null;
  onBlur: () => void;
}

function useCommon({ id, required, options, registry }: WidgetProps): { common: Common; field: FormField; own: FieldSchema } {
  const { locale } = useI18n();
  const field = options['asked'] as unknown as FormField;
  const { errors, onLeave } = registry.formContext as FormContext;
  const pointer = id.slice(1);
  return {
    field,
    own: options['own'] as unknown as FieldSchema,
    common: { id, label: field.label[locale], hint: field.hint?.[locale], optional: !required, error: errors[pointer] ?? null, onBlur: () => onLeave(pointer) },
  };
}

/** Whatever a field is, by its schema and its widget. */
export function AnyWidget(props: WidgetProps): ReactNode {
  const { field, own } = useCommon(props);
  switch (field.widget) {
    case 'person': return <PersonWidget {...props} />;
    case 'configurationItem': case 'service': case 'location': case 'department': return <RecordWidget {...props} of={field.widget} />;
    case 'file': return <FileWidget {...props} />;
    default:
      if (own.type === 'array') return <CheckBoxes {...props} />;
      if (own.type === 'boolean') return own.const === true ? <Agreement {...props} /> : <YesNo {...props} />;
      if (own.enum) return <OneOf {...props} />;
      return <Typed {...props} />;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function Typed(props: WidgetProps): ReactNode {
  const { common, field, own } = useCommon(props);
  const { timeZone } = useI18n();
  const { value, onChange, name } = props;
  const say = (text: string): void => onChange(text === '' ? undefined : text);
  if (field.widget === 'long') return <TextArea {...common} name={name} rows={4} maxLength={own.maxLength ?? 20_000} value={textOf(value)} onChange={({ currentTarget }) => say(currentTarget.value)} />;
  if (own.type === 'number' || own.type === 'integer')
    return <TextField {...common} name={name} inputMode={own.type === 'integer' ? 'numeric' : 'decimal'} className={css.short} value={textOf(value)} onChange={({ currentTarget: { value: text } }) => onChange(numberOf(text))} />;
  if (own.format === 'date-time') return <TextField {...common} name={name} type="datetime-local" className={css.short} value={localOf(textOf(value), timeZone)} onChange={({ currentTarget }) => say(instantOf(currentTarget.value, timeZone))} />;
  if (own.format === 'date') return <TextField {...common} name={name} type="date" className={css.short} value={textOf(value)} onChange={({ currentTarget }) => say(currentTarget.value)} />;
  const kind = own.format === 'email' ? ({ type: 'email', autoComplete: 'email' } as const) : field.widget === 'phone' ? ({ type: 'tel', autoComplete: 'tel' } as const) : {};
  return <TextField {...common} {...kind} name={name} maxLength={own.maxLength ?? 1_000} value={textOf(value)} onChange={({ currentTarget }) => say(currentTarget.value)} />;
}

/** What is no number stays as it was typed, so that it can be mended; the check says what is wrong with it. */
const numberOf = (text: string): number | string | undefined => {
  const plain = text.trim().replace(',', '.').replace(/\s/g, '');
  return plain === '' ? undefined : /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
};

function useOptions(props: WidgetProps): { value: string; label: string }[] {
  const { locale } = useI18n();
  const { field, own } = useCommon(props);
  const values = own.enum ?? (own.items?.type === 'string' ? own.items.enum : undefined) ?? [];
  return values.map((value) => ({ value, label: field.options?.[value]?.[locale] ?? value }));
}

function OneOf(props: WidgetProps): ReactNode {
  const t = useT();
  const { common, field } = useCommon(props);
  const options = useOptions(props);
  const { value, onChange, name } = props;
  if (field.widget === 'select' || (field.widget !== 'radio' && options.length > MOST_RADIOS)) return <SelectField {...common} name={name} placeholder={t('order.choose')} options={options} value={textOf(value)} onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)} />;
  const { onBlur: _leave, ...rest } = common;
  return <ChoiceField {...rest} name={common.id} options={options} value={typeof value === 'string' ? value : null} onChange={onChange} />;
}

function YesNo(props: WidgetProps): ReactNode {
  const t = useT();
  const { common: { onBlur: _leave, ...rest } } = useCommon(props);
  const { value, onChange } = props;
  return <ChoiceField {...rest} name={rest.id} options={[{ value: 'yes', label: t('order.yes') }, { value: 'no', label: t('order.no') }]} value={value === undefined ? null : value ? 'yes' : 'no'} onChange={(one) => onChange(one === 'yes')} />;
}

function Agreement(props: WidgetProps): ReactNode {
  const { common: { id, label, hint, error } } = useCommon(props);
  return (
    <div>
      <FieldError id={`${id}-error`} error={error} />
      <CheckField id={id} label={label} hint={hint} checked={props.value === true} aria-invalid={error ? true : undefined} aria-describedby={error ? `${id}-error` : undefined} onChange={({ currentTarget }) => props.onChange(currentTarget.checked ? true : undefined)} />
    </div>
  );
}

function CheckBoxes(props: WidgetProps): ReactNode {
  const t = useT();
  const { common: { id, label, hint, error, optional } } = useCommon(props);
  const options = useOptions(props);
  const now = Array.isArray(props.value) ? (props.value as string[]) : [];
  const toggle = (value: string, on: boolean): void => {
    const next = options.map((option) => option.value).filter((one) => (one === value ? on : now.includes(one)));
    props.onChange(next.length === 0 ? undefined : next);
  };
  return (
    <fieldset className={css.group} aria-describedby={error ? `${id}-error` : undefined}>
      <legend>
        {label} {optional ? <span>{t('form.optional')}</span> : null}
      </legend>
      {hint ? <p>{hint}</p> : null}
      <FieldError id={`${id}-error`} error={error} />
      {options.map(({ value, label: text }, index) => (
        <CheckField key={value} id={index === 0 ? id : undefined} label={text} checked={now.includes(value)} aria-invalid={error ? true : undefined} onChange={({ currentTarget }) => toggle(value, currentTarget.checked)} />
      ))}
    </fieldset>
  );
}

function PersonWidget(props: WidgetProps): ReactNode {
  const { common } = useCommon(props);
  const [chosen, setChosen] = useState<Option | null>(null);
  return (
    <PersonPicker
      {...common}
      value={props.value === undefined ? null : (chosen ?? { value: String(props.value), label: '…' })}
      onChange={(option) => {
        setChosen(option);
        props.onChange(option?.value);
      }}
    />
  );
}

function RecordWidget({ of, ...props }: WidgetProps & { of: 'configurationItem' | 'service' | 'location' | 'department' }): ReactNode {
  const t = useT();
  const me = useMe();
  const { common } = useCommon(props as WidgetProps);
  const { data = [] } = useQuery(recordsQuery(of, me.person.id));
  return <SelectField {...common} placeholder={t('order.choose')} options={data} value={textOf(props.value)} onChange={({ currentTarget }) => (props as WidgetProps).onChange(currentTarget.value === '' ? undefined : currentTarget.value)} />;
}

function FileWidget(props: WidgetProps): ReactNode {
  const t = useT();
  const { common: { id, label, hint, error, optional } } = useCommon(props);
  const files = useFiles();
  const { onBusy } = props.registry.formContext as FormContext;
  const { onChange } = props;
  const ids = files.ids.join();
  useEffect(() => onBusy(files.busy), [files.busy, onBusy]);
  // The ids alone are the answer; rjsf gives a new `onChange` each time it draws.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- asking for `onChange` would answer without end
  useEffect(() => onChange(ids === '' ? undefined : ids.split(',')), [ids]);
  return (
    <div className={css.group} role="group" aria-labelledby={`${id}-label`} id={id} tabIndex={-1}>
      <strong id={`${id}-label`}>
        {label} {optional ? <span>{t('form.optional')}</span> : null}
      </strong>
      {hint ? <p>{hint}</p> : null}
      <FieldError id={`${id}-error`} error={error} />
      <FileDrop files={files} />
    </div>
  );
}
