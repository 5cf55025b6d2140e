import { IconLock, IconPaperclip, IconSend } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Schemas } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { useI18n } from '../../shared/i18n';
import { Button, Inline, Notice, Segments, SelectField, toast, useRefusal } from '../../shared/ui';
import { FileList, PickFiles, useFileTarget, useFiles } from '../../shared/ui/file-drop';
import { type Draft, useDraft } from './draft';
import { type Incident, useCommand, useSay, useWithdraw } from './queries';
import { seemsSecret } from './secrets';
import css from './ticket.module.css';

export type Mode = 'public' | 'private' | 'solution';
const UNDO_SECONDS = 15;
const CODES = ['solved', 'workaround', 'advice', 'no_fault', 'duplicate'] as const;

interface ComposerProps {
  ticket: Incident;
  mayWrite: Schemas['MayWrite'];
  /** Public messages and changes of state by others, the newest last: what came after one began to write stops the sending once (ux.md E4). */
  news: readonly { id: string; at: string; by: string; byId: string }[];
  me: string;
  onWriting: (mode: Mode | null) => void;
}

/** Reply, note or solution, each with its own draft; nothing but sending or the person touches one (ux.md §2.6, §2.7). */
export function Composer({ ticket, mayWrite, news, me, onWriting }: ComposerProps): ReactNode {
  const { t, format } = useI18n();
  const refusal = useRefusal();
  const { reference } = ticket;
  const mayFulfil = ticket.allowedCommands.includes('fulfil');
  const mayResolve = mayFulfil || ticket.allowedCommands.includes('resolve');
  const modes = (['public', 'private', 'solution'] as const).filter((one) => (one === 'solution' ? mayResolve : mayWrite[one]));
  const [chosen, setMode] = useState<Mode>(mayWrite.public ? 'public' : 'private');
  const mode = modes.includes(chosen) ? chosen : (modes[0] ?? 'private');
  const drafts: Record<Mode, Draft> = { public: useDraft(reference, 'public'), private: useDraft(reference, 'private'), solution: useDraft(reference, 'solution') };
  const draft = drafts[mode];
  const [code, setCode] = useState<string>('solved');
  const [failed, setFailed] = useState<string | null>(null);
  const [stopped, setStopped] = useState<{ who: string; n: number } | 'secret' | null>(null);
  const began = useRef<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const files = useFiles();
  const { over, handlers } = useFileTarget(files);
  const say = useSay(reference);
  const resolve = useCommand(ticket);
  const withdraw = useWithdraw(reference);
  const busy = say.isPending || resolve.isPending;
  const isPublic = mode !== 'private';

  useEffect(() => {
    onWriting(draft.text.trim() === '' ? null : mode);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- told when writing begins or ends, not at each letter
  }, [draft.text.trim() === '', mode]);
  const write = (text: string): void => {
    if (began.current === null) began.current = news.at(-1)?.id ?? '';
    if (text === '') began.current = null;
    setStopped(null);
    draft.set(text);
  };
  /** What others said or did since this text was begun. */
  const missed = (): { who: string; n: number } | null => {
    if (began.current === null) return null;
    const from = news.findIndex(({ id }) => id === began.current);
    const since = news.slice(from + 1).filter(({ byId }) => byId !== me);
    return since.length === 0 ? null : { n: since.length, who: [...new Set(since.map(({ by }) => by))].join(', ') };
  };
  const sent = (kind: Mode, text: string, message?: { id: string }): void => {
    drafts[kind].clear();
    began.current = null;
    files.clear();
    if (kind === 'solution') toast.say(t(mayFulfil ? 'desk.done.fulfil' : 'desk.done.resolve'));
    else if (kind === 'public' && message && mayWrite.undo) toast.say(t('desk.composer.sent', { n: UNDO_SECONDS }), () => withdraw.mutate(message.id, { onSuccess: () => drafts.public.set(text) }));
    else if (kind === 'public') toast.say(t('desk.composer.gone'));
  };
  const send = (anyway = false): void => {
    const text = draft.text;
    if (text.trim() === '' || busy || files.busy) return;
    const news = missed();
    if (!anyway && isPublic && news !== null) return setStopped(news);
    if (!anyway && isPublic && seemsSecret(text)) return setStopped('secret');
    setFailed(null);
    setStopped(null);
    const kind = mode;
    const onError = (error: unknown): void => setFailed(refusal(error));
    if (kind === 'solution') resolve.mutate(mayFulfil ? { command: 'fulfil', input: { text: text.trim() } } : { command: 'resolve', input: { code, text: text.trim() } }, { onSuccess: () => sent(kind, text), onError });
    else
      say.mutate({ visibility: kind, body: text, ...(files.ids.length > 0 ? { attachmentIds: files.ids } : {}), ...(kind === 'public' && mayWrite.undo ? { sendAfterSeconds: UNDO_SECONDS } : {}) }, { onSuccess: (message) => sent(kind, text, message), onError });
  };
  const open = (next: Mode): void => {
    if (!modes.includes(next)) return;
    setMode(next);
    setStopped(null);
    requestAnimationFrame(() => area.current?.focus());
  };
  useHotkey('KeyR', t('desk.composer.reply'), () => open('public'), { disabled: !mayWrite.public });
  useHotkey('KeyN', t('desk.composer.note'), () => open('private'), { disabled: !mayWrite.private });
  useHotkey('Shift+KeyR', t('desk.composer.solution'), () => open('solution'), { disabled: !mayResolve });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') return event.currentTarget instanceof HTMLElement ? event.currentTarget.blur() : undefined;
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  };
  if (modes.length === 0) return null;
  const name = { public: t('desk.composer.reply'), private: t('desk.composer.note'), solution: t('desk.composer.solution') };
  return (
    <section className={css.composer} data-mode={mode} data-over={over || undefined} aria-label={t('desk.composer')} {...handlers}>
      <Inline gap={12}>
        <Segments label={t('desk.composer.mode')} value={mode} onChange={(next) => { setMode(next); setStopped(null); }} options={modes.map((value) => ({ value, label: drafts[value].text === '' || value === mode ? name[value] : `${name[value]} ✎` }))} />
        <span id="composer-hint" className={css.quiet}>
          {mode === 'private' ? t('desk.composer.privateHint') : mode === 'solution' ? t('desk.resolve.hint') : t('desk.composer.to', { names: [ticket.requester.displayName, ...ticket.watchers.filter(({ participant }) => participant).map(({ displayName }) => displayName)].join(', ') })}
        </span>
      </Inline>
      {mode === 'solution' && !mayFulfil ? <SelectField label={t('desk.resolve.code')} value={code} onChange={({ currentTarget }) => setCode(currentTarget.value)} options={CODES.map((value) => ({ value, label: t(`desk.resolve.${value}`) }))} /> : null}
      <label className="visually-hidden" htmlFor="composer">{name[mode]}</label>
      <textarea key={mode} id="composer" ref={area} rows={4} value={draft.text} aria-describedby="composer-hint" onChange={({ currentTarget }) => write(currentTarget.value)} onKeyDown={onKeyDown} placeholder={t(mode === 'private' ? 'desk.composer.privatePlaceholder' : mode === 'solution' ? 'desk.composer.solutionPlaceholder' : 'desk.composer.publicPlaceholder')} />
      <FileList files={files} />
      {failed !== null ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
      {stopped !== null ? (
        <Notice tone="warn" role="alert">
          <p>{stopped === 'secret' ? t('desk.composer.secret') : t('desk.composer.meanwhile', { n: stopped.n, who: stopped.who })}</p>
          <Inline gap={8}>
            <Button size="small" onClick={() => send(true)}>{t('desk.composer.anyway')}</Button>
            <Button size="small" look="quiet" onClick={() => { setStopped(null); began.current = news.at(-1)?.id ?? ''; area.current?.focus(); }}>{t('desk.composer.edit')}</Button>
          </Inline>
        </Notice>
      ) : null}
      <Inline gap={8}>
        <Button look="primary" icon={mode === 'private' ? <IconLock size={18} stroke={1.75} aria-hidden /> : <IconSend size={18} stroke={1.75} aria-hidden />} busy={busy} keys="Mod+Enter" onClick={() => send()}>
          {t(mode === 'private' ? 'desk.composer.save' : mode === 'solution' ? (mayFulfil ? 'desk.command.fulfil' : 'desk.command.resolve') : 'desk.composer.send')}
        </Button>
        {mode === 'solution' ? null : (
          <PickFiles files={files} look="quiet">
            <IconPaperclip size={18} stroke={1.75} aria-hidden /> {t('desk.composer.attach')}
          </PickFiles>
        )}
        {draft.savedAt !== null ? <span className={css.quiet}>{t('desk.composer.kept', { at: format.moment(new Date(draft.savedAt), new Date()) })}</span> : null}
      </Inline>
    </section>
  );
}
