import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useI18n } from '../../../shared/i18n';
import { Button, Inline, RelativeTime, TextArea, toast, useRefusal } from '../../../shared/ui';
import { MajorChip, StatusChip } from '../../../shared/ui/chips';
import { announcementsQuery, openOfQuery, post, similarOpenQuery } from '../../ticket/desk-data';
import css from './call.module.css';
import { type Call, calls } from './store';

const FIRST = 3;

interface Related {
  reference: string;
  title: string;
  state: string;
  phase: string;
}

/** What is known already: the caller's own tickets, outages, the like of it that is open. "Calls about this" writes a note into it instead of registering anew. */
export function Beside({ call, title, serviceId }: { call: Call; title: string; serviceId: string | null }): ReactNode {
  const { t, locale } = useI18n();
  const [about, setAbout] = useState<Related | null>(null);
  const [whole, setWhole] = useState(false);
  const own = useQuery(openOfQuery(call.caller?.id ?? null)).data ?? [];
  const outages = useQuery(announcementsQuery).data ?? [];
  const similar = (useQuery(similarOpenQuery(title, serviceId)).data ?? []).filter(({ reference }) => !own.some((one) => one.reference === reference)).slice(0, 4);
  if (about) return <AboutOne call={call} ticket={about} onBack={() => setAbout(null)} />;
  return (
    <>
      {own.length > 0 ? (
        <section className={css.beside} aria-labelledby="call-own">
          <h3 id="call-own">{t('call.own', { n: own.length })}</h3>
          <ul>{(whole ? own : own.slice(0, FIRST)).map((ticket) => <Line key={ticket.id} ticket={ticket} act={t('call.aboutThis')} onAct={() => setAbout(ticket)} aside={<RelativeTime at={ticket.createdAt} />} />)}</ul>
          {own.length > FIRST && !whole ? <Button look="link" size="small" onClick={() => setWhole(true)}>{t('act.showMore')}</Button> : null}
        </section>
      ) : null}
      {outages.length > 0 ? (
        <section className={css.beside} aria-labelledby="call-outages">
          <h3 id="call-outages">{t('call.outages')}</h3>
          <ul>
            {outages.map((outage) => (
              <li key={outage.id} data-chosen={call.majorId === outage.incident?.id || undefined}>
                <span>
                  <MajorChip /> {locale === 'uk' ? outage.text.uk : outage.text.en}
                </span>
                {outage.incident ? (
                  <Button size="small" aria-pressed={call.majorId === outage.incident.id} onClick={() => calls.set(call.id, { majorId: call.majorId === outage.incident?.id ? null : (outage.incident?.id ?? null), ...(call.title === '' && outage.services[0] ? { choice: { ...call.choice, serviceId: outage.services[0].id } } : {}) })}>
                    {t(call.majorId === outage.incident.id ? 'call.joined' : 'call.join')}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {similar.length > 0 ? (
        <section className={css.beside} aria-labelledby="call-similar">
          <h3 id="call-similar">{t('call.similarOpen', { n: similar.length })}</h3>
          <ul>{similar.map((ticket) => <Line key={ticket.id} ticket={ticket} act={ticket.access === 'full' ? t('call.aboutThis') : null} onAct={() => setAbout(ticket)} aside={ticket.service?.name} />)}</ul>
        </section>
      ) : null}
    </>
  );
}

function Line({ ticket, act, onAct, aside }: { ticket: Related; act: string | null; onAct: () => void; aside?: ReactNode }): ReactNode {
  return (
    <li>
      <span>
        <span className={css.reference}>{ticket.reference}</span> {ticket.title}
        <span className={css.facts}>
          <StatusChip state={ticket.state} phase={ticket.phase} /> {aside}
        </span>
      </span>
      {act === null ? null : (
        <Button size="small" onClick={onAct} aria-label={`${act}: ${ticket.reference}`}>
          {act}
        </Button>
      )}
    </li>
  );
}

function AboutOne({ call, ticket, onBack }: { call: Call; ticket: Related; onBack: () => void }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const navigate = useNavigate();
  const [note, setNote] = useState(call.title);
  const [busy, setBusy] = useState(false);
  const save = (): void => {
    if (note.trim() === '' || busy) return;
    setBusy(true);
    post(`/tickets/${ticket.reference}/messages`, { visibility: 'private', body: `${t('call.noteHead', { name: call.caller?.name ?? '' })}\n${note.trim()}` })
      .then(() => {
        toast.say(t('call.noted', { reference: ticket.reference }));
        calls.drop(call.id);
      }, (error: unknown) => toast.fail(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <section className={css.beside} aria-labelledby="call-about">
      <h3 id="call-about">
        {ticket.reference} {ticket.title}
      </h3>
      <TextArea label={t('call.note')} hint={t('call.noteHint')} autoFocus rows={3} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.stopPropagation();
          save();
        }} />
      <Inline gap={8}>
        <Button look="primary" busy={busy} keys="Mod+Enter" showKeys onClick={save}>{t('call.saveNote')}</Button>
        <Button onClick={() => { calls.fold(); void navigate({ to: '/desk/t/$ref', params: { ref: ticket.reference } }); }}>{t('call.openTicket')}</Button>
        <Button look="quiet" onClick={onBack}>{t('act.back')}</Button>
      </Inline>
    </section>
  );
}
