import { useQueries } from '@tanstack/react-query';
import { type ReactNode, type Ref, useEffect, useRef, useState } from 'react';
import { useMe } from '../../shared/api';
import { type TextKey, useI18n } from '../../shared/i18n';
import { Button, Dialog, DialogActs, Notice, SelectField, TextField, useRefusal } from '../../shared/ui';
import { Pick } from '../ticket/pick';
import { useGroupOptions, useTree } from '../ticket/proposed';
import { type IncidentRow, membersQuery } from '../ticket/queries';
import { type BulkEdit, carryOut, NOTHING, type Outcome, planOf, type Wish } from './bulk';
import css from './queue.module.css';

export type BulkField = 'assignee' | 'group' | 'priority' | 'place' | 'tags';
const FIELDS: readonly BulkField[] = ['assignee', 'group', 'place', 'priority', 'tags'];
const CLEARS: ReadonlySet<BulkField> = new Set(['assignee', 'place', 'tags']);
const WAIT_MS = 300;

interface Shown {
  outcome: Outcome;
  edit: BulkEdit;
}

/** Says what would happen before it happens, ticket by ticket, and then what did (ux.md §1.5.8). */
export function BulkDialog({ rows, start, onClose, onDone }: { rows: readonly IncidentRow[]; start: BulkField; onClose: () => void; onDone: (outcome: Outcome, edit: BulkEdit, words: string) => void }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const [edit, setEdit] = useState<BulkEdit>(NOTHING);
  const [how, setHow] = useState<Readonly<Record<BulkField, Wish<unknown>['how']>>>({ assignee: 'leave', group: 'leave', priority: 'leave', place: 'leave', tags: 'leave', [start]: 'set' });
  const [tried, setTried] = useState<Shown | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const words = useWordsOf(rows, edit);
  const plan = planOf(rows, edit);
  const isEmpty = plan.length === 0;
  const key = JSON.stringify(plan);
  useEffect(() => {
    setTried(null);
    if (isEmpty) return;
    let live = true;
    const timer = setTimeout(() => void carryOut(JSON.parse(key) as typeof plan, true).then((outcome) => live && setTried({ outcome, edit }), (error: unknown) => live && setFailed(refusal(error))), WAIT_MS);
    return () => {
      live = false;
      clearTimeout(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- tried anew when the plan is another one
  }, [key]);
  const apply = (): void => {
    if (isEmpty || busy) return;
    setBusy(true);
    setFailed(null);
    carryOut(plan, false)
      .then((outcome) => onDone(outcome, edit, words.join('; ')), (error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  const choose = (field: BulkField, next: Wish<unknown>['how']): void => {
    setHow((before) => ({ ...before, [field]: next }));
    setEdit((before) => ({ ...before, [field]: { how: next === 'set' ? 'leave' : next } }));
  };
  const set = <F extends BulkField>(field: F, value: Extract<BulkEdit[F], { how: 'set' }>['value']): void => setEdit((before) => ({ ...before, [field]: { how: 'set', value } }));
  const referenceOf = (id: string): string => rows.find((row) => row.id === id)?.reference ?? id;
  return (
    <Dialog open onClose={onClose} title={t('bulk.title', { n: rows.length })} width={640}>
      <form className={css.dialog} onSubmit={(event) => { event.preventDefault(); apply(); }} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); apply(); } }}>
        {FIELDS.map((field) => (
          <div key={field} className={css.wish}>
            <SelectField label={t(`bulk.field.${field}` as TextKey)} value={how[field]} onChange={({ currentTarget }) => choose(field, currentTarget.value as 'leave')}
              options={[{ value: 'leave', label: t('bulk.leave') }, { value: 'set', label: t(field === 'tags' ? 'bulk.add' : 'bulk.set') }, ...(CLEARS.has(field) ? [{ value: 'clear', label: t('bulk.clear') }] : [])]} />
            {how[field] === 'set' ? <Value field={field} rows={rows} edit={edit} set={set} focus={field === start} onDone={apply} /> : null}
          </div>
        ))}
        <div className={css.preview} role="status">
          {isEmpty ? <p>{t('bulk.nothing')}</p> : <p><strong>{t('bulk.preview', { n: rows.length })}</strong> {words.join('; ')}</p>}
          {tried && tried.outcome.refused.length > 0 ? (
            <>
              <p>{t('bulk.wouldRefuse', { n: tried.outcome.refused.length })}</p>
              <ul tabIndex={0} aria-label={t('bulk.wouldRefuse', { n: tried.outcome.refused.length })}>{tried.outcome.refused.map(({ id, why }) => <li key={id}>{referenceOf(id)}: {why}</li>)}</ul>
            </>
          ) : tried ? <p>{t('bulk.allFine')}</p> : isEmpty ? null : <p>{t('bulk.trying')}</p>}
        </div>
        {failed !== null ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
        <DialogActs>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy} aria-disabled={isEmpty || undefined} keys="Mod+Enter" showKeys>{t('bulk.apply')}</Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}

type Set = <F extends BulkField>(field: F, value: Extract<BulkEdit[F], { how: 'set' }>['value']) => void;

function Value({ field, rows, edit, set, focus, onDone }: { field: BulkField; rows: readonly IncidentRow[]; edit: BulkEdit; set: Set; focus: boolean; onDone: () => void }): ReactNode {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  const groups = useGroupOptions();
  const tree = useTree();
  const people = usePeopleOf(rows);
  useEffect(() => {
    if (focus) requestAnimationFrame(() => input.current?.focus());
  }, [focus]);
  const label = t(`bulk.field.${field}` as TextKey);
  const of = <F extends 'assignee' | 'group'>(one: F): string | null => (edit[one].how === 'set' ? edit[one].value : null);
  if (field === 'assignee') return <Pick label={t('bulk.value', { label })} hideLabel options={people} value={people.find(({ value }) => value === of('assignee')) ?? null} inputRef={input} onDone={onDone} placeholder={t('bulk.choose')} onChange={({ value }) => set('assignee', value)} />;
  if (field === 'group') return <Pick label={t('bulk.value', { label })} hideLabel options={groups} value={groups.find(({ value }) => value === of('group')) ?? null} inputRef={input} onDone={onDone} placeholder={t('bulk.choose')} onChange={({ value }) => set('group', value)} />;
  if (field === 'place') {
    const chosen = edit.place.how === 'set' ? (edit.place.value.categoryId === null ? edit.place.value.serviceId : `${edit.place.value.serviceId}/${edit.place.value.categoryId}`) : null;
    return <Pick label={t('bulk.value', { label })} hideLabel options={tree} value={tree.find(({ value }) => value === chosen) ?? null} inputRef={input} onDone={onDone} placeholder={t('bulk.choose')} onChange={({ value }) => { const [serviceId = '', categoryId = null] = value.split('/'); set('place', { serviceId, categoryId }); }} />;
  }
  if (field === 'tags') return <TextField ref={input} label={t('bulk.value', { label })} hideLabel placeholder={t('queue.tagHint')} onChange={({ currentTarget }) => set('tags', currentTarget.value.split(',').map((one) => one.trim()).filter(Boolean))} />;
  return <Priority set={set} inputRef={input} />;
}

function Priority({ set, inputRef }: { set: Set; inputRef: Ref<HTMLInputElement> }): ReactNode {
  const { t } = useI18n();
  const [priority, setPriority] = useState('3');
  const [reason, setReason] = useState('');
  const told = (p: string, why: string): void => {
    setPriority(p);
    setReason(why);
    if (why.trim() !== '') set('priority', { priority: Number(p), reason: why.trim() });
  };
  return (
    <>
      <SelectField label={t('desk.field.priority')} hideLabel value={priority} onChange={({ currentTarget }) => told(currentTarget.value, reason)} options={['1', '2', '3', '4', '5'].map((value) => ({ value, label: `P${value}` }))} />
      <TextField ref={inputRef} label={t('desk.reason')} hideLabel placeholder={t('desk.reason')} value={reason} onChange={({ currentTarget }) => told(priority, currentTarget.value)} />
    </>
  );
}

/** Who works in the groups of these rows and in one's own. */
function usePeopleOf(rows: readonly IncidentRow[]): { value: string; label: string; hint?: string | undefined }[] {
  const { t } = useI18n();
  const me = useMe();
  const groupIds = [...new Set([...rows.flatMap((row) => (row.group ? [row.group.id] : [])), ...me.groups.map(({ id }) => id)])].slice(0, 8);
  const lists = useQueries({ queries: groupIds.map((id) => membersQuery(id)) });
  const people = new Map<string, { value: string; label: string; hint?: string | undefined }>();
  for (const { data } of lists) for (const { person, right, absentUntil } of data ?? []) if (right !== 'view') people.set(person.id, { value: person.id, label: person.displayName, ...(absentUntil === null ? {} : { hint: t('desk.assign.absentHint') }) });
  return [...people.values()].sort((a, b) => Number(b.value === me.person.id) - Number(a.value === me.person.id) || a.label.localeCompare(b.label, 'uk'));
}

function useWordsOf(rows: readonly IncidentRow[], edit: BulkEdit): string[] {
  const { t } = useI18n();
  const people = usePeopleOf(rows);
  const groups = useGroupOptions();
  const tree = useTree();
  const name = (options: readonly { value: string; label: string }[], value: string): string => options.find((one) => one.value === value)?.label ?? value;
  const value: { [F in BulkField]: () => string } = {
    assignee: () => (edit.assignee.how === 'set' ? name(people, edit.assignee.value) : ''),
    group: () => (edit.group.how === 'set' ? name(groups, edit.group.value) : ''),
    place: () => (edit.place.how === 'set' ? name(tree, edit.place.value.categoryId === null ? edit.place.value.serviceId : `${edit.place.value.serviceId}/${edit.place.value.categoryId}`) : ''),
    priority: () => (edit.priority.how === 'set' ? `P${edit.priority.value.priority}` : ''),
    tags: () => (edit.tags.how === 'set' ? `+ ${edit.tags.value.join(', ')}` : ''),
  };
  return FIELDS.filter((field) => edit[field].how !== 'leave').map((field) => `${t(`bulk.field.${field}` as TextKey)} → ${edit[field].how === 'clear' ? t('bulk.cleared') : value[field]()}`);
}
