import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type CSSProperties, type ReactNode, useMemo } from 'react';
import { shellsOf, useMe } from '../../shared/api';
import { TAGS, useI18n } from '../../shared/i18n';
import { EmptyState, ErrorState, RelativeTime, Segments } from '../../shared/ui';
import { PriorityChip } from '../../shared/ui/chips';
import { Flow } from './charts';
import { type AgeingReport, asked, type BacklogReport, csvOf, reportQuery } from './data';
import { Kpi, Num } from './figures';
import { Part, ReportFrame, Twin, useInsight, Wide } from './frame';
import css from './insight.module.css';

const CUTS = ['group', 'service', 'priority', 'department'] as const;
const FILTERS = ['service', 'group', 'department', 'priority', 'channel'] as const;

export function BacklogPage(): ReactNode {
  const { t, format } = useI18n();
  const [search] = useInsight();
  const given = asked(search, ['from', 'to', ...FILTERS]);
  const query = useQuery(reportQuery('backlog', given));
  return (
    <ReportFrame title={t('insight.backlog')} lead={t('insight.backlog.lead')} period="fourWeeks" cuts={['service', 'group', 'department', 'priority']} csv={csvOf('backlog', given)} query={query}>
      {(report) => (
        <>
          <dl className={css.kpis}>
            <Kpi label={t('insight.backlog.before')}><Num figure={report.before} name={t('insight.backlog.before')} /></Kpi>
            <Kpi label={t('insight.backlog.came')}><Num figure={report.came} name={t('insight.backlog.came')} /></Kpi>
            <Kpi label={t('insight.backlog.went')} aside={t('insight.backlog.went.note')}><Num figure={report.went} name={t('insight.backlog.went')} /></Kpi>
            <Kpi label={t('insight.backlog.after')} aside={t('insight.backlog.sum', { before: report.before.count, came: report.came.count, went: report.went.count })}><Num figure={report.after} name={t('insight.backlog.after')} /></Kpi>
          </dl>
          <Part title={t('insight.backlog.days')} note={t('insight.stateAt', { at: format.absolute(new Date(report.at)), zone: report.period.timeZone })}><Days report={report} /></Part>
          <Ageing />
        </>
      )}
    </ReportFrame>
  );
}

function Days({ report }: { report: BacklogReport }): ReactNode {
  const { t, locale } = useI18n();
  const short = useMemo(() => new Intl.DateTimeFormat(TAGS[locale], { day: 'numeric', month: 'short', timeZone: 'UTC' }), [locale]);
  const long = useMemo(() => new Intl.DateTimeFormat(TAGS[locale], { weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' }), [locale]);
  const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
  if (report.days.length === 0) return <EmptyState compact>{t('insight.backlog.future')}</EmptyState>;
  return (
    <>
      <Flow label={t('insight.backlog.days')} days={report.days.map(({ day }) => short.format(at(day)).replace(/\.$/, ''))} came={report.days.map(({ came }) => came.count)} went={report.days.map(({ went }) => went.count)} left={report.days.map(({ open }) => open.count)}
        words={{ came: t('insight.backlog.came'), went: t('insight.backlog.went'), left: t('insight.backlog.left') }} />
      <Twin>
        <Wide label={t('insight.backlog.days')}>
          <table className={css.table}>
            <thead><tr><th scope="col">{t('insight.backlog.day')}</th><th scope="col" data-align="end">{t('insight.backlog.came')}</th><th scope="col" data-align="end">{t('insight.backlog.went')}</th><th scope="col" data-align="end">{t('insight.backlog.left')}</th></tr></thead>
            <tbody>
              {report.days.map(({ day, came, went, open }) => {
                const name = long.format(at(day));
                return <tr key={day}><th scope="row">{name}</th><td data-align="end"><Num figure={came} name={`${name}, ${t('insight.backlog.came')}`} /></td><td data-align="end"><Num figure={went} name={`${name}, ${t('insight.backlog.went')}`} /></td><td data-align="end"><Num figure={open} name={`${name}, ${t('insight.backlog.left')}`} /></td></tr>;
              })}
            </tbody>
          </table>
        </Wide>
      </Twin>
    </>
  );
}

function Ageing(): ReactNode {
  const { t } = useI18n();
  const [search, go] = useInsight();
  const by = CUTS.find((one) => one === search.by) ?? 'group';
  const { data, error, refetch } = useQuery(reportQuery('ageing', asked({ ...search, by }, ['by', ...FILTERS])));
  if (error !== null && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <>
      <Part title={t('insight.ageing')} note={t('insight.ageing.note')} flush act={<Segments label={t('insight.by')} value={by} onChange={(next) => go({ by: next })} options={CUTS.map((value) => ({ value, label: t(`insight.by.${value}`) }))} />}>
        {data.totals.total.count === 0 ? <EmptyState compact>{t('insight.ageing.empty')}</EmptyState> : <AgeTable report={data} by={by} />}
      </Part>
      <div className={css.besides}>
        <Part title={t('insight.hold')}>
          {data.holdReasons.length === 0 ? <p className={css.note}>{t('insight.hold.none')}</p> : <Reasons report={data} />}
          <p className={css.line1}>{t('insight.pingPong')}: <Num figure={data.pingPong} name={t('insight.pingPong')} /></p>
        </Part>
        <Part title={t('insight.oldest')} flush>{data.oldest.length === 0 ? <EmptyState compact>{t('insight.ageing.empty')}</EmptyState> : <Oldest report={data} />}</Part>
      </div>
    </>
  );
}

function AgeTable({ report, by }: { report: AgeingReport; by: (typeof CUTS)[number] }): ReactNode {
  const { t } = useI18n();
  const most = Math.max(1, ...report.rows.flatMap(({ ages }) => ages.map(({ count }) => count)));
  const bands = ['d1', 'd3', 'd7', 'd30', 'more'] as const;
  return (
    <Wide label={t('insight.ageing')}>
      <table className={css.table}>
        <thead><tr><th scope="col">{t(`insight.by.${by}`)}</th>{bands.map((band) => <th key={band} scope="col" data-align="end">{t(`insight.age.${band}`)}</th>)}<th scope="col" data-align="end">{t('insight.total')}</th></tr></thead>
        <tbody>
          {report.rows.map((row) => {
            const name = row.label ?? t('insight.none');
            return (
              <tr key={row.key ?? 'none'}>
                <th scope="row">{name}</th>
                {row.ages.map((figure, i) => <td key={i} data-align="end" className={css.shaded} style={{ '--shade': stepOf(figure.count, most) } as CSSProperties}><Num figure={figure} name={`${name}, ${t(`insight.age.${bands[i] ?? 'more'}`)}`} /></td>)}
                <td data-align="end"><Num figure={row.total} name={`${name}, ${t('insight.total')}`} /></td>
              </tr>
            );
          })}
        </tbody>
        <tfoot><tr><th scope="row">{t('insight.total')}</th>{report.totals.ages.map((figure, i) => <td key={i} data-align="end"><Num figure={figure} name={`${t('insight.total')}, ${t(`insight.age.${bands[i] ?? 'more'}`)}`} /></td>)}<td data-align="end"><Num figure={report.totals.total} name={t('insight.total')} /></td></tr></tfoot>
      </table>
    </Wide>
  );
}

/** Five steps of one hue; the number stands in each cell. */
export const stepOf = (count: number, most: number): number => (count === 0 ? 0 : Math.min(5, Math.max(1, Math.ceil((count / most) * 5))));

function Reasons({ report }: { report: AgeingReport }): ReactNode {
  const { tOr } = useI18n();
  const most = Math.max(...report.holdReasons.map(({ tickets }) => tickets.count));
  return (
    <ul className={css.reasons}>
      {report.holdReasons.map(({ reason, tickets }) => {
        const name = tOr(`ticket.holdReason.${reason}`, reason);
        return <li key={reason}><span>{name}</span><span className={css.track} aria-hidden><span style={{ inlineSize: `${(tickets.count / most) * 100}%` }} /></span><Num figure={tickets} name={name} /></li>;
      })}
    </ul>
  );
}

function Oldest({ report }: { report: AgeingReport }): ReactNode {
  const { t } = useI18n();
  const desk = shellsOf(useMe()).includes('desk');
  return (
    <ol className={css.oldest}>
      {report.oldest.map(({ reference, title, createdAt, priority, group }) => (
        <li key={reference}>
          {desk ? <Link to="/desk/t/$ref" params={{ ref: reference }} className={css.reference}>{reference}</Link> : <span className={css.reference}>{reference}</span>}
          <PriorityChip priority={priority} />
          <span className={css.oldTitle}>{title}</span>
          <span className={css.note}>{group ?? t('insight.today.noGroup')}</span>
          <span className={css.note}><RelativeTime at={createdAt} /></span>
        </li>
      ))}
    </ol>
  );
}
