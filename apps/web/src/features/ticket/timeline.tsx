import { IconLock, IconPaperclip } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { attachmentAddress } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Avatar, Button, RelativeTime, Segments, toast, useRefusal } from '../../shared/ui';
import { PrivateChip } from '../../shared/ui/chips';
import { type Entry, type Message, useWithdraw } from './queries';
import css from './ticket.module.css';

type View = 'all' | 'messages' | 'changes';

/** All that happened, oldest first; read from the journal (`domain.md` §3). */
export function Timeline({ reference, entries }: { reference: string; entries: readonly Entry[] }): ReactNode {
  const { t } = useI18n();
  const [view, setView] = useState<View>('all');
  const shown = entries.filter((entry) => view === 'all' || (view === 'messages') === (entry.message !== undefined));
  return (
    <section aria-labelledby="timeline-title">
      <div className={css.timelineHead}>
        <h2 id="timeline-title">{t('desk.timeline')}</h2>
        <Segments label={t('desk.timeline.filter')} value={view} onChange={(next) => setView(next as View)} options={[{ value: 'all', label: t('desk.timeline.all') }, { value: 'messages', label: t('desk.timeline.messages') }, { value: 'changes', label: t('desk.timeline.changes') }]} />
      </div>
      <ol className={css.timeline}>
        {shown.map((entry) => (
          <li key={entry.id}>{entry.message ? <Said reference={reference} message={entry.message} /> : <Changed entry={entry} />}</li>
        ))}
      </ol>
    </section>
  );
}

function Said({ reference, message }: { reference: string; message: Message }): ReactNode {
  const { t } = useI18n();
  const withdraw = useWithdraw(reference);
  const refusal = useRefusal();
  const isPrivate = message.visibility === 'private';
  const name = message.author.displayName ?? t('person.system');
  return (
    <article className={css.message} data-private={isPrivate || undefined} aria-label={isPrivate ? t('desk.message.private', { name }) : t('desk.message.public', { name })}>
      <header>
        <Avatar name={name} size={24} />
        <strong>{name}</strong>
        {isPrivate ? <PrivateChip /> : null}
        <RelativeTime at={message.createdAt} />
        {message.releaseAt !== undefined ? (
          <Button look="quiet" size="small" onClick={() => withdraw.mutate(message.id, { onError: (error) => toast.fail(refusal(error)) })}>
            {t('desk.message.undo')}
          </Button>
        ) : null}
      </header>
      <p className={css.text}>{message.redactedAt !== undefined ? t('desk.message.redacted') : message.body}</p>
      {message.attachments.length > 0 ? (
        <ul className={css.files}>
          {message.attachments.map((file) => (
            <li key={file.id}>
              <IconPaperclip size={16} stroke={1.75} aria-hidden />
              <a href={attachmentAddress(file.id)} download>
                {file.name}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </article>
  );
}

function Changed({ entry }: { entry: Entry }): ReactNode {
  const { t, tOr } = useI18n();
  const value = (field: string, raw: unknown, label?: string): string => {
    if (label !== undefined) return label;
    if (raw === null || raw === undefined || raw === '') return t('desk.change.none');
    if (field === 'priority') return `P${String(raw)}`;
    const words: Readonly<Record<string, string>> = { state: 'ticket.state', stateReason: 'ticket.holdReason', impact: 'ticket.level', urgency: 'ticket.level', channel: 'ticket.channel' };
    const prefix = words[field];
    return prefix === undefined ? (typeof raw === 'object' ? JSON.stringify(raw) : String(raw)) : tOr(`${prefix}.${String(raw)}`, String(raw));
  };
  const shown = entry.changes.filter(({ field }) => !['stateUntil', 'line', 'reassignmentCount', 'reopenCount', 'resolvedAt', 'closedAt', 'firstResponseAt'].includes(field));
  return (
    <div className={css.change}>
      <span>
        <strong>{entry.actor?.displayName ?? t('person.system')}</strong> {tOr(`desk.entry.${entry.kind}`, entry.kind)}
        {entry.reason !== undefined && entry.reason !== '' ? <>: «{entry.reason}»</> : null}
      </span>
      {shown.length > 0 ? (
        <ul>
          {shown.map((change) => (
            <li key={change.field}>
              {tOr(`desk.field.${change.field}`, change.field)}: <s>{value(change.field, change.from, change.fromLabel)}</s> → {value(change.field, change.to, change.toLabel)}
            </li>
          ))}
        </ul>
      ) : null}
      <RelativeTime at={entry.at} />
    </div>
  );
}

export const PrivateMark = (): ReactNode => <IconLock size={16} stroke={1.75} aria-hidden />;
