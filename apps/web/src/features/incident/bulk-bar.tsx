import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useMay } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { useI18n } from '../../shared/i18n';
import { Button, Dialog, DialogActs, Notice, TextArea, toast, useRefusal } from '../../shared/ui';
import { announcementsQuery, post } from '../ticket/desk-data';
import { Pick } from '../ticket/pick';
import type { IncidentRow } from '../ticket/queries';
import { type Batch, carryOut, type Outcome, undoOf } from './bulk';
import { BulkDialog, type BulkField } from './bulk-dialog';
import css from './queue.module.css';

type Command = 'resume' | 'cancel' | 'link';
const KEYS: readonly (readonly [BulkField, string, 'bulk.assignee' | 'bulk.group' | 'bulk.priority' | 'bulk.tags' | 'bulk.place'])[] = [
  ['assignee', 'KeyA', 'bulk.assignee'], ['group', 'KeyM', 'bulk.group'], ['place', 'KeyS', 'bulk.place'], ['priority', 'KeyP', 'bulk.priority'], ['tags', 'KeyT', 'bulk.tags'],
];

/** What may be done with the chosen rows; those that refused stay chosen, with why. */
export function BulkBar({ rows, onSelect, onChanged }: { rows: readonly IncidentRow[]; onSelect: (ids: readonly string[]) => void; onChanged: () => void }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const may = useMay('ticket.bulk');
  const [open, setOpen] = useState<BulkField | Command | null>(null);
  const [left, setLeft] = useState<{ done: number; refused: readonly { reference: string; why: string }[] } | null>(null);
  const scope = t('bulk.keys');
  const disabled = rows.length === 0 || !may;
  useHotkey('KeyA', t('bulk.assignee'), () => setOpen('assignee'), { scope, disabled });
  useHotkey('KeyM', t('bulk.group'), () => setOpen('group'), { scope, disabled });
  useHotkey('KeyS', t('bulk.place'), () => setOpen('place'), { scope, disabled });
  useHotkey('KeyP', t('bulk.priority'), () => setOpen('priority'), { scope, disabled });
  useHotkey('KeyT', t('bulk.tags'), () => setOpen('tags'), { scope, disabled });
  useHotkey('KeyD', t('bulk.link'), () => setOpen('link'), { scope, disabled });
  useHotkey('Escape', t('bulk.none'), () => onSelect([]), { scope, disabled: rows.length === 0 || open !== null });
  const refresh = (): void => {
    void client.invalidateQueries({ queryKey: ['tickets'] });
    void client.invalidateQueries({ queryKey: ['ticket'] });
    onChanged();
  };
  const finish = ({ done, refused }: Outcome, words: string, undo: readonly Batch[] | null): void => {
    setOpen(null);
    onSelect(refused.map(({ id }) => id));
    setLeft(refused.length === 0 ? null : { done: done.length, refused: refused.map(({ id, why }) => ({ reference: rows.find((row) => row.id === id)?.reference ?? id, why })) });
    if (done.length > 0)
      toast.say(t('bulk.done', { n: done.length, what: words }), undo === null ? undefined : () => void carryOut(undo, false).then((back) => {
        toast.say(back.refused.length === 0 ? t('bulk.undone', { n: back.done.length }) : t('bulk.undonePart', { n: back.done.length, not: back.refused.length }));
        refresh();
      }, (error: unknown) => toast.fail(refusal(error))));
    refresh();
  };
  if (!may || (rows.length === 0 && left === null)) return null;
  return (
    <>
      {left ? (
        <Notice tone="warn" role="alert">
          <p>{t('bulk.result', { done: left.done, refused: left.refused.length })}</p>
          <ul className={css.refused}>{left.refused.map(({ reference, why }) => <li key={reference}>{reference}: {why}</li>)}</ul>
          <Button size="small" onClick={() => setLeft(null)}>{t('act.close')}</Button>
        </Notice>
      ) : null}
      {rows.length > 0 ? (
        <div className={css.bulk} role="toolbar" aria-label={t('bulk.bar')}>
          <strong role="status">{t('table.selected', { n: rows.length })}</strong>
          {KEYS.map(([field, keys, label]) => <Button key={field} size="small" keys={keys} showKeys onClick={() => setOpen(field)}>{t(label)}</Button>)}
          <Button size="small" keys="KeyD" showKeys onClick={() => setOpen('link')}>{t('bulk.link')}</Button>
          <Button size="small" onClick={() => setOpen('resume')}>{t('desk.command.resume')}</Button>
          <Button size="small" onClick={() => setOpen('cancel')}>{t('desk.command.cancel')}</Button>
          <Button size="small" look="quiet" keys="Escape" showKeys onClick={() => onSelect([])}>{t('bulk.none')}</Button>
        </div>
      ) : null}
      {open === 'link' ? <LinkDialog rows={rows} onClose={() => setOpen(null)} onDone={(outcome, words) => finish(outcome, words, null)} /> : null}
      {open === 'resume' || open === 'cancel' ? <CommandDialog command={open} rows={rows} onClose={() => setOpen(null)} onDone={(outcome, words) => finish(outcome, words, null)} /> : null}
      {open !== null && open !== 'link' && open !== 'resume' && open !== 'cancel' ? (
        <BulkDialog rows={rows} start={open} onClose={() => setOpen(null)} onDone={(outcome, edit, words) => finish(outcome, words, undoOf(rows.filter(({ id }) => outcome.done.includes(id)), edit))} />
      ) : null}
    </>
  );
}

interface Ask {
  rows: readonly IncidentRow[];
  onClose: () => void;
  onDone: (outcome: Outcome, words: string) => void;
}

/** Under one major incident (or any other): they follow it into its resolution. */
function LinkDialog({ rows, onClose, onDone }: Ask): ReactNode {
  const { t, locale } = useI18n();
  const majors = (useQuery(announcementsQuery).data ?? []).flatMap((one) => (one.incident ? [{ value: one.incident.reference, label: `${one.incident.reference} ${locale === 'uk' ? one.text.uk : one.text.en}` }] : []));
  const [into, setInto] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const target = into ?? majors[0]?.value ?? null;
  const apply = (): void => {
    if (target === null || busy) return;
    setBusy(true);
    void Promise.all(rows.map(({ id }) => post(`/tickets/${target}/links`, { type: 'parent_of', ticketId: id }).then(() => null, (error: unknown) => ({ id, why: error instanceof Error ? error.message : '' }))))
      .then((answers) => {
        const refused = answers.filter((one) => one !== null);
        onDone({ refused, done: rows.map(({ id }) => id).filter((id) => !refused.some((one) => one.id === id)) }, `→ ${target}`);
      })
      .finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={t('bulk.linkTitle', { n: rows.length })}>
      <form className={css.dialog} onSubmit={(event) => { event.preventDefault(); apply(); }}>
        <Pick label={t('bulk.linkTo')} options={majors} value={target === null ? null : (majors.find(({ value }) => value === target) ?? { value: target, label: target })} onDone={apply} onChange={({ value }) => setInto(value)}
          other={{ label: (text) => t('bulk.linkOther', { text: text.toUpperCase() }), act: (text) => setInto(/^\d+$/.test(text) ? `INC-${text.padStart(6, '0')}` : text.toUpperCase()) }} />
        <DialogActs>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy} data-begin={majors.length > 0 || undefined}>{t('bulk.link')}</Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}

function CommandDialog({ command, rows, onClose, onDone }: Ask & { command: 'resume' | 'cancel' }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const [reason, setReason] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const apply = (): void => {
    if (busy || (command === 'cancel' && reason.trim() === '')) return;
    setBusy(true);
    carryOut([{ ids: rows.map(({ id }) => id), command, body: command === 'cancel' ? { reason: reason.trim() } : {} }], false)
      .then((outcome) => onDone(outcome, t(`desk.done.${command}`)), (error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={`${t(`desk.command.${command}`)} · ${t('table.selected', { n: rows.length })}`}>
      <form className={css.dialog} onSubmit={(event) => { event.preventDefault(); apply(); }}>
        {command === 'cancel' ? <TextArea label={t('desk.reason')} autoFocus required rows={2} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} /> : <p>{rows.map(({ reference }) => reference).join(', ')}</p>}
        {failed !== null ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
        <DialogActs>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" look={command === 'cancel' ? 'danger' : 'primary'} busy={busy}>{t(`desk.command.${command}`)}</Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
