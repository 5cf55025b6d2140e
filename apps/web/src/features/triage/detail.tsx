import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconArrowLeft } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { ifMatch, raw } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { useI18n } from '../../shared/i18n';
import { Button, Inline, Notice, RelativeTime } from '../../shared/ui';
import { PriorityChip, VipChip } from '../../shared/ui/chips';
import { SlaClock } from '../../shared/ui/sla-clock';
import { announcementsQuery, type Choice, chosenFields, openOfQuery, post, proposalQuery, similarToQuery } from '../ticket/desk-data';
import { nextLevel, Proposed } from '../ticket/proposed';
import { type IncidentRow, incidentQuery } from '../ticket/queries';
import { AskForm, DuplicateForm, RejectForm, ResolveForm, SnoozeForm } from './acts';
import css from './triage.module.css';

export type Act = (row: IncidentRow, said: string, work: () => Promise<unknown>, undo?: () => Promise<unknown>) => void;
type Panel = 'duplicate' | 'resolve' | 'ask' | 'snooze' | 'reject';

interface DetailProps {
  row: IncidentRow;
  place: { at: number; of: number };
  refusal: string | null;
  act: Act;
  onBack?: (() => void) | undefined;
}

/** One ticket with what is proposed for it; keys 1–4 end the matter (ux.md §1.5.5). */
export function Detail({ row, place, refusal, act, onBack }: DetailProps): ReactNode {
  const { t, tOr, locale } = useI18n();
  const { data: ticket } = useQuery(incidentQuery(row.reference));
  const [choice, setChoice] = useState<Choice>({});
  const [panel, setPanel] = useState<Panel | null>(null);
  const [missing, setMissing] = useState(false);
  const first = useQuery(proposalQuery(row.title, row.requester.id)).data;
  const chosen = useQuery({ ...proposalQuery(row.title, row.requester.id, choice), enabled: choice.serviceId !== undefined, placeholderData: (before) => before ?? first }).data;
  const proposal = choice.serviceId === undefined ? first : chosen;
  const similar = (useQuery(similarToQuery(row.reference)).data ?? []).filter(({ phase }) => phase !== 'closed' && phase !== 'resolved');
  const others = (useQuery(openOfQuery(row.requester.id)).data ?? []).filter(({ id }) => id !== row.id);
  const outages = useQuery(announcementsQuery).data ?? [];
  const [service, group, person] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const groupId = choice.groupId ?? proposal?.group?.value.id ?? row.group?.id;
  const may = (command: string): boolean => row.allowedCommands.includes(command);

  const assign = (): void => {
    if (groupId === undefined && choice.assigneeId === undefined) {
      setMissing(true);
      return group.current?.focus();
    }
    const { groupId: _group, assigneeId: _person, ...fields } = chosenFields(proposal, choice);
    const name = proposal?.group?.value.id === groupId ? proposal?.group?.value.name : group.current?.value;
    act(row, t('triage.assigned', { reference: row.reference, to: name ?? '' }), async () => {
      if (Object.keys(fields).length > 0 && may('classify'))
        await raw(`/incidents/${row.reference}`, { method: 'PATCH', headers: { 'Content-Type': 'application/merge-patch+json', ...ifMatch('*') }, body: JSON.stringify(fields) });
      await post(`/incidents/${row.reference}/assign`, { ...(groupId ? { groupId } : {}), ...(choice.assigneeId ? { assigneeId: choice.assigneeId } : {}) });
    }, () => post(`/tickets/${row.reference}/give-back`, { reason: t('triage.undone') }));
  };
  const scope = t('triage.keys');
  const toggle = (one: Panel): void => setPanel((before) => (before === one ? null : one));
  useHotkey('Digit1', t('triage.assign'), assign, { scope, disabled: !may('assign') });
  useHotkey('Digit2', t('triage.duplicate'), () => toggle('duplicate'), { scope });
  useHotkey('Digit3', t('triage.resolve'), () => toggle('resolve'), { scope, disabled: !may('resolve') });
  useHotkey('Digit4', t('triage.ask'), () => toggle('ask'), { scope, disabled: !may('hold') });
  useHotkey('KeyH', t('triage.snooze'), () => toggle('snooze'), { scope });
  useHotkey('KeyX', t('triage.reject'), () => toggle('reject'), { scope, disabled: !may('cancel') });
  useHotkey('KeyS', t('desk.proposed.service'), () => service.current?.focus(), { scope });
  useHotkey('KeyM', t('desk.field.groupId'), () => group.current?.focus(), { scope });
  useHotkey('KeyA', t('desk.field.assigneeId'), () => person.current?.focus(), { scope });
  useHotkey('KeyI', t('desk.field.impact'), () => setChoice((before) => ({ ...before, impact: nextLevel(before.impact ?? proposal?.impact.value) })), { scope });
  useHotkey('KeyU', t('desk.field.urgency'), () => setChoice((before) => ({ ...before, urgency: nextLevel(before.urgency ?? proposal?.urgency.value) })), { scope });
  useHotkey('Escape', t('act.close'), () => setPanel(null), { scope, disabled: panel === null });

  const done = { row, act, onClose: () => setPanel(null) };
  const solution = proposal?.similar.find((one) => one.solution !== null);
  return (
    <article className={css.ticket} aria-labelledby={`t-${row.id}`}>
      <header className={css.ticketHead}>
        <Inline gap={8}>
          {onBack ? <Button look="quiet" size="small" icon={<IconArrowLeft size={18} stroke={1.75} aria-hidden />} onClick={onBack}>{t('act.back')}</Button> : null}
          <Link to="/desk/t/$ref" params={{ ref: row.reference }} className={css.reference}>{row.reference}</Link>
          <PriorityChip priority={row.priority} word />
          {row.nextClock ? <SlaClock clock={row.nextClock} due /> : null}
          <span className={css.place}>{t('triage.place', place)}</span>
        </Inline>
        {onBack ? <h1 id={`t-${row.id}`}>{row.title}</h1> : <h2 id={`t-${row.id}`}>{row.title}</h2>}
        <p className={css.facts}>
          {row.requester.displayName}
          {row.requester.department ? ` · ${row.requester.department}` : ''} {row.requester.vip === true ? <VipChip /> : null} {row.requester.phone ? <a href={`tel:${row.requester.phone.replace(/\s/g, '')}`}>{row.requester.phone}</a> : null} · {tOr(`ticket.channel.${row.channel}`, row.channel)} · <RelativeTime at={row.createdAt} />
          {others.length > 0 ? ` · ${t('triage.others', { n: others.length })}` : ''}
        </p>
      </header>
      {refusal ? <Notice tone="bad" role="alert">{refusal}</Notice> : null}
      <p className={css.words} role="group" tabIndex={0} aria-labelledby={`t-${row.id}`}>{ticket ? ticket.description || t('desk.noDescription') : '…'}</p>
      {similar.length > 0 || outages.length > 0 ? (
        <section className={css.known} aria-labelledby="triage-known">
          <h3 id="triage-known">{t('triage.known')}</h3>
          <ul>
            {outages.map((outage) => (outage.incident ? <li key={outage.id}><strong>{t('ticket.major')}</strong> <Link to="/desk/t/$ref" params={{ ref: outage.incident.reference }}>{outage.incident.reference}</Link> {locale === 'uk' ? outage.text.uk : outage.text.en}
              <Button size="small" onClick={() => act(row, t('triage.joined', { reference: row.reference }), async () => { await post(`/tickets/${outage.incident?.id ?? ''}/links`, { type: 'parent_of', ticketId: row.reference }); if (groupId) await post(`/incidents/${row.reference}/assign`, { groupId }); })}>{t('triage.join')}</Button></li> : null))}
            {similar.slice(0, 4).map((one) => (
              <li key={one.id}><Link to="/desk/t/$ref" params={{ ref: one.reference }}>{one.reference}</Link> {one.title}</li>
            ))}
          </ul>
        </section>
      ) : null}
      <section className={css.proposal} aria-labelledby="triage-proposal">
        <h3 id="triage-proposal">{t('triage.proposal')}</h3>
        <Proposed proposal={proposal} choice={choice} onChange={(next) => { setMissing(false); setChoice(next); }} onDone={assign} serviceRef={service} groupRef={group} assigneeRef={person} withAssignee />
        {missing ? <p className={css.refusal} role="alert">{t('triage.noGroup')}</p> : null}
        {proposal && proposal.similar.length > 0 ? (
          <details className={css.why}>
            <summary>{t('triage.why', { n: proposal.similar.length })}</summary>
            <ul>{proposal.similar.map((one) => <li key={one.id}>{one.access === 'full' ? <Link to="/desk/t/$ref" params={{ ref: one.reference }}>{one.reference}</Link> : one.reference} {one.title}{one.solution ? <span className={css.solution}> — {one.solution}</span> : null}</li>)}</ul>
          </details>
        ) : null}
      </section>
      <div className={css.acts} role="toolbar" aria-label={t('desk.commands')}>
        {may('assign') ? <Button look="primary" keys="Digit1" showKeys onClick={assign}>{t('triage.assign')}</Button> : null}
        <Button keys="Digit2" showKeys aria-expanded={panel === 'duplicate'} onClick={() => toggle('duplicate')}>{t('triage.duplicate')}</Button>
        {may('resolve') ? <Button keys="Digit3" showKeys aria-expanded={panel === 'resolve'} onClick={() => toggle('resolve')}>{t('triage.resolve')}</Button> : null}
        {may('hold') ? <Button keys="Digit4" showKeys aria-expanded={panel === 'ask'} onClick={() => toggle('ask')}>{t('triage.ask')}</Button> : null}
        <Button look="quiet" keys="KeyH" showKeys aria-expanded={panel === 'snooze'} onClick={() => toggle('snooze')}>{t('triage.snooze')}</Button>
        {may('cancel') ? <Button look="quiet" keys="KeyX" showKeys aria-expanded={panel === 'reject'} onClick={() => toggle('reject')}>{t('triage.reject')}</Button> : null}
      </div>
      {panel === 'duplicate' ? <DuplicateForm {...done} candidates={similar} /> : null}
      {panel === 'resolve' ? <ResolveForm {...done} suggestion={solution?.solution ?? ''} fields={chosenFields(proposal, choice)} /> : null}
      {panel === 'ask' ? <AskForm {...done} /> : null}
      {panel === 'snooze' ? <SnoozeForm {...done} /> : null}
      {panel === 'reject' ? <RejectForm {...done} /> : null}
    </article>
  );
}
