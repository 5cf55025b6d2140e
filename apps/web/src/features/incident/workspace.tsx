import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { raw } from '../../shared/api';
import { type TextKey, useI18n } from '../../shared/i18n';
import { Card, Facts, Inline, Loaded, Notice, RelativeTime, SelectField, toast, useRefusal, useTitle } from '../../shared/ui';
import { MajorChip, PriorityChip, StatusChip, VipChip } from '../../shared/ui/chips';
import { Clocks } from '../ticket/clocks';
import { Composer } from '../ticket/composer';
import { categoriesQuery, clocksQuery, type Incident, incidentQuery, servicesQuery, timelineQuery, useEdit } from '../ticket/queries';
import { Timeline } from '../ticket/timeline';
import { CommandBar } from './commands';
import css from './workspace.module.css';

/** The ticket as staff work on it (ux.md §1.5.7): what happened and the composer in the middle, facts and clocks beside. */
export function Workspace({ reference }: { reference: string }): ReactNode {
  const incident = useQuery(incidentQuery(reference));
  return <Loaded query={incident} lines={8}>{(ticket) => <Opened ticket={ticket} />}</Loaded>;
}

function Opened({ ticket }: { ticket: Incident }): ReactNode {
  const { t } = useI18n();
  const timeline = useQuery(timelineQuery(ticket.reference));
  const clocks = useQuery(clocksQuery(ticket.reference));
  useTitle(`${ticket.reference} ${ticket.title}`);
  usePresence(ticket.reference);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <Inline gap={8}>
          <span className={css.reference}>{ticket.reference}</span>
          <StatusChip state={ticket.state} phase={ticket.phase} reason={ticket.stateReason} />
          <PriorityChip priority={ticket.priority} word />
          {ticket.major ? <MajorChip /> : null}
        </Inline>
        <h1>{ticket.title}</h1>
        <CommandBar incident={ticket} />
      </header>
      <div className={css.columns}>
        <div className={css.main}>
          <Card title={t('desk.original')}>
            <p className={css.words}>{ticket.description === '' ? t('desk.noDescription') : ticket.description}</p>
          </Card>
          {ticket.resolution ? (
            <Notice tone="good">
              <strong>{t(`desk.resolve.${ticket.resolution.code}` as TextKey)}</strong> · {ticket.resolution.text}
            </Notice>
          ) : null}
          <Loaded query={timeline} lines={6}>{(entries) => <Timeline reference={ticket.reference} entries={entries} />}</Loaded>
          <Composer key={ticket.reference} reference={ticket.reference} mayWrite={ticket.mayWrite} />
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
              ]}
            />
          </Card>
          <Card title={t('desk.properties')}>
            <Properties ticket={ticket} />
          </Card>
          {ticket.parent || ticket.children.length > 0 ? (
            <Card title={t('desk.family')}>
              <ul className={css.family}>
                {[...(ticket.parent ? [ticket.parent] : []), ...ticket.children].map((one) => (
                  <li key={one.id}>
                    <Link to="/desk/t/$ref" params={{ ref: one.reference }}>{one.reference}</Link> {one.title}
                  </li>
                ))}
              </ul>
            </Card>
          ) : null}
        </aside>
      </div>
    </div>
  );
}

const LEVELS = ['high', 'medium', 'low'] as const;

/** Each property commits by itself (ux.md E14); what may be changed is told by `allowedCommands`. */
function Properties({ ticket }: { ticket: Incident }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const services = useQuery(servicesQuery);
  const categories = useQuery(categoriesQuery);
  const edit = useEdit(ticket);
  const may = ticket.allowedCommands.includes('classify');
  const change = (part: Parameters<typeof edit.mutate>[0]): void => edit.mutate(part, { onSuccess: () => toast.say(t('form.saved')), onError: (error) => toast.fail(refusal(error)) });
  const level = (name: 'impact' | 'urgency'): ReactNode => (
    <SelectField label={t(`desk.field.${name}`)} value={ticket[name] ?? ''} disabled={!may} onChange={({ currentTarget }) => change({ [name]: currentTarget.value as 'high' })} options={LEVELS.map((value) => ({ value, label: t(`ticket.level.${value}`) }))} />
  );
  return (
    <div className={css.properties}>
      <SelectField label={t('desk.field.serviceId')} value={ticket.service?.id ?? ''} placeholder={t('desk.change.none')} disabled={!may} onChange={({ currentTarget }) => change({ serviceId: currentTarget.value || null, categoryId: null })}
        options={(services.data ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      <SelectField label={t('desk.field.categoryId')} value={ticket.category?.id ?? ''} placeholder={t('desk.change.none')} disabled={!may} onChange={({ currentTarget }) => change({ categoryId: currentTarget.value || null })}
        options={(categories.data ?? []).filter(({ serviceId }) => serviceId === null || serviceId === ticket.service?.id).map(({ id, name }) => ({ value: id, label: name }))} />
      <div className={css.pair}>
        {level('impact')}
        {level('urgency')}
      </div>
      <Facts
        items={[
          [t('desk.field.groupId'), ticket.group?.name],
          [t('desk.field.assigneeId'), ticket.assignee?.displayName],
          [t('desk.channel'), t(`ticket.channel.${ticket.channel}`)],
          [t('desk.created'), <RelativeTime key="created" at={ticket.createdAt} />],
          [t('desk.reassigned'), ticket.reassignmentCount ? String(ticket.reassignmentCount) : null],
          [t('desk.reopened'), ticket.reopenCount ? String(ticket.reopenCount) : null],
        ]}
      />
    </div>
  );
}

const PRESENCE_MS = 20_000;

/** Tells colleagues that somebody looks at the ticket; nothing is locked (ux.md §2.5). */
function usePresence(reference: string): void {
  useEffect(() => {
    const tell = (): void => void raw(`/tickets/${reference}/viewers/me`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ mode: 'viewing' }) }).catch(() => undefined);
    tell();
    const timer = setInterval(tell, PRESENCE_MS);
    return () => {
      clearInterval(timer);
      void raw(`/tickets/${reference}/viewers/me`, { method: 'DELETE' }).catch(() => undefined);
    };
  }, [reference]);
}
