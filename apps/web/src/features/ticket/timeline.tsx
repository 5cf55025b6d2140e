import { IconPaperclip } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { attachmentAddress } from '../../shared/api';
import { useI18n, useNow } from '../../shared/i18n';
import { Avatar, Button, RelativeTime, toast, useRefusal } from '../../shared/ui';
import { PrivateChip } from '../../shared/ui/chips';
import { type Entry, type Message, useWithdraw } from './queries';
import css from './ticket.module.css';

const SORTS = ['messages', 'notes', 'changes', 'clocks'] as const;
type Sort = (typeof SORTS)[number];
const USUAL: readonly Sort[] = ['messages', 'notes', 'changes'];
const KEPT = 'opora.timeline';
/** Older changes in a row that are folded. */
const MANY = 4;

function sortOf({ message, kind }: Entry): Sort {
  if (message) return message.visibility === 'private' ? 'notes' : 'messages';
  return /^(?:sla|clock)\./.test(kind) ? 'clocks' : 'changes';
}

function keptSorts(): readonly Sort[] {
  const kept = localStorage.getItem(KEPT)?.split(',');
  return kept ? SORTS.filter((one) => kept.includes(one)) : USUAL;
}

/** All that happened, oldest first; read from the journal (`domain.md` §3). What is shown is remembered per person and browser. */
export function Timeline({ reference, entries }: { reference: string; entries: readonly Entry[] }): ReactNode {
  const { t } = useI18n();
  const [sorts, setSorts] = useState<readonly Sort[]>(keptSorts);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const shown = entries.filter((entry) => sorts.includes(sortOf(entry)));
  const toggle = (one: Sort): void => {
    const next = SORTS.filter((sort) => (sort === one ? !sorts.includes(sort) : sorts.includes(sort)));
    setSorts(next);
    localStorage.setItem(KEPT, next.join(','));
  };
  return (
    <section aria-labelledby="timeline-title">
      <div className={css.timelineHead}>
        <h2 id="timeline-title">{t('desk.timeline')}</h2>
        <div className={css.sorts} role="group" aria-label={t('desk.timeline.filter')}>
          {SORTS.map((one) => (
            <button key={one} type="button" aria-pressed={sorts.includes(one)} onClick={() => toggle(one)}>
              {t(`desk.timeline.${one}`)}
            </button>
          ))}
        </div>
      </div>
      {shown.length === 0 ? <p className={css.quiet}>{t('desk.timeline.empty')}</p> : null}
      <ol className={css.timeline}>
        {folded(shown).map((part) =>
          'entry' in part ? (
            <li key={part.entry.id}>{part.entry.message ? <Said reference={reference} message={part.entry.message} /> : <Changed entry={part.entry} />}</li>
          ) : unfolded.has(part.key) ? (
            part.entries.map((entry) => <li key={entry.id}><Changed entry={entry} /></li>)
          ) : (
            <li key={part.key}><Button look="link" size="small" onClick={() => setUnfolded(new Set(unfolded).add(part.key))}>{t('desk.timeline.older', { n: part.entries.length })}</Button></li>
          ),
        )}
      </ol>
    </section>
  );
}

type Part = { entry: Entry } | { key: string; entries: Entry[] };

/** Long runs of changes between messages become one line; those at the end stay. */
function folded(entries: readonly Entry[]): Part[] {
  const parts: Part[] = [];
  let run: Entry[] = [];
  const flush = (last: boolean): void => {
    if (run.length > MANY && !last) parts.push({ key: run[0]?.id ?? '', entries: run });
    else parts.push(...run.map((entry) => ({ entry })));
    run = [];
  };
  for (const entry of entries) {
    if (entry.message) {
      flush(false);
      parts.push({ entry });
    } else run.push(entry);
  }
  flush(true);
  return parts;
}

function Said({ reference, message }: { reference: string; message: Message }): ReactNode {
  const { t, format } = useI18n();
  const now = useNow();
  const withdraw = useWithdraw(reference);
  const refusal = useRefusal();
  const isPrivate = message.visibility === 'private';
  const name = message.author.displayName ?? t('person.system');
  const waits = message.releaseAt !== undefined;
  return (
    <article className={css.message} data-private={isPrivate || undefined} data-waits={waits || undefined} aria-label={isPrivate ? t('desk.message.private', { name }) : t('desk.message.public', { name })}>
      <header>
        <Avatar name={name} size={24} />
        <strong>{name}</strong>
        {isPrivate ? <PrivateChip /> : <span>{t(message.author.as === 'requester' ? 'desk.message.fromRequester' : 'desk.message.toRequester')}</span>}
        <RelativeTime at={message.createdAt} />
        {waits ? (
          <>
            <span>{t('desk.message.waits', { at: format.moment(new Date(message.releaseAt ?? ''), now) })}</span>
            <Button look="quiet" size="small" onClick={() => withdraw.mutate(message.id, { onError: (error) => toast.fail(refusal(error)) })}>
              {t('desk.message.undo')}
            </Button>
          </>
        ) : null}
      </header>
      <p className={css.text}>{message.redactedAt !== undefined ? t('desk.message.redacted') : message.body}</p>
      {message.secrets ? <p className={css.quiet}>{t('desk.message.secrets', { n: message.secrets })}</p> : null}
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

const UNSAID = new Set(['problemWanted', 'stateUntil', 'line', 'reassignmentCount', 'reopenCount', 'resolvedAt', 'closedAt', 'firstResponseAt', 'nextDueAt', 'nextDueMetric', 'nextDueState']);
const WORDS: Readonly<Record<string, string>> = { state: 'ticket.state', stateReason: 'ticket.holdReason', impact: 'ticket.level', urgency: 'ticket.level', channel: 'ticket.channel' };

function Changed({ entry }: { entry: Entry }): ReactNode {
  const { t, tOr } = useI18n();
  const value = (field: string, raw: unknown, label?: string): string => {
    if (label !== undefined) return label;
    if (raw === null || raw === undefined || raw === '' || (Array.isArray(raw) && raw.length === 0)) return t('desk.change.none');
    if (field === 'priority') return `P${String(raw)}`;
    if (Array.isArray(raw)) return raw.map(String).join(', ');
    if (typeof raw === 'boolean') return t(raw ? 'desk.yes' : 'desk.no');
    const prefix = WORDS[field];
    return prefix === undefined ? (typeof raw === 'object' ? JSON.stringify(raw) : String(raw)) : tOr(`${prefix}.${String(raw)}`, String(raw));
  };
  const shown = entry.changes.filter(({ field }) => !UNSAID.has(field));
  const name = entry.actor.displayName === '' ? t('person.system') : entry.actor.displayName;
  return (
    <div className={css.change}>
      <span>
        <strong>{name}</strong> {tOr(`desk.entry.${entry.kind}`, t('desk.entry.changed'))}
        {entry.reason !== undefined && entry.reason !== '' ? <>: «{entry.reason}»</> : null}
        {entry.fromReference !== undefined ? <> · {entry.fromReference}</> : null}
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
