import { IconBellOff, IconCheck, IconSettings } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { notesQuery, useMark } from '../../features/notifications/data';
import { type Group, grouped } from '../../features/notifications/grouped';
import css from '../../features/notifications/notes.module.css';
import { useT } from '../../shared/i18n';
import { Button, ButtonLink, EmptyState, IconButton, Inline, Loaded, RelativeTime, TabLink, TabLinks, useTitle } from '../../shared/ui';

const route = getRouteApi('/shared/notifications');
const WHYS = ['me', 'watching', 'all'] as const;

/** What happened and why the person is told, one line a ticket (ux.md §1.5.22). */
export function NotificationsPage(): ReactNode {
  const t = useT();
  const { why = 'me' } = route.useSearch();
  const query = useInfiniteQuery(notesQuery(why));
  const mark = useMark();
  useTitle(t('notes.title'));
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>{t('notes.title')}</h1>
        <Inline gap={8}>
          <Button icon={<IconCheck size={18} stroke={1.75} aria-hidden />} disabled={(query.data?.pages[0]?.unread ?? 0) === 0} onClick={() => void mark(null, true)}>
            {t('notes.allRead')}
          </Button>
          <ButtonLink to="/me" search={{ tab: 'notifications' }} look="quiet" icon={<IconSettings size={18} stroke={1.75} aria-hidden />}>
            {t('notes.set')}
          </ButtonLink>
        </Inline>
      </div>
      <TabLinks label={t('notes.title')}>
        {WHYS.map((one) => (
          <TabLink key={one} to="/notifications" search={one === 'me' ? {} : { why: one }} activeOptions={{ exact: true, includeSearch: true }}>
            {t(`notes.why.${one}`)}
          </TabLink>
        ))}
      </TabLinks>
      <Loaded query={query} lines={4} line={64}>
        {({ pages }) => {
          const groups = grouped(pages.flatMap(({ items }) => items));
          if (groups.length === 0) return <EmptyState icon={<IconBellOff size={40} stroke={1.25} aria-hidden />} title={t('notes.none')}>{t('notes.noneText')}</EmptyState>;
          return (
            <>
              <ul className={css.list}>
                {groups.map((group) => (
                  <Row key={group.key} group={group} mark={mark} />
                ))}
              </ul>
              {query.hasNextPage ? <div><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('notes.more')}</Button></div> : null}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

const SHOWN = 3;

function Row({ group: { ticket, notes, unread }, mark }: { group: Group; mark: (ids: readonly string[], read: boolean) => Promise<void> }): ReactNode {
  const t = useT();
  const [all, setAll] = useState(false);
  const ids = notes.map(({ id }) => id);
  const [latest] = notes;
  if (latest === undefined) return null;
  const approval = latest.kind === 'approval.asked';
  const title = ticket === null ? latest.text : `${ticket.reference} · ${ticket.title}`;
  const read = (): void => void (unread ? mark(ids, true) : undefined);
  return (
    <li data-unread={unread || undefined}>
      <span className={css.dot} role="img" aria-label={unread ? t('notes.unread') : t('notes.read')} />
      <div className={css.what}>
        {ticket === null ? (
          approval ? <Link to="/portal/approvals" className={css.title} onClick={read}>{title}</Link> : <span className={css.title}>{title}</span>
        ) : (
          <Link to="/t/$ref" params={{ ref: ticket.reference }} className={css.title} onClick={read}>{title}</Link>
        )}
        {(all ? notes : notes.slice(0, SHOWN)).map((note) => (
          <div key={note.id} className={css.line} data-unread={note.readAt === null || undefined}>
            {ticket === null ? null : <span>{note.text}</span>}
            <RelativeTime at={note.createdAt} />
            <Link to="/me" search={{ tab: 'notifications' }} hash={note.kind} title={t('notes.why.set')}>
              {t('notes.because', { reason: note.reasonText })}
            </Link>
            {notes.length > 1 ? (
              <IconButton size="small" label={t(note.readAt === null ? 'notes.mark' : 'notes.unmark', { title: note.text })} onClick={() => void mark([note.id], note.readAt === null)}>
                <IconCheck size={16} stroke={1.75} color={note.readAt === null ? undefined : 'var(--accent)'} />
              </IconButton>
            ) : null}
          </div>
        ))}
        {notes.length > SHOWN ? (
          <div>
            <Button look="link" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? t('notes.fewer') : t('notes.others', { n: notes.length - SHOWN })}
            </Button>
          </div>
        ) : null}
      </div>
      <IconButton label={unread ? t('notes.mark', { title }) : t('notes.unmark', { title })} onClick={() => void mark(ids, unread)}>
        <IconCheck size={18} stroke={1.75} color={unread ? undefined : 'var(--accent)'} />
      </IconButton>
    </li>
  );
}
