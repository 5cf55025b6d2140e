import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconMinus, IconPhone, IconPlus, IconTrash } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { isApiError } from '../../../shared/api';
import { loadTexts, useI18n } from '../../../shared/i18n';
import { Button, IconButton, Inline, Moment, Notice, TextArea, TextField, toast, useRefusal } from '../../../shared/ui';
import { useHotkey } from '../../../shared/hotkeys';
import { proposalQuery } from '../../ticket/desk-data';
import { Proposed } from '../../ticket/proposed';
import { incidentQuery } from '../../ticket/queries';
import { Beside } from './beside';
import css from './call.module.css';
import { CallerField } from './caller';
import { useRegisterCall } from './register';
import { type Call, calls, useCalls } from './store';

const WAIT_MS = 250;

/** A call, over whatever was on the screen (ux.md §1.5.6): who, what, and it is registered; the rest follows by itself unless changed. */
export default function CallPanel(): ReactNode {
  const { t, locale } = useI18n();
  const { calls: all, current } = useCalls();
  const panel = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  const call = all.find(({ id }) => id === current);
  useEffect(() => void loadTexts(locale, ['triage']), [locale]);
  useEffect(() => {
    opener.current = document.activeElement;
    return () => {
      if (opener.current instanceof HTMLElement) opener.current.focus();
    };
  }, []);
  useHotkey('Escape', t('call.fold'), () => calls.fold());
  if (!call) return null;
  return (
    <div ref={panel} className={css.panel} role="dialog" aria-labelledby="call-title">
      <header className={css.head}>
        <IconPhone size={20} stroke={1.75} aria-hidden />
        <h2 id="call-title">{t('call.title')}</h2>
        {call.reference === null ? <Since at={call.startedAt} /> : null}
        <span className={css.tools}>
          {all.length > 1
            ? all.map((one, index) => (
                <Button key={one.id} size="small" look={one.id === current ? 'secondary' : 'quiet'} aria-pressed={one.id === current} onClick={() => calls.show(one.id)}>
                  {one.caller?.name.split(' ')[0] ?? t('call.number', { n: index + 1 })}
                </Button>
              ))
            : null}
          <IconButton label={t('call.another')} size="small" onClick={calls.add}><IconPlus size={18} stroke={1.75} /></IconButton>
          <IconButton label={t('call.discard')} size="small" onClick={() => {
            const dropped = calls.drop(call.id);
            if (dropped && dropped.reference === null && (dropped.title !== '' || dropped.caller)) toast.say(t('call.discarded'), () => calls.restore(dropped));
          }}><IconTrash size={18} stroke={1.75} /></IconButton>
          <IconButton label={t('call.fold')} keys="Escape" size="small" onClick={calls.fold}><IconMinus size={18} stroke={1.75} /></IconButton>
        </span>
      </header>
      {call.reference === null ? <Form key={call.id} call={call} /> : <Done call={call} reference={call.reference} />}
    </div>
  );
}

function Since({ at }: { at: number }): ReactNode {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now - at) / 1000));
  return <span className={css.since} aria-hidden>{`${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`}</span>;
}

function Form({ call }: { call: Call }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const callerRef = useRef<HTMLInputElement>(null);
  const titleRef = useRef<HTMLInputElement>(null);
  const solutionRef = useRef<HTMLTextAreaElement>(null);
  const [asked, setAsked] = useState(call.title);
  const [missing, setMissing] = useState<'caller' | 'title' | 'solution' | null>(null);
  const register = useRegisterCall(call);
  useEffect(() => (call.caller ? titleRef.current : callerRef.current)?.focus(), [call.caller]);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(call.title), WAIT_MS);
    return () => clearTimeout(timer);
  }, [call.title]);
  const { data: proposal } = useQuery({ ...proposalQuery(asked, call.caller?.id ?? null, call.choice), placeholderData: (before) => before });
  const fitting = asked.trim().length > 2 ? proposal : undefined;
  const known = fitting?.similar.find(({ solution }) => solution !== null);

  const go = (resolve: boolean): void => {
    if (register.isPending) return;
    const who = call.caller !== null || (call.stranger !== null && call.stranger.name.trim() !== '' && call.stranger.email.trim() !== '');
    const lacks = !who ? 'caller' : call.title.trim() === '' ? 'title' : resolve && (call.solution ?? '').trim() === '' ? 'solution' : null;
    setMissing(lacks);
    if (lacks === 'solution') calls.set(call.id, { solution: call.solution ?? '' });
    if (lacks !== null) return void requestAnimationFrame(() => ({ caller: callerRef, title: titleRef, solution: solutionRef })[lacks].current?.focus());
    register.mutate({ solution: resolve ? call.solution : null }, { onSuccess: ({ reference }) => calls.set(call.id, { reference }) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    go(event.shiftKey);
  };
  return (
    <div className={css.body} onKeyDown={onKeyDown}>
      <CallerField call={call} inputRef={callerRef} onChosen={() => requestAnimationFrame(() => titleRef.current?.focus())} />
      {missing === 'caller' && call.caller === null ? <p className={css.missing} role="alert">{t(call.stranger ? 'call.missing.stranger' : 'call.missing.caller')}</p> : null}
      <TextField ref={titleRef} label={t('call.what')} data-testid="call-title" autoComplete="off" maxLength={250} value={call.title} error={missing === 'title' && call.title.trim() === '' ? t('call.missing.title') : null} onChange={({ currentTarget }) => calls.set(call.id, { title: currentTarget.value })} />
      {fitting ? (
        <section className={css.proposal} aria-labelledby="call-proposal">
          <h3 id="call-proposal">{t('call.willBe')}</h3>
          <Proposed proposal={fitting} choice={call.choice} onChange={(choice) => calls.set(call.id, { choice })} onDone={() => go(false)} />
          {known && call.solution === null ? (
            <div className={css.known2}>
              <p>{t('call.knownSolution', { reference: known.reference })} «{known.solution}»</p>
              <Button size="small" onClick={() => { calls.set(call.id, { solution: known.solution ?? '' }); requestAnimationFrame(() => solutionRef.current?.focus()); }}>{t('call.helped')}</Button>
            </div>
          ) : null}
        </section>
      ) : null}
      <Beside call={call} title={asked} serviceId={call.choice.serviceId ?? fitting?.service?.value.id ?? null} />
      <TextArea label={t('call.details')} optional rows={2} value={call.details} onChange={({ currentTarget }) => calls.set(call.id, { details: currentTarget.value })} />
      {call.solution !== null ? (
        <TextArea ref={solutionRef} label={t('desk.resolve.text')} hint={t('desk.resolve.hint')} rows={2} value={call.solution} error={missing === 'solution' && call.solution.trim() === '' ? t('call.missing.solution') : null} onChange={({ currentTarget }) => calls.set(call.id, { solution: currentTarget.value })} />
      ) : null}
      {register.isError ? (
        <Notice tone="bad" role="alert">{t('call.failed')} {isApiError(register.error) ? [refusal(register.error), ...Object.values(register.error.fields())].join(' ') : ''}</Notice>
      ) : null}
      <footer className={css.foot}>
        <Button look="primary" busy={register.isPending} keys="Mod+Enter" showKeys onClick={() => go(false)}>{t('call.register')}</Button>
        <Button busy={register.isPending} keys="Mod+Shift+Enter" showKeys onClick={() => go(true)}>{t('call.registerResolved')}</Button>
      </footer>
    </div>
  );
}

/** What is read out to the caller: the number, and by when. */
function Done({ call, reference }: { call: Call; reference: string }): ReactNode {
  const { t } = useI18n();
  const { data } = useQuery(incidentQuery(reference));
  const due = data?.clocks.find(({ metric, state }) => metric === 'resolution' && state === 'running')?.dueAt;
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  return (
    <div className={css.body}>
      <div role="status" className={css.done}>
        <p>{t(data?.phase === 'resolved' ? 'call.doneResolved' : 'call.done')}</p>
        <p className={css.number}>{reference}</p>
        {due ? <p>{t('call.promise')} <Moment at={due} exact /></p> : null}
        {data?.group ? <p>{t('call.wentTo', { group: data.group.name })}</p> : null}
      </div>
      <Inline gap={8}>
        <Button ref={next} look="primary" onClick={() => calls.drop(call.id)}>{t('act.close')}</Button>
        <Button onClick={() => { calls.drop(call.id); calls.add(); }}>{t('call.next')}</Button>
        <Link to="/desk/t/$ref" params={{ ref: reference }} onClick={() => calls.drop(call.id)}>{t('call.openTicket')}</Link>
      </Inline>
    </div>
  );
}
