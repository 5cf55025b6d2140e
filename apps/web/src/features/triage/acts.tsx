import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { ifMatch, raw, type Schemas } from '../../shared/api';
import { serverNow, useI18n } from '../../shared/i18n';
import { Button, Inline, TextArea, TextField } from '../../shared/ui';
import { post } from '../ticket/desk-data';
import { Pick } from '../ticket/pick';
import type { IncidentRow } from '../ticket/queries';
import type { Act } from './detail';
import css from './triage.module.css';

interface FormProps {
  row: IncidentRow;
  act: Act;
  onClose: () => void;
}

const onSend = (send: () => void) => (event: KeyboardEvent): void => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  send();
};

function Box({ children, send, label, onClose, disabled = false }: { children: ReactNode; send: () => void; label: string; onClose: () => void; disabled?: boolean }): ReactNode {
  const { t } = useI18n();
  return (
    <section className={css.form} aria-label={label} onKeyDown={onSend(send)}>
      {children}
      <Inline gap={8}>
        <Button look="primary" keys="Mod+Enter" showKeys aria-disabled={disabled || undefined} onClick={send}>{label}</Button>
        <Button look="quiet" onClick={onClose}>{t('act.cancel')}</Button>
      </Inline>
    </section>
  );
}

/** The best candidates first; any other by its number. */
export function DuplicateForm({ row, act, onClose, candidates }: FormProps & { candidates: readonly Schemas['SimilarHit'][] }): ReactNode {
  const { t } = useI18n();
  const [into, setInto] = useState<string | null>(candidates[0]?.reference ?? null);
  const options = candidates.filter(({ access }) => access === 'full').map(({ reference, title }) => ({ value: reference, label: `${reference} ${title}` }));
  const send = (): void => {
    if (into === null) return;
    act(row, t('triage.merged', { reference: row.reference, into }), () => post(`/tickets/${row.reference}/merge`, { intoId: into }), () => post(`/tickets/${row.id}/unmerge`, {}));
  };
  return (
    <Box label={t('triage.duplicate')} send={send} onClose={onClose} disabled={into === null}>
      <Pick label={t('triage.duplicateOf')} options={options} value={into === null ? null : (options.find(({ value }) => value === into) ?? { value: into, label: into })} onDone={send} onChange={({ value }) => setInto(value)}
        other={{ label: (text) => t('triage.byReference', { text: referenceOf(text) }), act: (text) => setInto(referenceOf(text)) }} />
    </Box>
  );
}

export const referenceOf = (text: string): string => (/^\d+$/.test(text.trim()) ? `INC-${text.trim().padStart(6, '0')}` : text.trim().toUpperCase());

export function ResolveForm({ row, act, onClose, suggestion, fields }: FormProps & { suggestion: string; fields: object }): ReactNode {
  const { t } = useI18n();
  const [text, setText] = useState(suggestion);
  const send = (): void => {
    if (text.trim() === '') return;
    act(row, t('triage.resolved', { reference: row.reference }), async () => {
      const { groupId: _group, assigneeId: _person, ...rest } = fields as Record<string, unknown>;
      if (Object.keys(rest).length > 0) await raw(`/incidents/${row.reference}`, { method: 'PATCH', headers: { 'Content-Type': 'application/merge-patch+json', ...ifMatch('*') }, body: JSON.stringify(rest) });
      await post(`/incidents/${row.reference}/resolve`, { code: 'solved', text: text.trim() });
    }, () => post(`/incidents/${row.reference}/reopen`, { reason: t('triage.undone') }));
  };
  return (
    <Box label={t('triage.resolve')} send={send} onClose={onClose}>
      <TextArea label={t('desk.resolve.text')} hint={t('desk.resolve.hint')} autoFocus rows={3} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
    </Box>
  );
}

export function AskForm({ row, act, onClose }: FormProps): ReactNode {
  const { t } = useI18n();
  const [text, setText] = useState('');
  const send = (): void => {
    if (text.trim() === '') return;
    act(row, t('triage.asked', { reference: row.reference }), () => post(`/incidents/${row.reference}/hold`, { reason: 'requester', message: text.trim() }));
  };
  return (
    <Box label={t('triage.ask')} send={send} onClose={onClose}>
      <TextArea label={t('desk.hold.question')} hint={t('desk.hold.questionHint')} autoFocus rows={3} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
    </Box>
  );
}

export function RejectForm({ row, act, onClose }: FormProps): ReactNode {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  const send = (): void => {
    if (reason.trim() === '') return;
    act(row, t('triage.rejected', { reference: row.reference }), () => post(`/incidents/${row.reference}/cancel`, { reason: reason.trim() }));
  };
  return (
    <Box label={t('triage.reject')} send={send} onClose={onClose}>
      <TextField label={t('desk.reason')} autoFocus value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
    </Box>
  );
}

const HOUR_MS = 3_600_000;

/** Nine in the morning so many days from now, by the clock of this browser. */
function morning(days: number): Date {
  const at = serverNow();
  at.setDate(at.getDate() + days);
  at.setHours(9, 0, 0, 0);
  return at;
}

export function SnoozeForm({ row, act, onClose }: FormProps): ReactNode {
  const { t, format } = useI18n();
  const [own, setOwn] = useState('');
  const now = serverNow();
  const monday = ((8 - now.getDay()) % 7) || 7;
  const choices = [new Date(now.getTime() + HOUR_MS), new Date(now.getTime() + 3 * HOUR_MS), morning(1), ...(monday > 1 ? [morning(monday)] : [])];
  const until = (at: Date): void =>
    act(row, t('triage.snoozed', { reference: row.reference, at: format.moment(at, now) }), () => raw(`/tickets/${row.reference}/snooze`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ until: at.toISOString() }) }), () => raw(`/tickets/${row.reference}/snooze`, { method: 'DELETE' }));
  return (
    <section className={css.form} aria-label={t('triage.snooze')}>
      <Inline gap={8}>
        {choices.map((at, index) => <Button key={at.getTime()} autoFocus={index === 0} onClick={() => until(at)}>{format.moment(at, now)}</Button>)}
      </Inline>
      <Inline gap={8}>
        <TextField label={t('triage.until')} type="datetime-local" value={own} onChange={({ currentTarget }) => setOwn(currentTarget.value)} />
        <Button disabled={own === ''} onClick={() => until(new Date(own))}>{t('triage.snooze')}</Button>
        <Button look="quiet" onClick={onClose}>{t('act.cancel')}</Button>
      </Inline>
    </section>
  );
}
