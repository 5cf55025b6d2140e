import { type ReactNode, useState } from 'react';
import { useT } from '../../shared/i18n';
import { Button, CheckField, SelectField, TextArea, TextField, useForm } from '../../shared/ui';
import type { Option } from '../../shared/ui/combo';
import { PersonPicker } from '../people/person-picker';
import css from './admin.module.css';
import { useStale } from './use-save';

interface Common {
  name: string;
  label: string;
  hint?: string;
  optional?: boolean;
}

export type FieldSpec =
  | (Common & { kind: 'text'; max?: number; type?: 'email' | 'tel' })
  | (Common & { kind: 'area'; max?: number })
  | (Common & { kind: 'number'; min: number; max: number })
  | (Common & { kind: 'select'; options: readonly { value: string; label: string }[]; none?: string })
  | (Common & { kind: 'check' })
  | (Common & { kind: 'person'; person: Option | null });

type Value = string | boolean | Option | null;
type Values = Record<string, Value>;
export type Stored = Readonly<Record<string, unknown>>;

interface Props {
  fields: readonly FieldSpec[];
  /** What is stored; null for one to be made. */
  stored: Stored | null;
  readOnly?: boolean;
  act: string;
  /** Only what changed; all that was filled in for a new one. */
  save: (changes: Record<string, unknown>) => Promise<void>;
}

const shownOf = (field: FieldSpec, stored: Stored | null): Value => {
  const value = stored?.[field.name];
  if (field.kind === 'person') return field.person;
  if (field.kind === 'check') return value === true;
  return value === null || value === undefined ? '' : String(value);
};

/** As the server takes it: an empty optional field is null. */
function sentOf(field: FieldSpec, value: Value): unknown {
  if (field.kind === 'person') return (value as Option | null)?.value ?? null;
  if (field.kind === 'check') return value === true;
  const text = String(value ?? '').trim();
  if (text === '') return null;
  return field.kind === 'number' ? Number(text) : text;
}

/** One form for every record of the directory; key it by the record's version, so that it begins anew after a change. */
export function EntityForm({ fields, stored, readOnly = false, act, save }: Props): ReactNode {
  const t = useT();
  const [saved, setSaved] = useState(false);
  const stale = useStale();
  const form = useForm<Values>({
    initial: Object.fromEntries(fields.map((field) => [field.name, shownOf(field, stored)])),
    check: (values) =>
      Object.fromEntries(
        fields.flatMap((field) => {
          const text = String(values[field.name] ?? '').trim();
          if ((field.kind === 'text' || field.kind === 'number' || field.kind === 'select') && !field.optional && text === '') return [[field.name, t('admin.required', { field: field.label })]];
          if (field.kind === 'number' && text !== '' && !(Number.isInteger(Number(text)) && Number(text) >= field.min && Number(text) <= field.max)) return [[field.name, t('admin.between', { min: field.min, max: field.max })]];
          return [];
        }),
      ),
    submit: async (values) => {
      const changes = Object.fromEntries(fields.flatMap((field) => {
        const value = sentOf(field, values[field.name] ?? null);
        const before = stored?.[field.name] ?? null;
        return (stored === null ? value !== null : value !== before && !(value === false && before === null)) ? [[field.name, value]] : [];
      }));
      try {
        await save(changes);
        setSaved(true);
      } catch (error) {
        if (!stale(error)) throw error;
      }
    },
  });
  const set = (name: string, value: Value): void => {
    setSaved(false);
    form.set(name, value);
  };
  return (
    <form onSubmit={form.onSubmit} noValidate>
      {form.summary}
      <fieldset disabled={readOnly} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <div className={css.form}>
          {fields.map((field) => {
            const common = { label: field.label, ...(field.hint === undefined ? {} : { hint: field.hint }), ...(field.optional ? { optional: true } : {}), ...form.field(field.name) };
            const value = form.values[field.name];
            const text = typeof value === 'string' ? value : '';
            if (field.kind === 'check') return <CheckField key={field.name} label={field.label} hint={field.hint} checked={value === true} onChange={({ currentTarget }) => set(field.name, currentTarget.checked)} />;
            if (field.kind === 'person') return readOnly ? <TextField key={field.name} {...common} value={(value as Option | null)?.label ?? ''} readOnly /> : <PersonPicker key={field.name} {...common} value={value as Option | null} onChange={(option) => set(field.name, option)} />;
            if (field.kind === 'select') return <SelectField key={field.name} {...common} options={field.options} {...(field.none === undefined ? {} : { placeholder: field.none })} value={text} onChange={({ currentTarget }) => set(field.name, currentTarget.value)} />;
            if (field.kind === 'area') return <TextArea key={field.name} {...common} className={css.wide} rows={3} maxLength={field.max ?? 4_000} value={text} onChange={({ currentTarget }) => set(field.name, currentTarget.value)} />;
            return <TextField key={field.name} {...common} type={field.kind === 'text' ? (field.type ?? 'text') : 'text'} inputMode={field.kind === 'number' ? 'numeric' : undefined} maxLength={field.kind === 'text' ? (field.max ?? 200) : 6} value={text} onChange={({ currentTarget }) => set(field.name, currentTarget.value)} />;
          })}
        </div>
      </fieldset>
      {readOnly ? null : (
        <div className={css.acts}>
          <Button type="submit" look="primary" busy={form.busy}>
            {act}
          </Button>
          <span role="status" className={css.saved}>
            {saved ? t('form.saved') : ''}
          </span>
        </div>
      )}
    </form>
  );
}
