import { IconPaperclip } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { useI18n } from '../../shared/i18n';
import { Button, FieldError } from '../../shared/ui';
import { FileList, PickFiles, useFiles, useFileTarget } from '../../shared/ui/file-drop';
import type { Incident } from './data';
import { useDraft } from './draft';
import css from './composer.module.css';

interface Props {
  incident: Incident;
  /** The ticket waits for the requester's answer. */
  answer: boolean;
  /** `done` when the server has it. */
  onSend: (message: { body: string; attachmentIds: string[]; done: () => void }) => void;
}

/** One box, one button. What is written outlives reloads, sign-outs and everybody else's changes. */
export function Composer({ incident, answer, onSend }: Props): ReactNode {
  const { t, format } = useI18n();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(incident.id, 'public');
  const files = useFiles();
  const { over, handlers } = useFileTarget(files);
  const [empty, setEmpty] = useState(false);
  // Sent while a file still goes up: it goes as soon as the file is there.
  const [waiting, setWaiting] = useState(false);

  const send = (event?: FormEvent): void => {
    event?.preventDefault();
    const body = draft.text.trim();
    setEmpty(body === '');
    if (body === '') return area.current?.focus();
    if (files.busy) return setWaiting(true);
    setWaiting(false);
    onSend({ body, attachmentIds: files.ids, done: draft.release() });
    files.clear();
  };

  const ready = useEffectEvent(() => {
    if (waiting) send();
  });
  useEffect(() => {
    if (!files.busy) ready();
  }, [files.busy]);

  return (
    <form id="reply" className={css.composer} data-over={over || undefined} onSubmit={send} {...handlers} noValidate>
      <label htmlFor={id} className={css.label}>
        {t(answer ? 'follow.reply.answer' : 'follow.reply')}
      </label>
      <FieldError id={`${id}-error`} error={empty ? t('follow.reply.empty') : null} />
      <textarea
        ref={area}
        id={id}
        className={css.area}
        rows={3}
        maxLength={50_000}
        placeholder={t('follow.reply.placeholder')}
        value={draft.text}
        aria-invalid={empty || undefined}
        aria-describedby={empty ? `${id}-error` : undefined}
        onChange={({ currentTarget }) => {
          setEmpty(false);
          draft.set(currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event);
        }}
      />
      <FileList files={files} />
      <div className={css.foot}>
        <PickFiles files={files} look="quiet">
          <IconPaperclip size={18} stroke={1.75} aria-hidden /> {t('follow.reply.attach')}
        </PickFiles>
        <span className={css.saved} role="status">
          {draft.savedAt === null ? '' : t('follow.draft', { time: format.moment(new Date(draft.savedAt), new Date(draft.savedAt)).split(', ').at(-1) })}
        </span>
        <Button type="submit" look="primary" busy={waiting} keys="Mod+Enter">
          {t('follow.reply.send')}
        </Button>
      </div>
      {incident.phase === 'resolved' ? <p className={css.hint}>{t('follow.reply.resolvedHint')}</p> : null}
    </form>
  );
}
