import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { raw, type Schemas, useMay, useMe } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { useI18n } from '../../shared/i18n';
import { Button, Card, IconButton, Inline, TextField, toast, useRefusal } from '../../shared/ui';
import { StatusChip } from '../../shared/ui/chips';
import { PersonPicker } from '../people/person-picker';
import { Approvals } from '../ticket/approvals';
import { announcementsQuery, post, similarToQuery } from '../ticket/desk-data';
import { Expenses } from '../ticket/expenses';
import type { Incident } from '../ticket/queries';
import { Tasks } from '../ticket/tasks';
import css from './workspace.module.css';

type Link_ = Schemas['LinkReply'];

const sideQuery = <T,>(reference: string, part: string) => ({ queryKey: ['ticket', reference, part], queryFn: async (): Promise<T> => (await (await raw(`/tickets/${reference}/${part}`)).json()) as T });

/** What stands beside the ticket: its family and links, the like of it, who watches, time spent. */
export function Beside({ ticket }: { ticket: Incident }): ReactNode {
  return (
    <>
      <Tasks reference={ticket.reference} open={ticket.phase !== 'closed'} />
      <Approvals reference={ticket.reference} open={ticket.phase !== 'closed'} />
      <Linked ticket={ticket} />
      <Similar ticket={ticket} />
      <Watchers ticket={ticket} />
      <Work ticket={ticket} />
      <Expenses reference={ticket.reference} open={ticket.phase !== 'closed'} />
    </>
  );
}

const Ref = ({ one }: { one: { reference: string; title: string; state: string; phase: string } }): ReactNode => (
  <span>
    <Link to="/desk/t/$ref" params={{ ref: one.reference }}>{one.reference}</Link> {one.title} <StatusChip state={one.state} phase={one.phase} />
  </span>
);

function Linked({ ticket }: { ticket: Incident }): ReactNode {
  const { t, tOr } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const may = useMay('ticket.link');
  const mayMerge = useMay('ticket.merge');
  const { data } = useQuery(sideQuery<Schemas['LinkList']>(ticket.reference, 'links'));
  const links = (data?.items ?? []).filter(({ type, ticket: other }) => !(type === 'parent_of' && (other.id === ticket.parent?.id || ticket.children.some(({ id }) => id === other.id))));
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['ticket', ticket.reference] });
  const unlink = (link: Link_): void => void raw(`/tickets/${ticket.reference}/links/${link.id}`, { method: 'DELETE' }).then(() => {
    refresh();
    toast.say(t('work.unlinked', { reference: link.ticket.reference }), () => void post(`/tickets/${ticket.reference}/links`, { type: link.type, ticketId: link.ticket.reference, direction: link.direction }).then(refresh));
  }, (error: unknown) => toast.fail(refusal(error)));
  const unmerge = (id: string): void => void post(`/tickets/${id}/unmerge`, {}).then(() => { refresh(); toast.say(t('work.unmerged')); }, (error: unknown) => toast.fail(refusal(error)));
  if (!ticket.parent && ticket.children.length === 0 && links.length === 0 && (ticket.merged ?? []).length === 0) return null;
  return (
    <Card title={t('desk.family')}>
      <ul className={css.family}>
        {ticket.parent ? <li><span className={css.rel}>{t('work.rel.parent')}</span> <Ref one={ticket.parent} /></li> : null}
        {ticket.children.map((one) => <li key={one.id}><span className={css.rel}>{t('work.rel.child')}</span> <Ref one={one} /></li>)}
        {links.map((link) => (
          <li key={link.id}>
            <span className={css.rel}>{tOr(`work.rel.${link.type}.${link.direction}`, link.type)}</span> <Ref one={link.ticket} />
            {may ? <IconButton label={t('work.unlink', { reference: link.ticket.reference })} size="small" onClick={() => unlink(link)}><IconX size={14} stroke={1.75} /></IconButton> : null}
          </li>
        ))}
        {(ticket.merged ?? []).map((one) => (
          <li key={one.id}>
            <span className={css.rel}>{t('work.rel.merged')}</span> {one.reference} {one.title} · {one.requesterName}
            {mayMerge ? <Button look="link" size="small" onClick={() => unmerge(one.id)}>{t('work.unmerge')}</Button> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Similar({ ticket }: { ticket: Incident }): ReactNode {
  const { t, locale } = useI18n();
  const similar = useQuery({ ...similarToQuery(ticket.reference), enabled: useMay('ticket.similar') }).data ?? [];
  const outages = (useQuery(announcementsQuery).data ?? []).filter(({ incident }) => incident !== null && incident.id !== ticket.id && incident.id !== ticket.parent?.id);
  if (similar.length === 0 && outages.length === 0) return null;
  return (
    <Card title={t('work.similar')}>
      <ul className={css.family}>
        {outages.map((one) => <li key={one.id}><strong>{t('ticket.major')}</strong> <Link to="/desk/t/$ref" params={{ ref: one.incident?.reference ?? '' }}>{one.incident?.reference}</Link> {locale === 'uk' ? one.text.uk : one.text.en}</li>)}
        {similar.slice(0, 5).map((one) => <li key={one.id}>{one.access === 'full' ? <Ref one={one} /> : <span>{one.reference} {one.title} <StatusChip state={one.state} phase={one.phase} /></span>}</li>)}
      </ul>
    </Card>
  );
}

function Watchers({ ticket }: { ticket: Incident }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const { person } = useMe();
  const mayOthers = useMay('ticket.watchOthers');
  const maySelf = useMay('ticket.watchSelf');
  const [adding, setAdding] = useState(false);
  const isMine = ticket.watchers.some(({ id }) => id === person.id);
  const act = (work: Promise<unknown>): void => void work.then(() => client.invalidateQueries({ queryKey: ['ticket', ticket.reference] }), (error: unknown) => toast.fail(refusal(error)));
  const self = (): void => act(raw(`/tickets/${ticket.reference}/watchers/me`, { method: isMine ? 'DELETE' : 'PUT' }));
  return (
    <Card title={t('work.watchers')}>
      <ul className={css.family}>
        {ticket.watchers.map((one) => (
          <li key={one.id}>
            {one.displayName} {one.participant ? <span className={css.rel}>{t('work.participant')}</span> : null}
            {mayOthers ? <IconButton label={t('act.remove', { name: one.displayName })} size="small" onClick={() => act(raw(`/tickets/${ticket.reference}/watchers/${one.id}`, { method: 'DELETE' }))}><IconX size={14} stroke={1.75} /></IconButton> : null}
          </li>
        ))}
      </ul>
      <Inline gap={8}>
        {maySelf ? <Button size="small" aria-pressed={isMine} onClick={self}>{t(isMine ? 'work.unwatch' : 'work.watch')}</Button> : null}
        {mayOthers ? <Button size="small" look="quiet" aria-expanded={adding} onClick={() => setAdding(!adding)}>{t('work.addWatcher')}</Button> : null}
      </Inline>
      {adding ? <PersonPicker label={t('work.whom')} value={null} onChange={(option) => { if (!option) return; setAdding(false); act(post(`/tickets/${ticket.reference}/watchers`, { personId: option.value })); }} /> : null}
    </Card>
  );
}

function Work({ ticket }: { ticket: Incident }): ReactNode {
  const { t, format } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const reads = useMay('workLog.read');
  const writes = useMay('workLog.write');
  const { data } = useQuery({ ...sideQuery<Schemas['WorkList']>(ticket.reference, 'work-log'), enabled: reads });
  const [open, setOpen] = useState(false);
  const [minutes, setMinutes] = useState('15');
  const [note, setNote] = useState('');
  useHotkey('KeyW', t('work.log'), () => setOpen(true), { disabled: !writes });
  const save = (): void => {
    const seconds = Math.round(Number(minutes) * 60);
    if (!(seconds > 0)) return;
    post(`/tickets/${ticket.reference}/work-log`, { seconds, ...(note.trim() === '' ? {} : { note: note.trim() }) }).then(() => {
      setOpen(false);
      setNote('');
      void client.invalidateQueries({ queryKey: ['ticket', ticket.reference] });
      toast.say(t('work.logged'));
    }, (error: unknown) => toast.fail(refusal(error)));
  };
  if (!reads) return null;
  return (
    <Card title={data && data.totalSeconds > 0 ? t('work.time', { total: format.duration(data.totalSeconds) }) : t('work.timeNone')}>
      <ul className={css.family}>{(data?.items ?? []).slice(0, 5).map((one) => <li key={one.id}>{one.person.displayName} · {format.duration(one.seconds)}{one.note === '' ? '' : ` · ${one.note}`}</li>)}</ul>
      {open ? (
        <form className={css.properties} onSubmit={(event) => { event.preventDefault(); save(); }}>
          <TextField label={t('work.minutes')} type="number" min={1} max={1440} autoFocus value={minutes} onChange={({ currentTarget }) => setMinutes(currentTarget.value)} />
          <TextField label={t('work.note')} optional value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
          <Inline gap={8}><Button type="submit" size="small" look="primary">{t('act.save')}</Button><Button size="small" look="quiet" onClick={() => setOpen(false)}>{t('act.cancel')}</Button></Inline>
        </form>
      ) : writes ? <Button size="small" keys="KeyW" showKeys onClick={() => setOpen(true)}>{t('work.log')}</Button> : null}
    </Card>
  );
}
