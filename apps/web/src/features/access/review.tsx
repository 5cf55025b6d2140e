import { IconChevronLeft } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, body, idempotencyKey, ifMatch, isApiError, type Schemas, useMe } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { useT } from '../../shared/i18n';
import { Button, ConfirmAct, Loaded, Notice, SelectField, TextArea, toast, useRefusal, useTitle } from '../../shared/ui';
import { Chip } from '../../shared/ui/chips';
import css from './access.module.css';
import { Day, Risk, Until } from './bits';
import { type Campaign, type Item, campaignQuery, itemsQuery } from './data';

/** One screen per owner: what is unusual first, a key a row, the rest at once (ux.md §1.5.11). */
export function Review({ id, desk }: { id: string; desk: boolean }): ReactNode {
  const t = useT();
  const query = useQuery(campaignQuery(id));
  useTitle(query.data?.name ?? t('access.review.title'));
  if (isApiError(query.error, 404) || isApiError(query.error, 403)) throw query.error;
  return (
    <div className={css.wide}>
      <Link to={desk ? '/desk/access/recertifications' : '/portal/access'}><IconChevronLeft size={18} stroke={1.75} aria-hidden /> {t(desk ? 'access.review.back' : 'access.request.back')}</Link>
      <Loaded query={query} lines={4} line={56}>{(campaign) => <Whole campaign={campaign} desk={desk} />}</Loaded>
    </div>
  );
}

function Whole({ campaign, desk }: { campaign: Campaign; desk: boolean }): ReactNode {
  const t = useT();
  const me = useMe();
  const seesAll = desk && (me.permissions['recertification.read']?.includes('all') ?? false);
  const [of, setOf] = useState<'mine' | 'all'>(seesAll && campaign.mine.total === 0 ? 'all' : 'mine');
  const items = useQuery(itemsQuery(campaign.id, of));
  const shown = of === 'all' ? campaign.all : campaign.mine;
  const [cancelling, setCancelling] = useState(false);
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  return (
    <>
      <div className={css.head}>
        <h1>{campaign.name}</h1>
        <Chip hue={campaign.state === 'running' ? 'teal' : 'grey'}>{t(`access.review.state.${campaign.state}`)}</Chip>
      </div>
      <p className={css.meta}>
        <span>{t('access.review.progress', { answered: shown.answered, total: shown.total })}</span><span>{t('access.review.result', { kept: shown.kept, revoked: shown.revoked })}</span>
        <span>{t('access.col.until')} <Day at={campaign.endsAt} /></span>{campaign.state === 'running' ? <span>{t(`access.review.policy.${campaign.noAnswer}`)}</span> : null}
      </p>
      <div className={css.progress} aria-hidden><i style={{ width: `${shown.total === 0 ? 0 : (100 * shown.answered) / shown.total}%` }} /></div>
      <div className={css.filters}>
        {seesAll ? <SelectField label={t('access.review.whose')} value={of} options={[{ value: 'mine', label: t('access.review.mine') }, { value: 'all', label: t('access.review.all') }]} onChange={({ currentTarget }) => setOf(currentTarget.value as 'mine')} /> : null}
        {desk && campaign.mayCancel ? <Button onClick={() => setCancelling(true)}>{t('access.review.cancel')}</Button> : null}
      </div>
      <Loaded query={items} lines={6} line={44}>{(all) => <Items campaign={campaign} items={all} of={of} />}</Loaded>
      <ConfirmAct
        open={cancelling} onClose={() => setCancelling(false)} title={t('access.review.cancel')} act={t('access.review.cancel')} danger
        onConfirm={async () => {
          await body(api.POST('/recertifications/{id}/cancel', { params: { path: { id: campaign.id } }, headers: ifMatch(campaign.version), body: { reason } }));
          await client.invalidateQueries({ queryKey: ['notifications', 'recertifications'] });
        }}
      >
        <p>{t('access.review.cancelText')}</p>
        <TextArea label={t('access.command.reason')} rows={2} maxLength={1000} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
      </ConfirmAct>
    </>
  );
}

function Items({ campaign, items, of }: { campaign: Campaign; items: readonly Item[]; of: 'mine' | 'all' }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const refusal = useRefusal();
  const [active, setActive] = useState<string | null>(items.find(({ mayAnswer, answer }) => mayAnswer && answer === null)?.id ?? null);
  const open = items.filter(({ mayAnswer, answer }) => mayAnswer && answer === null);
  const usual = open.filter(({ exception }) => !exception);
  const at = items.findIndex(({ id }) => id === active);
  const send = (given: readonly Item[], answer: 'keep' | 'revoke'): void => {
    if (given.length === 0) return;
    body<Schemas['RecertificationReply']>(api.POST('/recertifications/{id}/answers', { params: { path: { id: campaign.id } }, headers: { 'Idempotency-Key': idempotencyKey() }, body: { answers: given.map(({ id }) => ({ itemId: id, answer })) } })).then(
      (after) => {
        client.setQueryData(campaignQuery(campaign.id).queryKey, after);
        client.setQueryData(itemsQuery(campaign.id, of).queryKey, (before = []) => before.map((item) => (given.some(({ id }) => id === item.id) ? { ...item, answer, mayAnswer: answer === 'keep' } : item)));
        void client.invalidateQueries({ queryKey: itemsQuery(campaign.id, of).queryKey });
        const next = items.find(({ id, mayAnswer, answer: known }, i) => i > at && mayAnswer && known === null && !given.some((one) => one.id === id)) ?? open.find(({ id }) => !given.some((one) => one.id === id));
        if (next) move(next.id);
      },
      (error: unknown) => toast.fail(refusal(error)),
    );
  };
  const move = (id: string): void => {
    setActive(id);
    document.getElementById(`review-${id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const step = (by: number): void => {
    const next = items[at < 0 ? 0 : at + by];
    if (next) move(next.id);
  };
  const current = items[at];
  const may = current?.mayAnswer === true;
  useHotkey('ArrowDown', t('access.review.items'), () => step(1));
  useHotkey('ArrowUp', t('access.review.items'), () => step(-1));
  useHotkey('KeyK', t('access.review.keep'), () => current && send([current], 'keep'), { disabled: !may });
  useHotkey('KeyR', t('access.review.revoke'), () => current && send([current], 'revoke'), { disabled: !may });
  const groups = [{ key: 'exceptions', rows: items.filter(({ exception }) => exception) }, { key: 'usual', rows: items.filter(({ exception }) => !exception) }] as const;
  return (
    <>
      {open.length === 0 ? <Notice tone="good" role="status">{t('access.review.allDone')}</Notice> : <p className={css.lead}>{t('access.review.keys')}</p>}
      <div className={css.table} role="group" aria-label={t('access.review.items')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {(['person', 'right', 'period', 'used', 'why'] as const).map((column) => <th key={column} scope="col">{t(`access.col.${column}`)}</th>)}
              <th scope="col">{t('access.col.state')}</th>
            </tr>
          </thead>
          {groups.filter(({ rows }) => rows.length > 0).map(({ key, rows }) => (
            <tbody key={key}>
              <tr className={css.group}><th scope="rowgroup" colSpan={6}>{t(`access.review.${key}`)}</th></tr>
              {rows.map((item) => (
                <tr key={item.id} id={`review-${item.id}`} data-active={item.id === active || undefined} onClick={() => setActive(item.id)}>
                  <th scope="row">{item.person.displayName}<small>{item.department}</small></th>
                  <td>{item.entitlement}<small>{item.resource.name}</small><Risk risk={item.risk} /></td>
                  <td><Day at={item.grantedAt} /><small>{item.until === null ? null : t('access.col.until')} <Until until={item.until} /></small></td>
                  <td>{item.lastUsedAt === null ? '—' : <Day at={item.lastUsedAt} />}</td>
                  <td>{item.flags.length === 0 ? '—' : item.flags.map((flag) => t(`access.flag.${flag}`)).join(', ')}{of === 'all' ? <small>{`${t('access.review.reviewer')}: ${item.reviewer.displayName}`}</small> : null}</td>
                  <td><Answered item={item} onAnswer={(answer) => send([item], answer)} /></td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
      {usual.length > 1 ? <div><Button look="primary" onClick={() => send(usual.slice(0, 200), 'keep')}>{t('access.review.keepRest', { n: usual.length })}</Button></div> : null}
    </>
  );
}

function Answered({ item, onAnswer }: { item: Item; onAnswer: (answer: 'keep' | 'revoke') => void }): ReactNode {
  const t = useT();
  if (item.answer !== null) {
    const words = { keep: 'access.review.kept', revoke: 'access.review.revoked', gone: 'access.review.goneAnswer' } as const;
    return (
      <span>
        {t(words[item.answer])}
        <small>{item.answeredBy?.displayName}</small>
      </span>
    );
  }
  if (!item.mayAnswer) return '—';
  const what = `${item.person.displayName}, ${item.entitlement}`;
  return (
    <span className={css.acts}>
      <Button size="small" keys="KeyK" aria-label={`${t('access.review.keep')}: ${what}`} onClick={() => onAnswer('keep')}>{t('access.review.keep')}</Button>
      <Button size="small" keys="KeyR" look="danger" aria-label={`${t('access.review.revoke')}: ${what}`} onClick={() => onAnswer('revoke')}>{t('access.review.revoke')}</Button>
    </span>
  );
}
