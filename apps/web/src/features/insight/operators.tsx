import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useI18n } from '../../shared/i18n';
import { EmptyState, Notice } from '../../shared/ui';
import { type ActivityReport, asked, csvOf, reportQuery } from './data';
import { Num } from './figures';
import { Part, ReportFrame, useInsight, Wide } from './frame';
import css from './insight.module.css';

type Row = ActivityReport['rows'][number];
const COLUMNS = ['registered', 'answered', 'resolved', 'firstContact', 'reopened', 'hours', 'csat', 'openNow'] as const;
type Column = (typeof COLUMNS)[number];

const value = (row: Row, column: Column): number =>
  column === 'hours' ? row.loggedSeconds : column === 'csat' ? ratio(row.satisfied.count, row.rated.count) : column === 'firstContact' ? ratio(row.firstContact.count, row.resolved.count) : column === 'reopened' ? row.reopened.count : row[column].count;
const ratio = (part: number, whole: number): number => (whole === 0 ? -1 : part / whole);

/** For workload, not for ranking: no places, no badges, and how each figure is counted (ux.md §1.5.16). */
export function OperatorsPage(): ReactNode {
  const { t } = useI18n();
  const [search] = useInsight();
  const given = asked(search, ['from', 'to', 'group']);
  const query = useQuery(reportQuery('activity', given));
  return (
    <ReportFrame title={t('insight.operators')} lead={t('insight.operators.lead')} period="month" cuts={['group']} csv={csvOf('activity', given)} query={query}>
      {(report) => (
        <>
          {report.scope === 'self' ? <Notice>{t('insight.operators.self')}</Notice> : null}
          <Part title={t('insight.operators.table')} note={t('insight.zone', { zone: report.period.timeZone })} flush>
            {report.rows.length === 0 ? <EmptyState compact>{t('insight.operators.empty')}</EmptyState> : <Table report={report} />}
          </Part>
          <details className={css.twin}>
            <summary>{t('insight.operators.how')}</summary>
            <dl className={css.how}>{COLUMNS.map((column) => <div key={column}><dt>{t(`insight.op.${column}`)}</dt><dd>{t(`insight.op.${column}.how`)}</dd></div>)}</dl>
          </details>
        </>
      )}
    </ReportFrame>
  );
}

function Table({ report }: { report: ActivityReport }): ReactNode {
  const { t, locale } = useI18n();
  const [{ sort }, go] = useInsight();
  const [column, descending] = [COLUMNS.find((one) => one === sort?.replace(/^-/, '')), sort?.startsWith('-') ?? false];
  const collator = new Intl.Collator(locale);
  const rows = [...report.rows].sort((a, b) => (column ? (value(a, column) - value(b, column)) * (descending ? -1 : 1) : 0) || collator.compare(a.label, b.label));
  const { medians } = report;
  return (
    <Wide label={t('insight.operators.table')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('insight.operator')}</th>
            {COLUMNS.map((one) => (
              <th key={one} scope="col" data-align="end" aria-sort={one === column ? (descending ? 'descending' : 'ascending') : undefined}>
                <button type="button" className={css.sort} onClick={() => go({ sort: one === column && descending ? one : `-${one}` })}>{t(`insight.op.${one}`)} {one !== column ? <IconArrowsSort size={14} stroke={1.75} aria-hidden /> : descending ? <IconArrowDown size={14} stroke={1.75} aria-hidden /> : <IconArrowUp size={14} stroke={1.75} aria-hidden />}</button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows.map((row) => <tr key={row.key}><th scope="row">{row.label}</th>{COLUMNS.map((one) => <td key={one} data-align="end"><Cell row={row} column={one} /></td>)}</tr>)}</tbody>
        {medians ? (
          <tfoot>
            <tr>
              <th scope="row">{t('insight.median', { n: report.peers })}</th>
              {COLUMNS.map((one) => <td key={one} data-align="end"><Median medians={medians} column={one} /></td>)}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </Wide>
  );
}

function Cell({ row, column }: { row: Row; column: Column }): ReactNode {
  const { t, format } = useI18n();
  const name = `${row.label}, ${t(`insight.op.${column}`)}`;
  if (column === 'hours') return row.loggedSeconds === 0 ? <span className={css.none}>0</span> : <>{format.number(row.loggedSeconds / 3600, 1)} <span className={css.aside}>(<Num figure={row.logged} name={name} />)</span></>;
  if (column === 'csat') return row.rated.count === 0 ? <span className={css.none}>—</span> : <span data-few={row.rated.count < 20 || undefined} className={css.few}>{format.percent(row.satisfied.count / row.rated.count, 0)} <span className={css.aside}>(<Num figure={row.rated} name={name} />)</span></span>;
  if (column === 'firstContact') return row.resolved.count === 0 ? <span className={css.none}>—</span> : <span data-few={row.resolved.count < 20 || undefined} className={css.few}>{format.percent(row.firstContact.count / row.resolved.count, 0)} <span className={css.aside}>(<Num figure={row.firstContact} name={name} />)</span></span>;
  return <Num figure={row[column]} name={name} />;
}

function Median({ medians, column }: { medians: NonNullable<ActivityReport['medians']>; column: Column }): ReactNode {
  const { format } = useI18n();
  if (column === 'csat' || column === 'firstContact') return <span className={css.none}>—</span>;
  return format.number(column === 'hours' ? medians.loggedSeconds / 3600 : medians[column], 1);
}
