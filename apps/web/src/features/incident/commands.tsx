import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useHotkey } from '../../shared/hotkeys';
import { type TextKey, useI18n } from '../../shared/i18n';
import { Button, Dialog, DialogActs, Inline, Notice, SelectField, TextArea, TextField, toast, useRefusal } from '../../shared/ui';
import { Macros } from './macros';
import { groupsQuery, type Incident, membersQuery, useCommand } from '../ticket/queries';

const ORDER = ['accept', 'resume', 'resolve', 'fulfil', 'assign', 'hold', 'confirm', 'reject', 'reopen', 'major', 'decline', 'withdraw', 'cancel'] as const;
type Command = (typeof ORDER)[number];
const DIRECT: readonly Command[] = ['accept', 'resume', 'confirm'];
const KEYS: Partial<Record<Command, 'KeyV' | 'KeyA' | 'KeyH'>> = { accept: 'KeyV', assign: 'KeyA', hold: 'KeyH' };

/** The commands that the server takes from this person now (`allowedCommands`); the client repeats no rule. */
export function CommandBar({ incident }: { incident: Incident }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const [open, setOpen] = useState<Command | null>(null);
  const command = useCommand(incident);
  const allowed = ORDER.filter((one) => incident.allowedCommands.includes(one));
  const start = (one: Command): void => {
    if (DIRECT.includes(one)) command.mutate({ command: one, input: {} }, { onSuccess: () => toast.say(t(`desk.done.${one}` as TextKey)), onError: (error) => toast.fail(refusal(error)) });
    else setOpen(one);
  };
  return (
    <>
      <Inline gap={8} role="toolbar" aria-label={t('desk.commands')}>
        {allowed.map((one, index) => (
          <Button key={one} look={index === 0 ? 'primary' : one === 'cancel' || one === 'decline' || one === 'withdraw' ? 'quiet' : 'secondary'} keys={KEYS[one]} showKeys busy={command.isPending && !command.isPaused && command.variables.command === one} onClick={() => start(one)}>
            {t(one === 'major' && incident.major ? 'desk.command.standDown' : (`desk.command.${one}` as TextKey))}
          </Button>
        ))}
        {incident.request ? null : <Macros ticket={incident} />}
      </Inline>
      {allowed.map((one) => (KEYS[one] === undefined ? null : <Shortcut key={one} keys={KEYS[one]} label={t(`desk.command.${one}` as TextKey)} act={() => start(one)} />))}
      {allowed.includes('assign') ? <Shortcut keys="KeyM" label={t('desk.assign.group')} act={() => start('assign')} /> : null}
      {open !== null ? <CommandDialog command={open} incident={incident} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function Shortcut({ keys, label, act }: { keys: string; label: string; act: () => void }): null {
  useHotkey(keys, label, act);
  return null;
}

interface Draft {
  groupId: string;
  assigneeId: string;
  reason: string;
  text: string;
  code: string;
  holdReason: string;
  until: string;
  hours: string;
}
const EMPTY: Draft = { groupId: '', assigneeId: '', reason: '', text: '', code: 'solved', holdReason: 'requester', until: '', hours: '1' };

function inputOf(command: Command, draft: Draft, incident: Incident): object {
  const given = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());
  if (command === 'assign') return { groupId: given(draft.groupId), assigneeId: given(draft.assigneeId), reason: given(draft.reason) };
  if (command === 'hold') return { reason: draft.holdReason, message: given(draft.text), until: draft.until === '' ? undefined : new Date(draft.until).toISOString() };
  if (command === 'resolve') return { code: draft.code, text: draft.text.trim() };
  if (command === 'fulfil') return { text: draft.text.trim() };
  if (command === 'major') return incident.major ? { declared: false } : { declared: true, updateEverySeconds: Math.max(1, Number(draft.hours)) * 3600 };
  if (command === 'withdraw') return { reason: given(draft.reason) };
  return { reason: draft.reason.trim() };
}

function CommandDialog({ command, incident, onClose }: { command: Command; incident: Incident; onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, groupId: incident.group?.id ?? '' });
  const [failed, setFailed] = useState<string | null>(null);
  const run = useCommand(incident);
  // Without a line it waits by itself; the ticket says so (`Unsaved`).
  useEffect(() => {
    if (run.isPaused) onClose();
  }, [run.isPaused, onClose]);
  const set = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const send = (): void => {
    setFailed(null);
    run.mutate({ command, input: inputOf(command, draft, incident) }, {
      onSuccess: () => {
        toast.say(t(`desk.done.${command}` as TextKey));
        onClose();
      },
      onError: (error) => setFailed(refusal(error)),
    });
  };
  return (
    <Dialog open onClose={onClose} title={`${t(`desk.command.${command}` as TextKey)} · ${incident.reference}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }}
        style={{ display: 'grid', gap: 16 }}
      >
        <Fields command={command} draft={draft} set={set} major={incident.major} holds={incident.request ? REQUEST_HOLDS : HOLDS} />
        {failed !== null ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
        <DialogActs>
          <Button onClick={onClose}>{t('act.close')}</Button>
          <Button type="submit" look={command === 'cancel' || command === 'decline' ? 'danger' : 'primary'} keys="Mod+Enter" showKeys busy={run.isPending}>
            {t(`desk.command.${command}` as TextKey)}
          </Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}

const HOLDS = ['requester', 'supplier', 'change', 'part', 'scheduled'] as const;
const REQUEST_HOLDS = ['requester', 'supplier', 'change', 'delivery', 'scheduled'] as const;
const CODES = ['solved', 'workaround', 'advice', 'no_fault', 'duplicate'] as const;

function Fields({ command, draft, set, major, holds }: { command: Command; draft: Draft; set: (part: Partial<Draft>) => void; major: boolean; holds: typeof HOLDS | typeof REQUEST_HOLDS }): ReactNode {
  const { t } = useI18n();
  if (command === 'assign') return <Assign draft={draft} set={set} />;
  if (command === 'hold')
    return (
      <>
        <SelectField label={t('desk.hold.reason')} value={draft.holdReason} onChange={({ currentTarget }) => set({ holdReason: currentTarget.value })} options={holds.map((value) => ({ value, label: t(`ticket.holdReason.${value}`) }))} />
        {draft.holdReason === 'scheduled' ? <TextField label={t('desk.hold.until')} type="datetime-local" required value={draft.until} onChange={({ currentTarget }) => set({ until: currentTarget.value })} /> : null}
        <TextArea label={t('desk.hold.question')} optional={draft.holdReason !== 'requester'} hint={t('desk.hold.questionHint')} value={draft.text} onChange={({ currentTarget }) => set({ text: currentTarget.value })} />
      </>
    );
  if (command === 'resolve')
    return (
      <>
        <SelectField label={t('desk.resolve.code')} value={draft.code} onChange={({ currentTarget }) => set({ code: currentTarget.value })} options={CODES.map((value) => ({ value, label: t(`desk.resolve.${value}` as TextKey) }))} />
        <TextArea label={t('desk.resolve.text')} hint={t('desk.resolve.hint')} required autoFocus value={draft.text} onChange={({ currentTarget }) => set({ text: currentTarget.value })} />
      </>
    );
  if (command === 'fulfil') return <TextArea label={t('desk.resolve.text')} hint={t('desk.resolve.hint')} required autoFocus value={draft.text} onChange={({ currentTarget }) => set({ text: currentTarget.value })} />;
  if (command === 'major') return major ? <p>{t('desk.major.down')}</p> : <TextField label={t('desk.major.every')} type="number" min={1} max={24} value={draft.hours} onChange={({ currentTarget }) => set({ hours: currentTarget.value })} />;
  return <TextArea label={t('desk.reason')} required autoFocus value={draft.reason} onChange={({ currentTarget }) => set({ reason: currentTarget.value })} />;
}

function Assign({ draft, set }: { draft: Draft; set: (part: Partial<Draft>) => void }): ReactNode {
  const { t } = useI18n();
  const groups = useQuery(groupsQuery);
  const members = useQuery(membersQuery(draft.groupId === '' ? null : draft.groupId));
  return (
    <>
      <SelectField label={t('desk.assign.group')} value={draft.groupId} placeholder={t('desk.assign.chooseGroup')} onChange={({ currentTarget }) => set({ groupId: currentTarget.value, assigneeId: '' })}
        options={(groups.data ?? []).filter(({ active }) => active).map(({ id, name, line }) => ({ value: id, label: t('desk.assign.line', { name, line }) }))} />
      <SelectField label={t('desk.assign.person')} optional value={draft.assigneeId} placeholder={t('desk.assign.nobody')} onChange={({ currentTarget }) => set({ assigneeId: currentTarget.value })}
        options={(members.data ?? []).filter(({ right }) => right !== 'view').map(({ person, absentUntil }) => ({ value: person.id, label: absentUntil === null ? person.displayName : t('desk.assign.absent', { name: person.displayName }) }))} />
      <TextArea label={t('desk.reason')} optional rows={2} value={draft.reason} onChange={({ currentTarget }) => set({ reason: currentTarget.value })} />
    </>
  );
}
