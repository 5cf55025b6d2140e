import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api, body, idempotencyKey, type Schemas, useMay } from '../../shared/api';
import { serverNow, useT } from '../../shared/i18n';
import { Button, CheckField, Dialog, DialogActs, EmptyState, Loaded, Notice, SelectField, Stack, TextField, useRefusal, useTitle } from '../../shared/ui';
import { Chip } from '../../shared/ui/chips';
import css from './access.module.css';
import { Day } from './bits';
import { campaignsQuery, dayOf, endOfDay, resourcesQuery } from './data';
import { AccessFrame } from './frame';

/** Campaigns, and the way to start one. */
export function Campaigns(): ReactNode {
  const t = useT();
  const starts = useMay('recertification.start');
  const query = useQuery(campaignsQuery);
  const [open, setOpen] = useState(false);
  useTitle(t('access.review.title'));
  return (
    <AccessFrame title={t('access.review.title')} acts={starts ? <Button look="primary" onClick={() => setOpen(true)}>{t('access.review.start')}</Button> : null}>
      <Loaded query={query} lines={4} line={72}>
        {(campaigns) =>
          campaigns.length === 0 ? <EmptyState title={t('access.review.none')}>{t('access.review.noneText')}</EmptyState> : (
            <ul className={css.list}>
              {campaigns.map(({ id, name, state, all, endsAt }) => (
                <li key={id} className={css.line}>
                  <div>
                    <h2><Link to="/desk/access/recertifications/$id" params={{ id }}>{name}</Link></h2>
                    <p className={css.meta}>
                      <span>{t('access.review.progress', { answered: all.answered, total: all.total })}</span><span>{t('access.review.result', { kept: all.kept, revoked: all.revoked })}</span>
                      <span>{t('access.col.until')} <Day at={endsAt} /></span>
                    </p>
                  </div>
                  <Chip hue={state === 'running' ? 'teal' : 'grey'}>{t(`access.review.state.${state}`)}</Chip>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {open ? <Start onClose={() => setOpen(false)} /> : null}
    </AccessFrame>
  );
}

function Start({ onClose }: { onClose: () => void }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const navigate = useNavigate();
  const refusal = useRefusal();
  const { data: resources = [] } = useQuery(resourcesQuery);
  const [key] = useState(idempotencyKey);
  const [name, setName] = useState('');
  const [ends, setEnds] = useState(() => dayOf(new Date(serverNow().getTime() + 14 * 86_400_000)));
  const [policy, setPolicy] = useState<'revoke' | 'keep'>('revoke');
  const [resource, setResource] = useState('');
  const [only, setOnly] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const start = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    setFailed(null);
    body<Schemas['RecertificationReply']>(api.POST('/recertifications', { headers: { 'Idempotency-Key': key }, body: { name, endsAt: endOfDay(ends), noAnswer: policy, scope: { ...(resource === '' ? {} : { resourceIds: [resource] }), ...(only ? { exceptionsOnly: true } : {}) } } }))
      .then(async ({ id }) => {
        await client.invalidateQueries({ queryKey: ['notifications'] });
        await navigate({ to: '/desk/access/recertifications/$id', params: { id } });
      }, (error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={t('access.review.start')}>
      <form onSubmit={start}>
        <Stack gap={16}>
          {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
          <TextField label={t('access.review.name')} required maxLength={200} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
          <SelectField label={t('access.register.resource')} placeholder={t('access.register.any')} value={resource} options={resources.map(({ id, name: label }) => ({ value: id, label }))} onChange={({ currentTarget }) => setResource(currentTarget.value)} />
          <TextField label={t('access.review.ends')} type="date" required min={dayOf(new Date(serverNow().getTime() + 86_400_000))} value={ends} onChange={({ currentTarget }) => setEnds(currentTarget.value)} />
          <SelectField label={t('access.review.noAnswer')} value={policy} options={(['revoke', 'keep'] as const).map((value) => ({ value, label: t(`access.review.noAnswer.${value}`) }))} onChange={({ currentTarget }) => setPolicy(currentTarget.value as 'revoke')} />
          <CheckField label={t('access.review.exceptionsOnly')} checked={only} onChange={({ currentTarget }) => setOnly(currentTarget.checked)} />
          <DialogActs>
            <Button onClick={onClose}>{t('act.cancel')}</Button>
            <Button type="submit" look="primary" busy={busy}>{t('access.review.start')}</Button>
          </DialogActs>
        </Stack>
      </form>
    </Dialog>
  );
}
