import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useT } from '../../shared/i18n';
import { Button, Dialog, DialogActs, Loaded, Moment, Notice, Stack, TextArea, toast, useRefusal } from '../../shared/ui';
import css from './access.module.css';
import { Day, GrantState, Risk, Until } from './bits';
import { type GrantCard, grantQuery, useGrantAct } from './data';

type Act = 'revoke' | 'suspend' | 'resume';
const ACTS: readonly Act[] = ['suspend', 'resume', 'revoke'];

/** One grant: what it rests on, all that happened to it, and what may be decided about it. */
export function GrantDialog({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const t = useT();
  const query = useQuery(grantQuery(id));
  const [act, setAct] = useState<Act | null>(null);
  const title = query.data ? t('access.grant.title', { person: query.data.person.displayName, right: `${query.data.resource.name}, ${query.data.entitlement.name}` }) : t('access.request.grant');
  return (
    <Dialog open onClose={onClose} title={title} width={680}>
      <Loaded query={query} lines={5} line={32}>
        {(grant) => (act === null ? <Whole grant={grant} onAct={setAct} /> : <Decide grant={grant} act={act} onDone={() => setAct(null)} />)}
      </Loaded>
    </Dialog>
  );
}

function Whole({ grant, onAct }: { grant: GrantCard; onAct: (act: Act) => void }): ReactNode {
  const t = useT();
  const allowed = ACTS.filter((one) => grant.allowedCommands.includes(one));
  return (
    <Stack gap={16}>
      <div className={css.acts}><GrantState grant={grant} /><Risk risk={grant.risk} /></div>
      <dl className={css.facts}>
        <dt>{t('access.col.since')}</dt><dd><Day at={grant.grantedAt} /></dd>
        <dt>{t('access.col.until')}</dt><dd><Until until={grant.endedAt ?? grant.until} held={grant.endedAt === null} /></dd>
        <dt>{t('access.basis')}</dt><dd><Link to="/desk/access/$ref" params={{ ref: grant.request.reference }}>{grant.request.reference}</Link></dd>
        {grant.approvedBy.length === 0 ? null : <><dt>{t('access.approvedBy')}</dt><dd>{grant.approvedBy.map(({ person }) => person.displayName).join(', ')}</dd></>}
        {grant.sodRules.length === 0 ? null : <><dt>{t('access.request.sod')}</dt><dd>{t('access.exceptionMark', { rules: grant.sodRules.join(', ') })}</dd></>}
        {grant.lastUsedAt === null ? null : <><dt>{t('access.col.used')}</dt><dd><Day at={grant.lastUsedAt} /></dd></>}
      </dl>
      {allowed.length === 0 ? null : <div className={css.acts}>{allowed.map((one) => <Button key={one} look={one === 'revoke' ? 'danger' : 'secondary'} onClick={() => onAct(one)}>{t(`access.grant.${one}`)}</Button>)}</div>}
      <section aria-labelledby="grant-history">
        <h3 id="grant-history">{t('access.grant.history')}</h3>
        <ol className={css.history}>
          {[...grant.history].reverse().map((line) => (
            <li key={line.seq}>
              <p><strong>{t((line.action ? `access.event.${line.kind}.${line.action}` : `access.event.${line.kind}`) as 'access.event.granted')}</strong> <Moment at={line.at} exact /></p>
              <small>{[line.by.displayName, line.ticket, line.campaign, line.reason].filter(Boolean).join(' · ')}</small>
            </li>
          ))}
        </ol>
      </section>
    </Stack>
  );
}

/** Says who loses what; the reason is typed (ux.md §1.5.11). */
function Decide({ grant, act, onDone }: { grant: GrantCard; act: Act; onDone: () => void }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const decide = useGrantAct();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setBusy(true);
        setFailed(null);
        decide(grant, act, reason).then(() => { toast.say(t('access.command.done')); onDone(); }, (error: unknown) => { setFailed(refusal(error)); setBusy(false); });
      }}
    >
      <Stack gap={16}>
        {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
        <p>{t(`access.grant.${act}Text`, { person: grant.person.displayName, right: `${grant.resource.name}, ${grant.entitlement.name}` })}</p>
        <TextArea label={t('access.grant.reason')} required autoFocus rows={3} maxLength={2000} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
        <DialogActs>
          <Button onClick={onDone}>{t('act.cancel')}</Button>
          <Button type="submit" look={act === 'revoke' ? 'danger' : 'primary'} busy={busy} disabled={reason.trim() === ''}>{t(`access.grant.${act}Act`)}</Button>
        </DialogActs>
      </Stack>
    </form>
  );
}
