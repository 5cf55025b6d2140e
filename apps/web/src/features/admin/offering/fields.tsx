import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useI18n } from '../../../shared/i18n';
import { Button, CheckField, IconButton, Inline, SelectField, TextArea, TextField } from '../../../shared/ui';
import { type BuiltField, type FieldType, freeName, hasOptions, TYPES } from './draft';
import css from './offering.module.css';
import { BothWords } from './words';

/** The form builder: fields one under the other, each moved by its buttons (no dragging is needed). */
export function FormBuilder({ fields, onChange }: { fields: readonly BuiltField[]; onChange: (fields: BuiltField[]) => void }): ReactNode {
  const { t, locale } = useI18n();
  const set = (index: number, part: Partial<BuiltField>): void => onChange(fields.map((field, i) => (i === index ? { ...field, ...part } : field)));
  const move = (index: number, by: number): void => {
    const next = [...fields];
    const [taken] = next.splice(index, 1);
    if (taken) next.splice(index + by, 0, taken);
    onChange(next);
  };
  return (
    <div className={css.rows}>
      {fields.map((field, index) => (
        <fieldset key={field.name} className={css.row}>
          <legend>{t('offer.field', { n: index + 1, label: field.label[locale] || field.name })}</legend>
          <Inline gap={4} className={css.moves}>
            <IconButton label={t('offer.up', { n: index + 1 })} disabled={index === 0} onClick={() => move(index, -1)}><IconArrowUp size={18} stroke={1.75} /></IconButton>
            <IconButton label={t('offer.down', { n: index + 1 })} disabled={index === fields.length - 1} onClick={() => move(index, 1)}><IconArrowDown size={18} stroke={1.75} /></IconButton>
            <IconButton label={t('offer.drop', { n: index + 1 })} onClick={() => onChange(fields.filter((_one, i) => i !== index))}><IconTrash size={18} stroke={1.75} /></IconButton>
          </Inline>
          <BothWords label={t('offer.label')} value={field.label} onChange={(label) => set(index, { label })} />
          <div className={css.pair}>
            <SelectField label={t('offer.type')} value={field.type} options={TYPES.map((value) => ({ value, label: t(`offer.type.${value}`) }))} onChange={({ currentTarget }) => set(index, { type: currentTarget.value as FieldType })} />
            <div>
              <CheckField label={t('offer.required')} checked={field.required} onChange={({ currentTarget }) => set(index, { required: currentTarget.checked })} />
              <CheckField label={t('offer.forApprovers')} checked={field.forApprovers} onChange={({ currentTarget }) => set(index, { forApprovers: currentTarget.checked })} />
            </div>
          </div>
          {hasOptions(field.type) ? <TextArea label={t('offer.options')} hint={t('offer.optionsHint')} rows={4} value={field.options} onChange={({ currentTarget }) => set(index, { options: currentTarget.value })} /> : null}
          <BothWords optional label={t('offer.hint')} value={field.hint} onChange={(hint) => set(index, { hint })} />
          {index === 0 ? null : (
            <div className={css.pair}>
              <SelectField label={t('offer.when')} optional placeholder={t('offer.always')} value={field.whenField} options={fields.slice(0, index).map(({ name, label }) => ({ value: name, label: label[locale] || name }))} onChange={({ currentTarget }) => set(index, { whenField: currentTarget.value })} />
              {field.whenField === '' ? null : <TextField label={t('offer.whenIn')} hint={t('offer.whenInHint')} value={field.whenIn} onChange={({ currentTarget }) => set(index, { whenIn: currentTarget.value })} />}
            </div>
          )}
        </fieldset>
      ))}
      <div>
        <Button onClick={() => onChange([...fields, { name: freeName(fields), type: 'text', label: { uk: '', en: '' }, hint: { uk: '', en: '' }, required: true, forApprovers: false, options: '', whenField: '', whenIn: '' }])}>{t('offer.addField')}</Button>
      </div>
    </div>
  );
}
