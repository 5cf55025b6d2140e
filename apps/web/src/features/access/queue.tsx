import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { ButtonLink, EmptyState, Loaded, Moment, SelectField, useTitle } from '../../shared/ui';
import { Chip, StatusChip } from '../../shared/ui/chips';
import css from './access.module.css';
import { requestsQuery } from './data';
import { AccessFrame } from './frame';

export const SHOWN = ['all', 'verify', 'words', 'work', 'approving', 'removals'] as const;
export type Shown = (typeof SHOWN)[number];

const QUERIES: Readonly<Record<Shown, string>> = {
  all: 'phase=new&phase=active&phase=waiting&phase=resolved', verify: 'state=verifying', words: 'state=submitted', work: 'state=provisioning', approving: 'state=approving', removals: 'state=provisioning',
};

/** Requests and what is to be done about them, the most urgent first. */
export function AccessQueue(): ReactNode {
  const t = useT();
  const { show = 'all' as Shown } = useSearch({ strict: false }) as { show?: Exclude<Shown, 'all'> };
  const navigate = useNavigate();
  const registers = useMay('access.requestFor');
  const query = useQuery(requestsQuery(`${QUERIES[show]}&sort=dueAt&limit=100`));
  useTitle(t('access.desk.title'));
  return (
    <AccessFrame title={t('access.desk.title')} acts={registers ? <ButtonLink to="/desk/access/new" look="primary">{t('access.desk.register')}</ButtonLink> : null}>
      <div className={css.filters}>
        <SelectField label={t('access.queue.show')} value={show} options={SHOWN.map((value) => ({ value, label: t(`access.queue.${value}`) }))} onChange={({ currentTarget }) => void navigate({ to: '/desk/access', search: { show: currentTarget.value === 'all' ? undefined : (currentTarget.value as Exclude<Shown, 'all'>) } })} />
      </div>
      <Loaded query={query} lines={6} line={44}>
        {({ items }) => {
          const rows = show === 'removals' ? items.filter(({ purpose }) => purpose !== 'grant' && purpose !== 'extend') : items;
          if (rows.length === 0) return <EmptyState>{t('access.queue.empty')}</EmptyState>;
          return (
            <div className={css.table} role="group" aria-label={t('access.desk.requests')} tabIndex={0}>
              <table>
                <thead>
                  <tr>
                    {(['reference', 'title', 'who', 'state', 'due', 'group'] as const).map((column) => <th key={column} scope="col">{t(`access.queue.${column}`)}</th>)}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id}>
                      <td className={css.nowrap}>{row.reference}</td>
                      <th scope="row"><Link to="/desk/access/$ref" params={{ ref: row.reference }}>{row.title}</Link><small>{t(`access.purpose.${row.purpose}`)}</small></th>
                      <td>{row.requester.displayName}</td>
                      <td><StatusChip state={row.state} phase={row.phase} /> {row.failed ? <Chip hue="red">{t('access.queue.failed')}</Chip> : null}</td>
                      <td className={css.nowrap}>{row.nextClock ? <span className={row.nextClock.state === 'breached' ? css.late : undefined}><Moment at={row.nextClock.dueAt} /></span> : '—'}</td>
                      <td>{row.group?.name ?? '—'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </Loaded>
    </AccessFrame>
  );
}
