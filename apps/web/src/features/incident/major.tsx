import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, useMay } from '../../shared/api';
import { useI18n, useNow } from '../../shared/i18n';
import { Button, ButtonLink, Card, Facts, Inline, Loaded, Moment, Notice, TextArea, toast, useRefusal, useTitle } from '../../shared/ui';
import { MajorChip, PriorityChip, StatusChip } from '../../shared/ui/chips';
import { announcementsQuery, type Announcement } from '../ticket/desk-data';
import { type Incident, incidentQuery, timelineQuery } from '../ticket/queries';
import { Timeline } from '../ticket/timeline';
import { CommandBar } from './commands';
import css from './workspace.module.css';

/** What is down, who leads, when the next word is due, and the word itself (ux.md §1.5.9). */
export function MajorRoom({ reference }: { reference: string }): ReactNode {
  const incident = useQuery(incidentQuery(reference));
  if (incident.error && !incident.data) throw incident.error;
  return <Loaded query={incident} lines={8}>{(ticket) => <Room ticket={ticket} />}</Loaded>;
}

function Room({ ticket }: { ticket: Incident }): ReactNode {
  const { t, format } = useI18n();
  const now = useNow();
  const outage = (useQuery(announcementsQuery).data ?? []).find(({ incident }) => incident?.id === ticket.id);
  const timeline = useQuery(timelineQuery(ticket.reference));
  useTitle(`${ticket.reference} ${ticket.title}`);
  const due = ticket.majorIncident ? new Date(ticket.majorIncident.nextUpdateAt) : null;
  const people = new Set([ticket.requester.id, ...(ticket.merged ?? []).map(({ requesterName }) => requesterName)]).size;
  return (
    <div className={css.page}>
      <header className={css.head}>
        <Inline gap={8}>
          <MajorChip />
          <Link to="/desk/t/$ref" params={{ ref: ticket.reference }} className={css.reference}>{ticket.reference}</Link>
          <StatusChip state={ticket.state} phase={ticket.phase} />
          <PriorityChip priority={ticket.priority} word />
          <ButtonLink size="small" to="/desk/t/$ref" params={{ ref: ticket.reference }}>{t('work.openTicket')}</ButtonLink>
        </Inline>
        <h1>{ticket.title}</h1>
        {due ? <p className={css.due} data-late={due <= now || undefined} role="status">{t(due <= now ? 'work.updateLate' : 'work.updateDue', { at: format.moment(due, now), left: format.duration(Math.abs(due.getTime() - now.getTime()) / 1000) })}</p> : <Notice>{t('work.stoodDown')}</Notice>}
        <CommandBar incident={ticket} />
      </header>
      <div className={css.room}>
        <Card title={t('work.state')}>
          <Facts items={[
            [t('work.leader'), ticket.majorIncident?.manager.displayName],
            [t('work.since'), ticket.majorIncident ? <Moment key="since" at={ticket.majorIncident.declaredAt} exact /> : null],
            [t('work.affected'), outage?.services.map((one) => ('name' in one ? String(one.name) : '')).filter(Boolean).join(', ') || ticket.service?.name],
            [t('desk.items'), ticket.configurationItems.map(({ name }) => name).join(', ')],
            [t('work.children'), String(ticket.children.length)],
            [t('work.people'), String(people + ticket.children.length)],
          ]} />
          <ul className={css.family}>{ticket.children.map((one) => <li key={one.id}><Link to="/desk/t/$ref" params={{ ref: one.reference }}>{one.reference}</Link> {one.title} <StatusChip state={one.state} phase={one.phase} /></li>)}</ul>
        </Card>
        <Card title={t('work.communication')}>{outage ? <Update key={outage.version} outage={outage} /> : <p>{t('work.noBanner')}</p>}</Card>
        <Card>
          <Loaded query={timeline} lines={6}>{(entries) => <Timeline reference={ticket.reference} entries={entries} />}</Loaded>
        </Card>
      </div>
    </div>
  );
}

function Update({ outage }: { outage: Announcement }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const may = useMay('announcement.write');
  const [uk, setUk] = useState(outage.text.uk);
  const [en, setEn] = useState(outage.text.en);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = (text: { uk: string; en: string }): void => {
    setBusy(true);
    setFailed(null);
    body(api.PATCH('/announcements/{id}', { params: { path: { id: outage.id } }, headers: ifMatch(outage.version), body: text }))
      .then(() => {
        toast.say(t('work.updated'));
        void client.invalidateQueries({ queryKey: ['announcements'] });
        void client.invalidateQueries({ queryKey: ['ticket'] });
      }, (error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  if (!may) return <p>{outage.text.uk}</p>;
  return (
    <form className={css.properties} onSubmit={(event) => { event.preventDefault(); send({ uk, en }); }}>
      <TextArea label={t('work.textUk')} rows={3} maxLength={1000} lang="uk" value={uk} onChange={({ currentTarget }) => setUk(currentTarget.value)} />
      <TextArea label={t('work.textEn')} rows={3} maxLength={1000} lang="en" value={en} onChange={({ currentTarget }) => setEn(currentTarget.value)} />
      {failed !== null ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
      <Inline gap={8}>
        <Button type="submit" look="primary" busy={busy}>{t('work.sendUpdate')}</Button>
        <Button busy={busy} onClick={() => send(outage.text)}>{t('work.nothingNew')}</Button>
      </Inline>
    </form>
  );
}
