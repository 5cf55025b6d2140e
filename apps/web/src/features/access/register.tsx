import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { raw } from '../../shared/api';
import { serverNow, useI18n } from '../../shared/i18n';
import { Button, CheckField, EmptyState, Loaded, Notice, SelectField, TextField, toast, useRefusal, useTitle } from '../../shared/ui';
import css from './access.module.css';
import { Day, GrantState, Risk, Until } from './bits';
import { type Grant, grantsQuery, resourcesQuery } from './data';
import { AccessFrame } from './frame';
import { GrantDialog } from './grant';

/** All that a register shows stands in the address, so that it can be sent to a colleague. */
export interface RegisterSearch {
  q?: string | undefined;
  resource?: string | undefined;
  state?: 'pending' | 'over' | 'all' | undefined;
  risk?: 'high' | 'medium' | 'low' | undefined;
  ends?: '30' | undefined;
  left?: 'yes' | undefined;
  sod?: 'yes' | undefined;
  asOf?: string | undefined;
  grant?: string | undefined;
}

const DAYS_AHEAD = 30;
const WAIT_MS = 250;

function queryOf({ q, resource, state, risk, ends, left, sod, asOf }: RegisterSearch): string {
  const params = new URLSearchParams();
  const add = (name: string, ...values: string[]): void => values.forEach((value) => params.append(name, value));
  if (q) add('q', q);
  if (resource) add('resourceId', resource);
  if (risk) add('risk', risk);
  if (state === 'pending') add('pending', 'true');
  else if (state === 'over') add('state', 'revoked', 'expired');
  else if (state !== 'all') add('state', 'active', 'suspended');
  if (ends) add('untilTo', new Date(Math.floor(serverNow().getTime() / 3_600_000) * 3_600_000 + DAYS_AHEAD * 86_400_000).toISOString());
  if (left) add('left', 'true');
  if (sod) add('exception', 'true');
  if (asOf) add('asOf', new Date(asOf).toISOString());
  return params.toString();
}

/** Who has what, since when, why, approved by whom: now or as of any past instant (ux.md §1.5.11). */
export function Register(): ReactNode {
  const { t, locale } = useI18n();
  const search = useSearch({ strict: false }) as RegisterSearch;
  const navigate = useNavigate();
  const go = (part: RegisterSearch): void => void navigate({ to: '/desk/access/grants', search: { ...search, ...part } });
  const filter = queryOf(search);
  const query = useInfiniteQuery(grantsQuery(`${filter}${search.ends ? '&sort=until' : ''}&limit=100&count=exact`));
  const { data: resources = [] } = useQuery(resourcesQuery);
  const [text, setText] = useState(search.q ?? '');
  useTitle(t('access.register.title'));
  useEffect(() => {
    const timer = setTimeout(() => text.trim() !== (search.q ?? '') && go({ q: text.trim() === '' ? undefined : text.trim() }), WAIT_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the address follows the text, not the other way round
  }, [text]);
  const choose = <K extends keyof RegisterSearch>(name: K) => ({ currentTarget }: { currentTarget: { value: string } }): void => go({ [name]: currentTarget.value === '' ? undefined : currentTarget.value });
  return (
    <AccessFrame title={t('access.register.title')} acts={<Export filter={filter} />}>
      <div className={css.filters}>
        <TextField label={t('access.register.find')} type="search" value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        <SelectField label={t('access.register.resource')} placeholder={t('access.register.any')} value={search.resource ?? ''} options={resources.map(({ id, name }) => ({ value: id, label: name }))} onChange={choose('resource')} />
        <SelectField label={t('access.register.state')} value={search.state ?? ''} options={[{ value: '', label: t('access.register.held') }, { value: 'pending', label: t('access.register.pending') }, { value: 'over', label: t('access.register.over') }, { value: 'all', label: t('access.register.everything') }]} onChange={choose('state')} />
        <SelectField label={t('access.register.risk')} placeholder={t('access.register.any')} value={search.risk ?? ''} options={(['high', 'medium', 'low'] as const).map((value) => ({ value, label: t(`access.risk.${value}`) }))} onChange={choose('risk')} />
        <SelectField label={t('access.register.ends')} value={search.ends ?? ''} options={[{ value: '', label: t('access.register.endsAny') }, { value: '30', label: t('access.register.ends30') }]} onChange={choose('ends')} />
        <SelectField label={t('access.register.left')} value={search.left ?? ''} options={[{ value: '', label: t('access.register.leftAny') }, { value: 'yes', label: t('access.register.leftOnly') }]} onChange={choose('left')} />
        <TextField label={t('access.register.asOf')} hint={t('access.register.asOfHint')} type="datetime-local" value={search.asOf ?? ''} onChange={choose('asOf')} />
        <CheckField label={t('access.register.exception')} checked={search.sod === 'yes'} onChange={({ currentTarget }) => go({ sod: currentTarget.checked ? 'yes' : undefined })} />
      </div>
      {search.asOf ? <Notice tone="info">{t('access.register.past', { at: new Date(search.asOf).toLocaleString(locale === 'en' ? 'en-GB' : 'uk-UA') })}</Notice> : null}
      <Loaded query={query} lines={8} line={44}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          if (rows.length === 0)
            return <EmptyState title={t('access.register.empty')} acts={<Button onClick={() => { setText(''); void navigate({ to: '/desk/access/grants', search: {} }); }}>{t('access.register.reset')}</Button>} />;
          return (
            <>
              <p className={css.lead} role="status">{t('access.register.count', { n: pages[0]?.total ?? rows.length })}</p>
              <Table rows={rows} onOpen={(grant) => go({ grant: grant.id })} />
              {query.hasNextPage ? <div><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('access.more')}</Button></div> : null}
            </>
          );
        }}
      </Loaded>
      {search.grant ? <GrantDialog id={search.grant} onClose={() => go({ grant: undefined })} /> : null}
    </AccessFrame>
  );
}

function Table({ rows, onOpen }: { rows: readonly Grant[]; onOpen: (grant: Grant) => void }): ReactNode {
  const { t } = useI18n();
  return (
    <div className={css.table} role="group" aria-label={t('access.register.title')} tabIndex={0}>
      <table>
        <thead>
          <tr>{(['person', 'right', 'risk', 'since', 'until', 'basis', 'state'] as const).map((column) => <th key={column} scope="col">{t(`access.col.${column}`)}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((grant) => (
            <tr key={grant.id}>
              <th scope="row">
                <Button look="link" onClick={() => onOpen(grant)} aria-label={t('access.grant.title', { person: grant.person.displayName, right: `${grant.resource.name}, ${grant.entitlement.name}` })}>{grant.person.displayName}</Button>
                <small>{grant.personActive ? grant.department : t('access.gone')}</small>
              </th>
              <td>{grant.entitlement.name}<small>{grant.resource.name}</small></td>
              <td><Risk risk={grant.risk} /></td>
              <td><Day at={grant.grantedAt} /></td>
              <td><Until until={grant.endedAt ?? grant.until} held={grant.endedAt === null} /></td>
              <td>
                <Link to="/desk/access/$ref" params={{ ref: grant.request.reference }} className={css.nowrap}>{grant.request.reference}</Link>
                <small>{grant.approvedBy.map(({ person }) => person.displayName).join(', ')}</small>
              </td>
              <td><GrantState grant={grant} />{grant.sodRules.length === 0 ? null : <small>{t('access.exceptionMark', { rules: grant.sodRules.join(', ') })}</small>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The same rows as a file that can be checked later: its digest stands in the journal. */
function Export({ filter }: { filter: string }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    const answer = await raw(`/grants.csv?${filter}`);
    const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'grants.csv';
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(await answer.blob()), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
    toast.say(t('access.register.exported', { sha: (answer.headers.get('x-content-sha256') ?? '').slice(0, 16) }));
  };
  return (
    <Button icon={<IconDownload size={18} stroke={1.75} aria-hidden />} busy={busy} onClick={() => { setBusy(true); save().catch((error: unknown) => toast.fail(refusal(error))).finally(() => setBusy(false)); }}>
      {t('access.register.export')}
    </Button>
  );
}
