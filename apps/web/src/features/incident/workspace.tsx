import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { raw, useMe } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { type TextKey, useI18n } from '../../shared/i18n';
import { Card, Facts, IconButton, Inline, Loaded, Moment, Notice, useTitle } from '../../shared/ui';
import { MajorChip, PriorityChip, StatusChip, VipChip } from '../../shared/ui/chips';
import { Clocks } from '../ticket/clocks';
import { Composer, type Mode } from '../ticket/composer';
import { openOfQuery } from '../ticket/desk-data';
import { Presence, usePresence } from '../ticket/presence';
import { clocksQuery, type Entry, type Incident, incidentQuery, timelineQuery } from '../ticket/queries';
import { Timeline } from '../ticket/timeline';
import { Unsaved } from '../ticket/unsaved';
import { Beside } from './beside';
import { CommandBar } from './commands';
import { More } from './more';
import { Properties } from './properties';
import css from './workspace.module.css';

/** The ticket as staff work on it (ux.md §1.5.7): what happened and the composer in the middle, facts and clocks beside. */
export function Workspace({ reference }: { reference: string }): ReactNode {
  const incident = useQuery(incidentQuery(reference));
  if (incident.error && !incident.data) throw incident.error;
  return <Loaded query={incident} lines={8}>{(ticket) => <Opened ticket={ticket} reference={reference} />}</Loaded>;
}

/** Public messages and changes of state: what somebody who is writing an answer must not miss. */
const newsOf = (entries: readonly Entry[]): { id: string; at: string; by: string; byId: string }[] =>
  entries
    .filter((entry) => (entry.message ? entry.message.visibility === 'public' : entry.changes.some(({ field }) => field === 'state')))
    .map(({ id, at, actor }) => ({ id, at, by: actor.displayName, byId: actor.id }));

const costOf = ({ amountCents, currency, per }: { amountCents: number; currency: string; per: string }, locale: string): string => `${(amountCents / 100).toLocaleString(locale)} ${currency}${per === 'month' ? (locale === 'uk' ? ' на місяць' : ' a month') : ''}`;

function Opened({ ticket, reference }: { ticket: Incident; reference: string }): ReactNode {
  const { t, locale } = useI18n();
  const { person } = useMe();
  const timeline = useQuery(timelineQuery(ticket.reference));
  const clocks = useQuery(clocksQuery(ticket.reference));
  const others = (useQuery(openOfQuery(ticket.requester.id)).data ?? []).filter(({ id }) => id !== ticket.id);
  const [writing, setWriting] = useState<Mode | null>(null);
  const viewers = usePresence(ticket.reference, ticket.id, writing);
  const news = useMemo(() => newsOf(timeline.data ?? []), [timeline.data]);
  useTitle(`${ticket.reference} ${ticket.title}`);
  useEffect(() => {
    void raw(`/tickets/${ticket.reference}/seen`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ version: ticket.version }) }).catch(() => undefined);
  }, [ticket.reference, ticket.version]);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <Inline gap={8}>
          <Among reference={ticket.reference} />
          <span className={css.reference}>{ticket.reference}</span>
          <StatusChip state={ticket.state} phase={ticket.phase} reason={ticket.stateReason} />
          <PriorityChip priority={ticket.priority} word />
          {ticket.major ? <Link to="/desk/major/$ref" params={{ ref: ticket.reference }} className={css.majorLink}><MajorChip /></Link> : null}
          {ticket.stateUntil ? <span className={css.rel}>{t('work.until')} <Moment at={ticket.stateUntil} /></span> : null}
          <Unsaved ticketId={ticket.id} />
          <Presence viewers={viewers} />
          <span className={css.more}><More ticket={ticket} /></span>
        </Inline>
        <h1>{ticket.title}</h1>
        {reference !== ticket.reference && reference !== ticket.id ? <Notice>{t('work.mergedHere', { reference, into: ticket.reference })}</Notice> : null}
        <CommandBar incident={ticket} />
      </header>
      <div className={css.columns}>
        <div className={css.main}>
          {ticket.request?.offering ? (
            <Card title={t('work.ordered', { name: ticket.request.offering.name, number: ticket.request.offering.number })}>
              <Facts items={[...ticket.request.answers.map(({ label, value }): [string, ReactNode] => [label, value]), [t('work.cost'), ticket.request.cost ? costOf(ticket.request.cost, locale) : null]]} />
            </Card>
          ) : (
            <Card title={t('desk.original')}>
              <p className={css.words}>{ticket.description === '' ? t('desk.noDescription') : ticket.description}</p>
            </Card>
          )}
          {ticket.request?.endReason ? (
            <Notice tone="warn">
              <strong>{t('work.endReason')}</strong> · {ticket.request.endReason}
            </Notice>
          ) : null}
          {ticket.resolution ? (
            <Notice tone="good">
              <strong>{t(ticket.request ? 'work.fulfilled' : (`desk.resolve.${ticket.resolution.code}` as TextKey))}</strong> · {ticket.resolution.text}
            </Notice>
          ) : null}
          <Loaded query={timeline} lines={6}>{(entries) => <Timeline reference={ticket.reference} entries={entries} />}</Loaded>
          <Composer key={ticket.id} ticket={ticket} mayWrite={ticket.mayWrite} news={news} me={person.id} onWriting={setWriting} />
        </div>
        <aside className={css.side} aria-label={t('desk.facts')}>
          <Card title={t('desk.clocks')}>
            <Loaded query={clocks} lines={3}>{(items) => <Clocks clocks={items} />}</Loaded>
          </Card>
          <Card title={t('desk.requester')}>
            <Facts
              items={[
                [t('desk.name'), <Inline key="name" gap={4}>{ticket.requester.displayName} {ticket.requester.vip === true ? <VipChip /> : null}</Inline>],
                [t('desk.department'), ticket.requester.department],
                [t('desk.phone'), ticket.requester.phone === undefined ? null : <a href={`tel:${ticket.requester.phone.replace(/\s/g, '')}`}>{ticket.requester.phone}</a>],
                [t('desk.email'), ticket.requester.email],
                [t('desk.contact'), ticket.contact],
                [t('desk.location'), ticket.location?.name],
                [t('work.alsoOpen'), others.length === 0 ? null : <span key="others">{others.slice(0, 4).map((one, index) => <span key={one.id}>{index > 0 ? ', ' : ''}<Link to="/desk/t/$ref" params={{ ref: one.reference }} title={one.title}>{one.reference}</Link></span>)}</span>],
              ]}
            />
          </Card>
          <Card title={t('desk.properties')}>
            <Properties ticket={ticket} />
          </Card>
          <Beside ticket={ticket} />
        </aside>
      </div>
    </div>
  );
}

interface Kept {
  refs: string[];
  back: string;
  name: string;
}

/** The list that it was opened from: back, previous, next. */
function Among({ reference }: { reference: string }): ReactNode {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [kept] = useState<Kept | null>(() => {
    try {
      return JSON.parse(sessionStorage.getItem('opora.list') ?? 'null') as Kept | null;
    } catch {
      return null;
    }
  });
  const at = kept?.refs.indexOf(reference) ?? -1;
  const to = (ref: string | undefined): void => {
    if (ref !== undefined) void navigate({ to: '/desk/t/$ref', params: { ref } });
  };
  const [before, after] = [at > 0 ? kept?.refs[at - 1] : undefined, at >= 0 ? kept?.refs[at + 1] : undefined];
  useHotkey('Shift+KeyJ', t('list.next'), () => to(after), { disabled: after === undefined });
  useHotkey('Shift+KeyK', t('list.previous'), () => to(before), { disabled: before === undefined });
  if (!kept || at < 0) return null;
  return (
    <span className={css.among}>
      <Link to={kept.back} className={css.backLink}>
        <IconArrowLeft size={16} stroke={1.75} aria-hidden /> {kept.name}
      </Link>
      <IconButton label={t('list.previous')} keys="Shift+KeyK" size="small" disabled={before === undefined} onClick={() => to(before)}><IconChevronLeft size={16} stroke={1.75} /></IconButton>
      <span>{at + 1}/{kept.refs.length}</span>
      <IconButton label={t('list.next')} keys="Shift+KeyJ" size="small" disabled={after === undefined} onClick={() => to(after)}><IconChevronRight size={16} stroke={1.75} /></IconButton>
    </span>
  );
}
