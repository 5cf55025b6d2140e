import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useI18n } from '../../shared/i18n';
import { Facts, IconButton, RelativeTime } from '../../shared/ui';
import { StatusChip } from '../../shared/ui/chips';
import { SlaClock } from '../../shared/ui/sla-clock';
import { type IncidentRow, incidentQuery } from '../ticket/queries';
import css from './queue.module.css';

/** A look without leaving the list. */
export function Peek({ row, onClose }: { row: IncidentRow; onClose: () => void }): ReactNode {
  const { t, tOr } = useI18n();
  const { data } = useQuery(incidentQuery(row.reference));
  return (
    <aside className={css.peek} aria-label={t('list.peek')}>
      <div className={css.peekHead}>
        <Link to="/desk/t/$ref" params={{ ref: row.reference }} className={css.reference}>{row.reference}</Link>
        <IconButton label={t('act.close')} keys="Space" size="small" onClick={onClose}><IconX size={16} stroke={1.75} /></IconButton>
      </div>
      <h2>{row.title}</h2>
      <StatusChip state={row.state} phase={row.phase} reason={row.stateReason} />
      <p className={css.words}>{data ? data.description || t('desk.noDescription') : '…'}</p>
      {data?.resolution ? <p className={css.words}>{data.resolution.text}</p> : null}
      <Facts items={[[t('desk.requester'), row.requester.displayName], [t('desk.phone'), row.requester.phone], [t('desk.field.serviceId'), row.service?.name], [t('desk.field.groupId'), row.group?.name], [t('desk.field.assigneeId'), row.assignee?.displayName], [t('desk.created'), <RelativeTime key="c" at={row.createdAt} />]]} />
      <ul className={css.clocks}>{(data?.clocks ?? []).map((clock) => <li key={clock.id}>{tOr(`clock.metric.${clock.metric}`, clock.metric)}: <SlaClock clock={clock} due /></li>)}</ul>
    </aside>
  );
}
