import { IconChevronLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { isApiError, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, Dialog, DialogActs, Loaded, Moment, Notice, SelectField, Stack, TextArea, TextField, toast, useRefusal, useTitle } from '../../shared/ui';
import { StatusChip } from '../../shared/ui/chips';
import css from './access.module.css';
import { Day, Risk } from './bits';
import { type AccessRequest, approvalsOf, endOfDay, requestQuery, resourcesQuery, useRequestCommand } from './data';

const STEPS = ['submitted', 'verifying', 'approving', 'provisioning', 'granted'] as const;
/** In the order in which they are offered; the first is the one that brings it further. */
const COMMANDS = ['confirm', 'verify', 'specify', 'provision', 'retry', 'reopen', 'reject', 'cancel'] as const;
type Command = (typeof COMMANDS)[number];
const WITH_REASON: ReadonlySet<Command> = new Set(['reject', 'reopen', 'cancel']);

/** One access request for whoever may see it; what is offered is what the server allows. */
export function RequestPage({ reference, desk }: { reference: string; desk: boolean }): ReactNode {
  const t = useT();
  const query = useQuery(requestQuery(reference));
  useTitle(query.data ? `${query.data.reference} ${query.data.title}` : reference);
  if (isApiError(query.error, 404) || isApiError(query.error, 403)) throw query.error;
  return (
    <div className={css.page}>
      <Link to={desk ? '/desk/access' : '/portal/access'}><IconChevronLeft size={18} stroke={1.75} aria-hidden /> {t(desk ? 'access.request.backDesk' : 'access.request.back')}</Link>
      <Loaded query={query} lines={5} line={56}>{(request) => <Whole request={request} desk={desk} />}</Loaded>
    </div>
  );
}

function Whole({ request, desk }: { request: AccessRequest; desk: boolean }): ReactNode {
  const t = useT();
  const asking = request.purpose === 'grant' || request.purpose === 'extend';
  const failed = request.actions.find(({ state }) => state === 'failed');
  return (
    <>
      <header>
        <p className={css.meta}><span>{request.reference}</span><span>{t(`access.purpose.${request.purpose}`)}</span></p>
        <div className={css.head}><h1>{request.title}</h1><StatusChip state={request.state} phase={request.phase} /></div>
      </header>
      {asking && request.phase !== 'closed' ? <Progress request={request} /> : null}
      {failed ? <Notice tone="bad">{t('access.request.failed', { answer: failed.answer ?? '' })}</Notice> : null}
      <Acts request={request} />
      <dl className={css.facts}>
        <dt>{t('access.request.for')}</dt><dd>{request.requester.displayName}</dd>
        {request.reporter && request.reporter.id !== request.requester.id ? <><dt>{t('access.request.by')}</dt><dd>{request.reporter.displayName}</dd></> : null}
        {request.entitlement ? <><dt>{t('access.request.what')}</dt><dd>{`${request.entitlement.resource.name}, ${request.entitlement.name}`} <Risk risk={request.entitlement.risk} /></dd></> : null}
        {asking ? <><dt>{t('access.request.period')}</dt><dd>{request.from ? <><Day at={request.from} /> – </> : null}{request.until ? <Day at={request.until} /> : t('access.endless')}</dd></> : null}
        {request.description === '' ? null : <><dt>{t('access.request.why')}</dt><dd>{request.description}</dd></>}
        {request.sodRules.length === 0 ? null : <><dt>{t('access.request.sod')}</dt><dd>{t('access.request.sodText', { rules: request.sodRules.map((number) => `SoD-${number}`).join(', '), reason: request.exceptionReason ?? '' })}</dd></>}
        {request.verification ? <><dt>{t('access.request.verified')}</dt><dd>{[t(`access.verification.${request.verification.method}`), request.verification.by?.displayName, request.verification.note].filter(Boolean).join(', ')}</dd></> : null}
        {request.grantId && desk ? <><dt>{t('access.request.grant')}</dt><dd><Link to="/desk/access/grants" search={{ grant: request.grantId }}>{t('access.request.openGrant')}</Link></dd></> : null}
      </dl>
      {asking ? <Approvals reference={request.reference} /> : null}
      {request.actions.length === 0 ? null : (
        <section className={css.card} aria-labelledby="access-actions">
          <h2 id="access-actions">{t('access.request.actions')}</h2>
          <ul className={css.rows}>
            {request.actions.map((action) => (
              <li key={action.id}>
                <strong>{`${t(`access.action.${action.kind as 'remove'}`)}: ${action.resource}, ${action.entitlement}`}</strong> {action.account}
                <small>
                  {[t(`access.way.${action.way as 'task'}`), t(`access.actionState.${action.state as 'asked'}`)].join(' · ')} {action.endedAt ? <Moment at={action.endedAt} /> : action.dueAt ? <span className={action.overdue ? css.late : undefined}>{t('access.col.until')} <Moment at={action.dueAt} /></span> : null} {action.answer}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Progress({ request }: { request: AccessRequest }): ReactNode {
  const t = useT();
  const now = STEPS.indexOf(request.state as 'granted');
  const shown = STEPS.filter((step) => (step !== 'verifying' || request.state === 'verifying' || (request.verification !== null && request.verification.method !== 'session')) && (step !== 'provisioning' || request.purpose === 'grant'));
  return (
    <ol className={css.steps} aria-label={t('access.request.steps')}>
      {shown.map((step) => {
        const at = STEPS.indexOf(step) < now ? 'past' : STEPS.indexOf(step) === now ? 'now' : 'ahead';
        return <li key={step} data-at={at} aria-current={at === 'now' ? 'step' : undefined}>{t(`access.step.${step}`)}</li>;
      })}
    </ol>
  );
}

function Approvals({ reference }: { reference: string }): ReactNode {
  const t = useT();
  const { data = [] } = useQuery({ ...approvalsOf(reference), retry: false });
  if (data.length === 0) return null;
  return (
    <section className={css.card} aria-labelledby="access-approvals">
      <h2 id="access-approvals">{t('access.request.approvals')}</h2>
      <ul className={css.rows}>
        {data.flatMap(({ steps }) => steps).flatMap((step) => step.votes.map((vote) => (
          <li key={vote.id}>
            <strong>{(vote.answeredBy ?? vote.person).displayName}</strong>
            <small>{step.name}</small>
            <span>{t(`access.vote.${vote.answer ?? 'none'}`)}</span>
            {vote.answeredAt ? <small><Moment at={vote.answeredAt} /></small> : null}
            {vote.reason ? <small>{vote.reason}</small> : null}
          </li>
        )))}
      </ul>
    </section>
  );
}

function Acts({ request }: { request: AccessRequest }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const command = useRequestCommand(request);
  const [open, setOpen] = useState<Command | null>(null);
  const [busy, setBusy] = useState(false);
  const allowed = COMMANDS.filter((one) => request.allowedCommands.includes(one));
  if (allowed.length === 0) return null;
  const at = (one: Command): void => {
    if (one !== 'confirm' && one !== 'retry') return setOpen(one);
    setBusy(true);
    command(one, {}).then(() => toast.say(t('access.command.done')), (error: unknown) => toast.fail(refusal(error))).finally(() => setBusy(false));
  };
  return (
    <div className={css.acts}>
      {allowed.map((one, i) => <Button key={one} look={i === 0 ? 'primary' : 'secondary'} busy={busy && i === 0} onClick={() => at(one)}>{t(`access.command.${one}`)}</Button>)}
      {open ? <CommandDialog key={open} request={request} command={open} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

const METHODS = ['call_back', 'in_person', 'document', 'video', 'manager'] as const;

function CommandDialog({ request, command, onClose }: { request: AccessRequest; command: Command; onClose: () => void }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const carryOut = useRequestCommand(request);
  const { data: resources = [] } = useQuery({ ...resourcesQuery, enabled: useMay('resource.read') && command === 'specify' });
  const [text, setText] = useState('');
  const [method, setMethod] = useState<string>(METHODS[0]);
  const [right, setRight] = useState('');
  const [until, setUntil] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const sent = (): object => {
    const said = text.trim();
    if (WITH_REASON.has(command)) return { reason: text };
    if (command === 'verify') return { method, ...(said === '' ? {} : { note: said }) };
    if (command === 'specify') return { entitlementId: right, ...(until === '' ? {} : { until: endOfDay(until) }), ...(said === '' ? {} : { reason: said }) };
    return said === '' ? {} : { note: said };
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    setFailed(null);
    carryOut(command, sent()).then(() => {
      toast.say(t('access.command.done'));
      onClose();
    }, (error: unknown) => setFailed(refusal(error))).finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={t(`access.command.${command}`)}>
      <form onSubmit={send}>
        <Stack gap={16}>
          {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
          {command === 'verify' ? <SelectField label={t('access.command.how')} value={method} options={METHODS.map((value) => ({ value, label: t(`access.verification.${value}`) }))} onChange={({ currentTarget }) => setMethod(currentTarget.value)} /> : null}
          {command === 'specify' ? (
            <>
              <SelectField label={t('access.ask.right')} required value={right} placeholder={t('access.ask.choose')} options={resources.flatMap(({ name, entitlements }) => entitlements.filter(({ active }) => active).map((one) => ({ value: one.id, label: one.name, group: name })))} onChange={({ currentTarget }) => setRight(currentTarget.value)} />
              <TextField label={t('access.ask.until')} optional type="date" value={until} onChange={({ currentTarget }) => setUntil(currentTarget.value)} />
            </>
          ) : null}
          <TextArea label={t(WITH_REASON.has(command) ? 'access.command.reason' : 'access.command.note')} optional={!WITH_REASON.has(command)} required={WITH_REASON.has(command)} rows={3} maxLength={1000} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
          <DialogActs>
            <Button onClick={onClose}>{t('act.cancel')}</Button>
            <Button type="submit" look={command === 'cancel' || command === 'reject' ? 'danger' : 'primary'} busy={busy}>{t(`access.command.${command}`)}</Button>
          </DialogActs>
        </Stack>
      </form>
    </Dialog>
  );
}
