import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type TextKey, useI18n } from '../../shared/i18n';
import { RelativeTime } from '../../shared/ui';
import { MajorChip, PriorityChip, StatusChip, VipChip } from '../../shared/ui/chips';
import type { Column } from '../../shared/ui/data-table';
import { SlaClock } from '../../shared/ui/sla-clock';
import type { IncidentRow } from '../ticket/queries';
import css from './queue.module.css';

export const COLUMNS = ['reference', 'title', 'priority', 'state', 'due', 'requester', 'assignee', 'group', 'service', 'channel', 'tags', 'created', 'updated'] as const;
export type ColumnName = (typeof COLUMNS)[number];
export const USUAL: readonly ColumnName[] = ['priority', 'reference', 'title', 'state', 'due', 'requester', 'assignee', 'updated'];

const Reference = ({ row }: { row: IncidentRow }): ReactNode => (
  <Link to="/desk/t/$ref" params={{ ref: row.reference }} className={css.reference}>
    {row.reference}
  </Link>
);

function Title({ row }: { row: IncidentRow }): ReactNode {
  const { t } = useI18n();
  return (
    <span className={css.what} data-unread={row.unread || undefined}>
      {row.title} {row.major ? <MajorChip /> : null}
      {row.hasDraft ? <span className={css.mark} title={t('queue.hasDraft')}> ✎<span className="visually-hidden">{t('queue.hasDraft')}</span></span> : null}
      {row.reopenCount > 0 ? <span className={css.mark} title={t('desk.reopened')}> ↩{row.reopenCount}</span> : null}
      {row.viewers.length > 0 ? <span className={css.viewers}> {t('presence.looking', { names: row.viewers.map(({ displayName }) => displayName).join(', ') })}</span> : null}
    </span>
  );
}

/** A paused clock says why it stands. */
export function Due({ row }: { row: IncidentRow }): ReactNode {
  const { tOr } = useI18n();
  if (!row.nextClock) return null;
  return <SlaClock due clock={{ ...row.nextClock, pauseReason: row.nextClock.state === 'paused' && row.stateReason ? tOr(`ticket.holdReason.${row.stateReason}`, row.stateReason) : null }} />;
}

const DEFINED: Readonly<Record<ColumnName, Omit<Column<IncidentRow>, 'key' | 'head'>>> = {
  priority: { sort: 'priority', width: 64, cell: (row) => <PriorityChip priority={row.priority} /> },
  reference: { sort: 'reference', width: 104, cell: (row) => <Reference row={row} /> },
  title: { isRowHead: true, width: '34%', cell: (row) => <Title row={row} /> },
  state: { width: 120, cell: (row) => <StatusChip state={row.state} phase={row.phase} /> },
  due: { sort: 'dueAt', width: 200, cell: (row) => <Due row={row} /> },
  requester: { width: 120, cell: (row) => <>{row.requester.displayName} {row.requester.vip === true ? <VipChip /> : null}</> },
  assignee: { width: 110, cell: (row) => row.assignee?.displayName ?? '—' },
  group: { width: 130, cell: (row) => row.group?.name ?? '—' },
  service: { width: 130, cell: (row) => row.service?.name ?? '—' },
  channel: { width: 90, cell: (row) => <Channel channel={row.channel} /> },
  tags: { width: 120, cell: (row) => (row.tags ?? []).join(', ') },
  created: { sort: 'createdAt', width: 110, cell: (row) => <RelativeTime at={row.createdAt} /> },
  updated: { sort: 'updatedAt', width: 96, cell: (row) => <RelativeTime at={row.updatedAt} /> },
};

function Channel({ channel }: { channel: string }): ReactNode {
  const { tOr } = useI18n();
  return tOr(`ticket.channel.${channel}`, channel);
}

export const isColumn = (name: string): name is ColumnName => (COLUMNS as readonly string[]).includes(name);

export function columnsOf(names: readonly ColumnName[], t: (key: TextKey) => string): Column<IncidentRow>[] {
  return names.map((key) => ({ key, head: t(`desk.col.${key}`), ...DEFINED[key] }));
}

/** One column a row, for a phone. */
export function cardColumn(t: (key: TextKey) => string): Column<IncidentRow> {
  return {
    key: 'title', head: t('desk.col.title'), isRowHead: true,
    cell: (row) => (
      <span className={css.card}>
        <span className={css.line}>
          <PriorityChip priority={row.priority} /> <Reference row={row} /> <StatusChip state={row.state} phase={row.phase} />
        </span>
        <Title row={row} />
        <span className={css.line}>
          <Due row={row} /> <span>{row.requester.displayName}</span>
        </span>
      </span>
    ),
  };
}
