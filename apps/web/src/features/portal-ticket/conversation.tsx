import { useQuery } from '@tanstack/react-query';
import { IconPointFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMe } from '../../shared/api';
import { type I18n, useI18n } from '../../shared/i18n';
import { Avatar, Button, ErrorState, Moment, Notice, Skeleton } from '../../shared/ui';
import { Attachments } from './attachments';
import css from './conversation.module.css';
import { type Entry, type Incident, timelineQuery } from './data';
import { MessageText } from './message-text';

/** A message on its way, or one that did not go. */
export interface Outgoing {
  key: string;
  body: string;
  failed: string | null;
}

/** Everything that was said and done, oldest first. What is private is not in the data, so it cannot be shown. */
export function Conversation({ incident, outgoing, onAgain }: { incident: Incident; outgoing: readonly Outgoing[]; onAgain: (key: string) => void }): ReactNode {
  const i18n = useI18n();
  const { t } = i18n;
  const me = useMe();
  const query = useQuery(timelineQuery(incident.reference));
  if (query.data === undefined) return query.error === null ? <Skeleton lines={4} line={64} /> : <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const lines = linesOf(query.data, incident, i18n);
  const answered = lines.some((line) => line.message && line.message.authorId !== incident.requester.id);
  return (
    <ol className={css.list} aria-label={t('follow.talk')}>
      {lines.map((line) =>
        line.message ? (
          <li key={line.id} className={css.message} data-mine={line.message.authorId === me.person.id || undefined}>
            <Avatar name={line.message.name} size={36} />
            <article className={css.bubble} aria-label={`${line.message.name}`}>
              <header className={css.head}>
                <strong>{line.message.authorId === me.person.id ? t('follow.message.you') : line.message.name}</strong>
                {line.message.staff ? <span className={css.role}>{t('follow.message.staff')}</span> : null}
                <span className={css.at}>
                  <Moment at={line.at} />
                </span>
              </header>
              {line.message.redacted ? <p className={css.gone}>{t('follow.message.redacted')}</p> : <MessageText text={line.message.body} />}
              <Attachments ticketId={incident.id} files={line.message.attachments} />
            </article>
          </li>
        ) : (
          <li key={line.id} className={css.event}>
            <IconPointFilled size={14} aria-hidden />
            <span>
              {line.text} <span className={css.at}>· <Moment at={line.at} /></span>
            </span>
          </li>
        ),
      )}
      {outgoing.map((message) => (
        <li key={message.key} className={css.message} data-mine>
          <Avatar name={me.person.displayName} size={36} />
          <article className={css.bubble} data-waiting>
            <MessageText text={message.body} />
            {message.failed === null ? (
              <p className={css.at} role="status">
                {t('follow.message.sending')}
              </p>
            ) : (
              <Notice tone="bad" role="alert">
                {t('follow.message.failed', { why: message.failed })}{' '}
                <Button look="link" onClick={() => onAgain(message.key)}>
                  {t('follow.message.again')}
                </Button>
              </Notice>
            )}
          </article>
        </li>
      ))}
      {answered || incident.phase === 'closed' || incident.phase === 'resolved' ? null : <li className={css.nobody}>{t('follow.talk.nobody')}</li>}
    </ol>
  );
}

interface Line {
  id: string;
  at: string;
  text?: string;
  message?: { authorId: string; name: string; staff: boolean; body: string; redacted: boolean; attachments: NonNullable<Entry['message']>['attachments'] };
}

/** A message is told once, at its own entry; what else happened, in a short sentence, where the requester has words for it. */
function linesOf(entries: readonly Entry[], incident: Incident, i18n: I18n): Line[] {
  const lines: Line[] = [];
  const own = { authorId: incident.requester.id, name: incident.requester.displayName, staff: false, redacted: false };
  for (const entry of entries) {
    const { id, at, kind, message } = entry;
    if (kind.endsWith('.registered') || kind.endsWith('.submitted')) {
      if (entry.actor.id !== incident.requester.id) lines.push({ id: `${id} by`, at, text: i18n.t('follow.event.registeredFor', { name: entry.actor.displayName }) });
      // The first words and the files that came with them stand in the card.
      lines.push({ id, at, message: { ...own, body: incident.description === '' ? incident.title : incident.description, attachments: message?.attachments ?? [] } });
      continue;
    }
    if (kind === 'message.said' && message) {
      lines.push({ id, at, message: { authorId: message.author.id, name: message.author.displayName, staff: message.author.as !== 'requester', body: message.body, redacted: message.redactedAt !== undefined, attachments: message.attachments } });
      continue;
    }
    const text = sentenceOf(entry, i18n);
    if (text !== '') lines.push({ id, at, text });
  }
  return lines;
}

function sentenceOf({ kind, actor, changes }: Entry, { tOr }: I18n): string {
  const act = kind.split('.').at(-1) ?? '';
  const to = (field: string): string | undefined => changes.find((change) => change.field === field)?.toLabel;
  if (act === 'assigned') {
    const name = to('assigneeId') ?? to('groupId');
    return name === undefined ? tOr('follow.event.assignedPlain', '') : tOr('follow.event.assigned', '', { name });
  }
  if (act === 'held') return tOr(`follow.event.held.${String(changes.find(({ field }) => field === 'stateReason')?.to)}`, tOr('follow.event.held', ''));
  return tOr(`follow.event.${act}`, '', { name: actor.displayName });
}
