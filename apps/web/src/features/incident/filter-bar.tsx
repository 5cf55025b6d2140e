import { IconFilter, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useHotkey } from '../../shared/hotkeys';
import { type TextKey, useI18n } from '../../shared/i18n';
import { Button, IconButton } from '../../shared/ui';
import { FilterDialog } from './filter-dialog';
import { PersonName, useWords } from './filter-words';
import { FIELDS, type FilterField, type Filters } from './filters';
import css from './queue.module.css';

/** The filters in force, each with its values in words: a press changes it, the cross removes it. */
export function FilterBar({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }): ReactNode {
  const { t } = useI18n();
  const [open, setOpen] = useState<FilterField | 'choose' | null>(null);
  useHotkey('KeyF', t('queue.addFilter'), () => setOpen('choose'), { scope: t('list.keys') });
  const inForce = FIELDS.filter(({ name, kind }) => (kind === 'date' ? filters[`${name}From`] || filters[`${name}To`] : filters[name]?.length));
  const without = ({ name }: FilterField): Filters => Object.fromEntries(Object.entries(filters).filter(([key]) => key !== name && key !== `${name}From` && key !== `${name}To`));
  return (
    <div className={css.filters} role="group" aria-label={t('queue.filters')}>
      {inForce.map((field) => (
        <span key={field.name} className={css.chip}>
          <button type="button" onClick={() => setOpen(field)}>
            {t(`queue.field.${field.name}` as TextKey)}: <Values field={field} filters={filters} />
          </button>
          <IconButton label={t('act.remove', { name: t(`queue.field.${field.name}` as TextKey) })} size="small" onClick={() => onChange(without(field))}>
            <IconX size={14} stroke={1.75} />
          </IconButton>
        </span>
      ))}
      <Button size="small" look="quiet" keys="KeyF" icon={<IconFilter size={16} stroke={1.75} aria-hidden />} onClick={() => setOpen('choose')}>{t('queue.addFilter')}</Button>
      {open !== null ? <FilterDialog start={open === 'choose' ? null : open} filters={filters} onApply={(next) => { onChange(next); setOpen(null); }} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function Values({ field, filters }: { field: FilterField; filters: Filters }): ReactNode {
  const { t, format } = useI18n();
  const words = useWords();
  if (field.kind === 'date') {
    const [from, to] = [filters[`${field.name}From`]?.[0], filters[`${field.name}To`]?.[0]];
    return [from ? t('queue.from', { at: format.day(new Date(from), new Date()) }) : '', to ? t('queue.to', { at: format.day(new Date(Date.parse(to) - 1), new Date()) }) : ''].filter(Boolean).join(' ');
  }
  const values = filters[field.name] ?? [];
  return values.map((value, index) => (
    <span key={value}>
      {index > 0 ? ', ' : ''}
      {field.kind === 'people' && !value.startsWith('@') && value !== 'none' ? <PersonName id={value} /> : words(field, value)}
    </span>
  ));
}
