import { IconLock, IconPaperclip, IconSend } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { raw, type Schemas } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { useI18n } from '../../shared/i18n';
import { Button, Inline, Notice, Segments, toast, useRefusal } from '../../shared/ui';
import { FileList, PickFiles, useFileTarget, useFiles } from '../../shared/ui/file-drop';
import { useSay, useWithdraw } from './queries';
import css from './ticket.module.css';

type Mode = 'public' | 'private';
const UNDO_SECONDS = 15;
const KEEP_MS = 800;

interface Kept {
  public: string;
  private: string;
}

/** Reply or note. A draft is kept on the server per person, ticket and kind; nothing but sending or the person touches it (ux.md §2.6, §2.7). */
export function Composer({ reference, mayWrite }: { reference: string; mayWrite: Schemas['MayWrite'] }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const [mode, setMode] = useState<Mode>(mayWrite.public ? 'public' : 'private');
  const [texts, setTexts] = useState<Kept>({ public: '', private: '' });
  const [failed, setFailed] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const files = useFiles();
  const { over, handlers } = useFileTarget(files);
  const say = useSay(reference);
  const withdraw = useWithdraw(reference);
  const text = texts[mode];

  useEffect(() => {
    let live = true;
    raw(`/tickets/${reference}/draft`)
      .then((answer) => answer.json() as Promise<{ items: { kind: string; body: { text?: string } }[] }>)
      .then(({ items }) => live && setTexts((before) => ({ public: before.public || (items.find(({ kind }) => kind === 'public')?.body.text ?? ''), private: before.private || (items.find(({ kind }) => kind === 'private')?.body.text ?? '') })))
      .catch(() => undefined);
    return () => {
      live = false;
    };
  }, [reference]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const keep = (kind: Mode, body: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const request = body === '' ? { method: 'DELETE' } : { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ body: { text: body } }) };
      void raw(`/tickets/${reference}/draft/${kind}`, request).catch(() => undefined);
    }, KEEP_MS);
  };
  const write = (body: string): void => {
    setTexts((before) => ({ ...before, [mode]: body }));
    keep(mode, body);
  };
  const send = (): void => {
    if (text.trim() === '' || say.isPending || files.busy) return;
    setFailed(null);
    const kind = mode;
    say.mutate(
      { visibility: kind, body: text, ...(files.ids.length > 0 ? { attachmentIds: files.ids } : {}), ...(kind === 'public' && mayWrite.undo ? { sendAfterSeconds: UNDO_SECONDS } : {}) },
      {
        onSuccess: (message) => {
          setTexts((before) => ({ ...before, [kind]: '' }));
          keep(kind, '');
          files.clear();
          if (kind === 'public' && !mayWrite.undo) toast.say(t('desk.composer.gone'));
          else if (kind === 'public') toast.say(t('desk.composer.sent', { n: UNDO_SECONDS }), () => withdraw.mutate(message.id, { onSuccess: () => setTexts((before) => ({ ...before, public: text })) }));
        },
        onError: (error) => setFailed(refusal(error)),
      },
    );
  };
  const open = (next: Mode): void => {
    if (!mayWrite[next]) return;
    setMode(next);
    requestAnimationFrame(() => area.current?.focus());
  };
  useHotkey('KeyR', t('desk.composer.reply'), () => open('public'), { disabled: !mayWrite.public });
  useHotkey('KeyN', t('desk.composer.note'), () => open('private'), { disabled: !mayWrite.private });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  };
  if (!mayWrite.public && !mayWrite.private) return null;
  const options = (['public', 'private'] as const).filter((kind) => mayWrite[kind]).map((kind) => ({ value: kind, label: t(kind === 'public' ? 'desk.composer.reply' : 'desk.composer.note') }));
  return (
    <section className={css.composer} data-mode={mode} data-over={over || undefined} aria-label={t('desk.composer')} {...handlers}>
      <Inline gap={12}>
        <Segments label={t('desk.composer.mode')} value={mode} onChange={(next) => setMode(next as Mode)} options={options} />
        <span className={css.quiet}>{t(mode === 'public' ? 'desk.composer.publicHint' : 'desk.composer.privateHint')}</span>
      </Inline>
      <label className="visually-hidden" htmlFor="composer">{t(mode === 'public' ? 'desk.composer.reply' : 'desk.composer.note')}</label>
      <textarea id="composer" ref={area} rows={4} value={text} onChange={({ currentTarget }) => write(currentTarget.value)} onKeyDown={onKeyDown} placeholder={t(mode === 'public' ? 'desk.composer.publicPlaceholder' : 'desk.composer.privatePlaceholder')} />
      <FileList files={files} />
      {failed !== null ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
      <Inline gap={8}>
        <Button look="primary" icon={mode === 'public' ? <IconSend size={18} stroke={1.75} aria-hidden /> : <IconLock size={18} stroke={1.75} aria-hidden />} busy={say.isPending} onClick={send}>
          {t(mode === 'public' ? 'desk.composer.send' : 'desk.composer.save')}
        </Button>
        <PickFiles files={files} look="quiet">
          <IconPaperclip size={18} stroke={1.75} aria-hidden /> {t('desk.composer.attach')}
        </PickFiles>
      </Inline>
    </section>
  );
}
