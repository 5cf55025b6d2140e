import { IconArrowRight, IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { shellsOf, useMe } from '../../shared/api';
import { useI18n, useNow } from '../../shared/i18n';
import { EmptyState, RelativeTime } from '../../shared/ui';
import { asked, csvOf, reportQuery, type TodayReport } from './data';
import { Kpi, Num } from './figures';
import { Part, ReportFrame, useInsight, Wide } from './frame';
import css from './insight.module.css';

const COLUMNS = ['open', 'new', 'unassigned', 'breached', 'dueNextHour', 'dueToday', 'onHoldTooLong'] as const;

/** What asks for action first, then the day beside what is usual (ux.md §1.5.25). */
export function TodayPage(): ReactNode {
  const { t, format } = useI18n();
  const now = useNow();
  const [search] = useInsight();
  const given = asked(search, ['service', 'group', 'priority']);
  const query = useQuery({ ...reportQuery('today', given), refetchInterval: 60_000 });
  const at = query.data ? new Date(query.data.at) : now;
  return (
    <ReportFrame title={t('insight.today')} lead={query.data ? t('insight.today.at', { at: format.absolute(at), zone: query.data.timeZone }) : undefined} cuts={['group', 'service', 'priority']} csv={csvOf('today', given)} query={query}>
      {(report) => (
        <>
          <Majors report={report} />
          <h2 className="visually-hidden">{t('insight.today.urgent')}</h2>
          <dl className={css.kpis}>
            <Kpi label={t('insight.today.breached')} tone={report.totals.breached.count > 0 ? 'bad' : undefined}><Num figure={report.totals.breached} name={t('insight.today.breached')} className={css.late} /></Kpi>
            <Kpi label={t('insight.today.dueNextHour')} tone={report.totals.dueNextHour.count > 0 ? 'warn' : undefined} aside={<>{t('insight.today.dueToday')}: <Num figure={report.totals.dueToday} name={t('insight.today.dueToday')} /></>}><Num figure={report.totals.dueNextHour} name={t('insight.today.dueNextHour')} /></Kpi>
            <Kpi label={t('insight.today.unassigned')} aside={<>{t('insight.today.new')}: <Num figure={report.totals.new} name={t('insight.today.new')} /></>}><Num figure={report.totals.unassigned} name={t('insight.today.unassigned')} /></Kpi>
            <Kpi label={t('insight.today.onHoldTooLong')} aside={t('insight.today.onHoldTooLong.note')}><Num figure={report.totals.onHoldTooLong} name={t('insight.today.onHoldTooLong')} /></Kpi>
          </dl>
          <Part title={t('insight.today.flow')} note={t('insight.today.flow.note')}>
            <dl className={css.facts}>
              {(['registered', 'resolved'] as const).map((name) => (
                <div key={name}><dt>{t(`insight.${name}`)}</dt><dd><Num figure={report[name]} name={t(`insight.${name}`)} className={css.medium} /></dd><dd className={css.small}><Usual count={report[name].count} usual={report[name].usual} /></dd></div>
              ))}
              <div><dt>{t('insight.firstContact')}</dt><dd><Num figure={report.firstContact} name={t('insight.firstContact')} className={css.medium} /></dd><dd className={css.small}>{report.resolved.count === 0 ? t('insight.noResolved') : t('insight.shareOf', { share: format.percent(report.firstContact.count / report.resolved.count, 0), n: report.resolved.count })}</dd></div>
              <div><dt>{t('insight.backlogNow')}</dt><dd><Num figure={report.totals.open} name={t('insight.backlogNow')} className={css.medium} /></dd><dd className={css.small}><Change now={report.totals.open.count} before={report.openWeekAgo.count} /></dd></div>
            </dl>
          </Part>
          <Part title={t('insight.today.groups')} flush>
            {report.groups.length === 0 ? <EmptyState compact>{t('insight.today.calm')}</EmptyState> : <Groups report={report} />}
          </Part>
        </>
      )}
    </ReportFrame>
  );
}

function Majors({ report: { majors } }: { report: TodayReport }): ReactNode {
  const { t } = useI18n();
  const desk = shellsOf(useMe()).includes('desk');
  if (majors.length === 0) return null;
  return (
    <ul className={css.majors} aria-label={t('insight.today.majors')}>
      {majors.map(({ reference, title, since }) => (
        <li key={reference}>
          <IconUrgent size={20} stroke={1.75} aria-hidden />
          <span><strong>{t('insight.today.major')}</strong> {reference} · {title} · <RelativeTime at={since} /></span>
          {desk ? <Link to="/desk/major/$ref" params={{ ref: reference }}>{t('insight.today.room')} <IconArrowRight size={14} stroke={1.75} aria-hidden /></Link> : null}
        </li>
      ))}
    </ul>
  );
}

function Usual({ count, usual }: { count: number; usual: TodayReport['registered']['usual'] }): ReactNode {
  const { t } = useI18n();
  if (!usual) return t('insight.usual.unknown');
  const range = usual.low === usual.high ? String(usual.low) : `${usual.low}–${usual.high}`;
  if (count > usual.high) return <span className={css.delta}><span aria-hidden>▲ </span>{t('insight.usual.more', { range })}</span>;
  if (count < usual.low) return <span className={css.delta}><span aria-hidden>▼ </span>{t('insight.usual.less', { range })}</span>;
  return t('insight.usual', { range });
}

function Change({ now, before }: { now: number; before: number }): ReactNode {
  const { t } = useI18n();
  const n = now - before;
  if (n === 0) return t('insight.weekSame');
  return <span className={css.delta}><span aria-hidden>{n > 0 ? '▲ ' : '▼ '}</span>{t(n > 0 ? 'insight.weekMore' : 'insight.weekLess', { n: Math.abs(n) })}</span>;
}

function Groups({ report }: { report: TodayReport }): ReactNode {
  const { t } = useI18n();
  return (
    <Wide label={t('insight.today.groups')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('insight.by.group')}</th>
            {COLUMNS.map((name) => <th key={name} scope="col" data-align="end">{t(`insight.today.${name}.col`)}</th>)}
            <th scope="col">{t('insight.today.oldest')}</th>
            <th scope="col">{t('insight.today.nextDue')}</th>
          </tr>
        </thead>
        <tbody>
          {report.groups.map((group) => {
            const name = group.label ?? t('insight.today.noGroup');
            return (
              <tr key={group.key ?? 'none'}>
                <th scope="row">{name}</th>
                {COLUMNS.map((column) => <td key={column} data-align="end"><Num figure={group[column]} name={`${name}, ${t(`insight.today.${column}.col`)}`} className={column === 'breached' ? css.late : undefined} /></td>)}
                <td>{group.oldestAt ? <RelativeTime at={group.oldestAt} /> : '—'}</td>
                <td>{group.nextDueAt ? <RelativeTime at={group.nextDueAt} /> : '—'}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot><tr><th scope="row">{t('insight.total')}</th>{COLUMNS.map((column) => <td key={column} data-align="end"><Num figure={report.totals[column]} name={`${t('insight.total')}, ${t(`insight.today.${column}.col`)}`} /></td>)}<td colSpan={2} /></tr></tfoot>
      </table>
    </Wide>
  );
}
