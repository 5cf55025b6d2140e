import { IconKey } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useMay, useMe } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, ButtonLink, Dialog, DialogActs, EmptyState, Loaded, Notice, Stack, TextArea, TextField, toast, useRefusal, useTitle } from '../../shared/ui';
import { StatusChip } from '../../shared/ui/chips';
import css from './access.module.css';
import { Day, GrantState, Until } from './bits';
import { type Grant, campaignsQuery, dayOf, endOfDay, extend, myGrants, requestsQuery } from './data';

/** What one has, until when and why; what one asked for; what one is asked about (ux.md §1.3 `/portal/access`). */
export function MyAccess(): ReactNode {
  const t = useT();
  const me = useMe();
  const asks = useMay('access.request');
  const grants = useQuery(myGrants(me.person.id));
  const requests = useQuery(requestsQuery(`requesterId=@me&phase=new&phase=active&phase=waiting&phase=resolved&limit=50`)).data?.items ?? [];
  const [extending, setExtending] = useState<Grant | null>(null);
  useTitle(t('access.mine.title'));
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>{t('access.mine.title')}</h1>
        {asks ? <ButtonLink to="/portal/access/new" look="primary" icon={<IconKey size={18} stroke={1.75} aria-hidden />}>{t('access.mine.ask')}</ButtonLink> : null}
      </div>
      <p className={css.lead}>{t('access.mine.lead')}</p>
      <Reviews />
      {requests.length === 0 ? null : (
        <section aria-labelledby="access-requests">
          <h2 id="access-requests">{t('access.mine.requests')}</h2>
          <ul className={css.list}>
            {requests.map((request) => (
              <li key={request.id} className={css.line}>
                <div>
                  <h3><Link to="/portal/access/$ref" params={{ ref: request.reference }}>{request.title}</Link></h3>
                  <p className={css.meta}><span>{request.reference}</span><span>{t(`access.purpose.${request.purpose}`)}</span></p>
                </div>
                <StatusChip state={request.state} phase={request.phase} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Loaded query={grants} lines={4} line={72}>
        {(all) => {
          const held = all.filter(({ endedAt }) => endedAt === null);
          const over = all.filter(({ endedAt }) => endedAt !== null);
          return (
            <>
              <section aria-labelledby="access-held">
                <h2 id="access-held">{t('access.mine.held')}</h2>
                {held.length === 0 ? <EmptyState icon={<IconKey size={40} stroke={1.25} aria-hidden />} title={t('access.mine.none')}>{t('access.mine.noneText')}</EmptyState> : <Grants grants={held} onExtend={setExtending} />}
              </section>
              {over.length === 0 ? null : (
                <details>
                  <summary>{`${t('access.mine.over')} (${over.length})`}</summary>
                  <Grants grants={over} onExtend={setExtending} />
                </details>
              )}
            </>
          );
        }}
      </Loaded>
      {extending ? <Extend grant={extending} onClose={() => setExtending(null)} /> : null}
    </div>
  );
}

function Reviews(): ReactNode {
  const t = useT();
  const { data = [] } = useQuery({ ...campaignsQuery, enabled: useMay('recertification.read') });
  return data
    .filter(({ state, mine }) => state === 'running' && mine.total > mine.answered)
    .map(({ id, name, mine, endsAt }) => (
      <Notice key={id} tone="warn">
        <strong>{t('access.mine.review')}</strong>{' '}
        {t('access.mine.reviewText', { name, n: mine.total - mine.answered, until: new Date(endsAt).toLocaleDateString() })}{' '}
        <Link to="/portal/access/recertifications/$id" params={{ id }}>{t('access.mine.reviewGo')}</Link>
      </Notice>
    ));
}

function Grants({ grants, onExtend }: { grants: readonly Grant[]; onExtend: (grant: Grant) => void }): ReactNode {
  const t = useT();
  return (
    <ul className={css.list}>
      {grants.map((grant) => (
        <li key={grant.id} className={css.line}>
          <div>
            <h3>{`${grant.resource.name}, ${grant.entitlement.name}`}</h3>
            <p className={css.meta}>
              <GrantState grant={grant} />
              <span>{t('access.col.since')} <Day at={grant.grantedAt} /></span>
              <span>{(grant.endedAt ?? grant.until) === null ? null : t('access.col.until')} <Until until={grant.endedAt ?? grant.until} held={grant.endedAt === null} /></span>
            </p>
            <p className={css.meta}>
              <span>{t('access.basis')}: <Link to="/portal/access/$ref" params={{ ref: grant.request.reference }}>{grant.request.reference}</Link></span>
              {grant.approvedBy.length === 0 ? null : <span>{t('access.approvedBy')}: {grant.approvedBy.map(({ person }) => person.displayName).join(', ')}</span>}
            </p>
          </div>
          {grant.allowedCommands.includes('extend') ? <Button aria-label={t('access.extend.title', { name: grant.entitlement.name })} onClick={() => onExtend(grant)}>{t('access.extend')}</Button> : null}
        </li>
      ))}
    </ul>
  );
}

function Extend({ grant, onClose }: { grant: Grant; onClose: () => void }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const refusal = useRefusal();
  const first = dayOf(new Date(Date.parse(grant.until ?? '') + 86_400_000));
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const [exception, setException] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    setFailed(null);
    extend(grant.id, { until: endOfDay(until), reason, ...(exception.trim() === '' ? {} : { exceptionReason: exception }) })
      .then(() => {
        toast.say(t('access.extend.sent'));
        void client.invalidateQueries({ queryKey: ['tickets'] });
        onClose();
      }, (error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={t('access.extend.title', { name: `${grant.resource.name}, ${grant.entitlement.name}` })}>
      <form onSubmit={send}>
        <Stack gap={16}>
          {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
          <TextField label={t('access.extend.until')} type="date" required min={first} value={until} onChange={({ currentTarget }) => setUntil(currentTarget.value)} />
          <TextArea label={t('access.ask.reason')} hint={t('access.ask.reasonHint')} required maxLength={2000} rows={3} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
          {grant.sodRules.length === 0 ? null : <TextArea label={t('access.ask.exception')} hint={t('access.ask.exceptionHint')} required maxLength={1000} rows={2} value={exception} onChange={({ currentTarget }) => setException(currentTarget.value)} />}
          <DialogActs>
            <Button onClick={onClose}>{t('act.cancel')}</Button>
            <Button type="submit" look="primary" busy={busy}>{t('access.extend.send')}</Button>
          </DialogActs>
        </Stack>
      </form>
    </Dialog>
  );
}
