import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type TextKey, useI18n } from '../../shared/i18n';
import { Button, CheckField, Dialog, DialogActs, TextField } from '../../shared/ui';
import { PersonPicker } from '../people/person-picker';
import { Pick } from '../ticket/pick';
import { categoriesQuery, groupsQuery, servicesQuery } from '../ticket/queries';
import { PersonName, useWords } from './filter-words';
import { FIELDS, type FilterField, type Filters } from './filters';
import css from './queue.module.css';

const MANY = 9;

/** Which field, then which of its values; several mean "or". */
export function FilterDialog({ start, filters, onApply, onClose }: { start: FilterField | null; filters: Filters; onApply: (filters: Filters) => void; onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const [field, setField] = useState(start);
  const [draft, setDraft] = useState<Filters>(filters);
  const fields = FIELDS.map((one) => ({ value: one.name, label: t(`queue.field.${one.name}` as TextKey) }));
  const set = (name: string, values: readonly string[]): void => setDraft((before) => ({ ...before, [name]: values }));
  const apply = (): void => onApply(Object.fromEntries(Object.entries(draft).filter(([, values]) => values.length > 0)));
  return (
    <Dialog open onClose={onClose} title={t('queue.addFilter')}>
      <form className={css.dialog} onSubmit={(event) => { event.preventDefault(); apply(); }}>
        <Pick label={t('queue.fieldOf')} options={fields} value={fields.find(({ value }) => value === field?.name) ?? null} placeholder={t('queue.chooseField')} onChange={({ value }) => setField(FIELDS.find(({ name }) => name === value) ?? null)} />
        {field ? <ValueChoice key={field.name} field={field} draft={draft} set={set} /> : null}
        <DialogActs>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" look="primary">{t('queue.apply')}</Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}

function ValueChoice({ field, draft, set }: { field: FilterField; draft: Filters; set: (name: string, values: readonly string[]) => void }): ReactNode {
  const { t } = useI18n();
  const words = useWords();
  const [text, setText] = useState('');
  const services = useQuery(servicesQuery).data ?? [];
  const categories = useQuery(categoriesQuery).data ?? [];
  const groups = useQuery(groupsQuery).data ?? [];
  const chosen = draft[field.name] ?? [];
  if (field.kind === 'date') return <Days field={field} draft={draft} set={set} />;
  if (field.kind === 'words') return <TextField label={t('queue.tagHint')} autoFocus value={chosen.join(', ')} onChange={({ currentTarget }) => set(field.name, currentTarget.value.split(',').map((one) => one.trimStart()).filter((one, index, all) => one !== '' || index === all.length - 1).filter((one) => one !== ''))} />;
  const listed: readonly { id: string; name: string }[] = field.name === 'serviceId' ? services : field.name === 'categoryId' ? categories : field.name === 'groupId' ? groups : [];
  const people = field.kind === 'people' ? chosen.filter((value) => !value.startsWith('@') && value !== 'none') : [];
  const all = [...(field.special ?? []), ...(field.values ?? []), ...listed.map(({ id }) => id), ...people];
  const shown = all.filter((value) => text === '' || words(field, value).toLocaleLowerCase().includes(text.toLocaleLowerCase()) || chosen.includes(value));
  const toggle = (value: string): void => {
    if (field.kind === 'flag') return set(field.name, chosen.includes(value) ? [] : [value]);
    set(field.name, chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  };
  return (
    <fieldset className={css.values}>
      <legend>{t('queue.valuesOf')}</legend>
      {all.length > MANY ? <TextField label={t('queue.find')} hideLabel placeholder={t('queue.find')} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} /> : null}
      <div className={css.checks}>
        {shown.map((value) => (
          <CheckField key={value} label={people.includes(value) ? <PersonName id={value} /> : words(field, value)} checked={chosen.includes(value)} onChange={() => toggle(value)} />
        ))}
      </div>
      {field.kind === 'people' ? <PersonPicker label={t('queue.person')} value={null} onChange={(value) => value && set(field.name, [...chosen.filter((one) => one !== value.value), value.value])} /> : null}
    </fieldset>
  );
}

/** Whole days of this browser's zone; "to" includes its day. */
function Days({ field, draft, set }: { field: FilterField; draft: Filters; set: (name: string, values: readonly string[]) => void }): ReactNode {
  const { t } = useI18n();
  const local = (iso: string | undefined, back = 0): string => {
    if (iso === undefined) return '';
    const at = new Date(Date.parse(iso) - back);
    return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
  };
  const instant = (day: string, add: number): readonly string[] => {
    if (day === '') return [];
    const at = new Date(`${day}T00:00:00`);
    at.setDate(at.getDate() + add);
    return [at.toISOString()];
  };
  return (
    <div className={css.days}>
      <TextField label={t('queue.fromDay')} type="date" value={local(draft[`${field.name}From`]?.[0])} onChange={({ currentTarget }) => set(`${field.name}From`, instant(currentTarget.value, 0))} />
      <TextField label={t('queue.toDay')} type="date" value={local(draft[`${field.name}To`]?.[0], 1)} onChange={({ currentTarget }) => set(`${field.name}To`, instant(currentTarget.value, 1))} />
    </div>
  );
}
