import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { TAGS, useI18n } from '../../shared/i18n';
import { EmptyState, Segments } from '../../shared/ui';
import { ShareLines } from './charts';
import { asked, csvOf, drillQuery, type InsightSearch, reportQuery, type SlaReport, type SlaRow } from './data';
import { Delta, Kpi, Legend, Num, Share, telling } from './figures';
import { Part, ReportFrame, Twin, useInsight, useToday, Wide } from './frame';
import css from './insight.module.css';
import { spell, yearUntil } from './period';
import { TicketTable } from './tickets';

const CUTS = ['service', 'group', 'priority', 'department', 'month'] as const;
type By = (typeof CUTS)[number];
const KNOWN: readonly (keyof InsightSearch)[] = ['from', 'to', 'service', 'group', 'department', 'priority', 'channel', 'by'];

export function SlaPage(): ReactNode {
  const { t, format } = useI18n();
  const [search, go] = useInsight();
  const by = CUTS.find((one) => one === search.by) ?? 'service';
  const given = asked({ ...search, by }, KNOWN);
  const query = useQuery(reportQuery('sla', given));
  return (
    <ReportFrame title={t('insight.sla')} lead={t('insight.sla.lead')} period="month" cuts={['service', 'group', 'department', 'priority']} csv={csvOf('sla', given)} query={query}>
      {(report) => (
        <>
          <Headline report={report} />
          <Part title={t('insight.sla.byTitle')} flush act={<Segments label={t('insight.by')} value={by} onChange={(next) => go({ by: next })} options={CUTS.map((value) => ({ value, label: t(`insight.by.${value}`) }))} />}
            note={t('insight.stateAt', { at: format.absolute(new Date(report.at)), zone: report.period.timeZone })}>
            {report.totals.metrics.every(({ current }) => current.total.count === 0) && report.totals.imported === null ? <EmptyState compact>{t('insight.sla.empty')}</EmptyState> : <SlaTable report={report} by={by} />}
          </Part>
          <Trend to={report.period.to} search={search} />
          <Breached report={report} />
        </>
      )}
    </ReportFrame>
  );
}

function Headline({ report: { totals, previous } }: { report: SlaReport }): ReactNode {
  const { t, tOr, format, locale } = useI18n();
  const before = spell(previous, TAGS[locale]);
  const sum = (outcome: 'running' | 'paused') => totals.metrics.find(({ metric }) => metric === 'resolution')?.current[outcome];
  const [running, paused] = [sum('running'), sum('paused')];
  return (
    <dl className={css.kpis}>
      {totals.metrics.map(({ metric, current, previous: old }) => (
        <Kpi key={metric} label={tOr(`insight.metric.${metric}`, metric)} aside={<>{t('insight.of', { met: current.met.count, n: current.met.count + current.breached.count })} · {old === null || old.compliance === null ? t('insight.noBefore', { before }) : t('insight.wasBefore', { before, share: format.percent(old.compliance), n: old.met.count + old.breached.count })}</>}>
          {current.compliance === null ? '—' : format.percent(current.compliance)} <Delta now={current.compliance} before={telling(old)} />
        </Kpi>
      ))}
      {totals.metrics.map(({ metric, current }) => (
        <Kpi key={`late-${metric}`} label={t('insight.late', { metric: tOr(`insight.metric.${metric}`, metric) })} tone={current.breached.count > 0 ? 'bad' : undefined} aside={t('insight.measured', { n: current.total.count })}>
          <Num figure={current.breached} name={t('insight.late', { metric: tOr(`insight.metric.${metric}`, metric) })} className={css.late} />
        </Kpi>
      ))}
      {running && paused ? (
        <Kpi label={t('insight.open')} aside={<>{t('insight.outcome.paused')}: <Num figure={paused} name={t('insight.outcome.paused')} /></>}>
          <Num figure={running} name={t('insight.outcome.running')} />
        </Kpi>
      ) : null}
      {totals.imported ? (
        <Kpi label={t('insight.imported')} aside={t('insight.imported.note')}>
          {totals.imported.compliance === null ? '—' : format.percent(totals.imported.compliance)}
        </Kpi>
      ) : null}
    </dl>
  );
}

function SlaTable({ report, by }: { report: SlaReport; by: By }): ReactNode {
  const { t, tOr } = useI18n();
  const metrics = report.totals.metrics.map(({ metric }) => metric);
  const imported = report.totals.imported !== null;
  const name = useRowName(by);
  const row = (one: SlaRow, label: ReactNode, text: string): ReactNode => (
    <>
      <th scope="row">{label}</th>
      {one.metrics.map(({ metric, current, previous }) => (
        <Cells key={metric} metric={metric} current={current} previous={previous} of={text} />
      ))}
      {imported ? <td data-align="end">{one.imported ? <><Num figure={one.imported.met} name={`${text}, ${t('insight.imported')}, ${t('insight.outcome.met')}`} /> / <Num figure={one.imported.missed} name={`${text}, ${t('insight.imported')}, ${t('insight.outcome.breached')}`} /></> : <span className={css.none}>—</span>}</td> : null}
    </>
  );
  return (
    <>
      <Wide label={t('insight.sla.byTitle')}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>{t(`insight.by.${by}`)}</th>
              {metrics.map((metric) => <th key={metric} scope="colgroup" colSpan={4} className={css.over}>{tOr(`insight.metric.${metric}`, metric)}</th>)}
              {imported ? <th scope="col" rowSpan={2} data-align="end">{t('insight.imported.col')}</th> : null}
            </tr>
            <tr>
              {metrics.flatMap((metric) => [
                <th key={`${metric}-n`} scope="col" data-align="end" className={css.edge}>{t('insight.tickets')}</th>, <th key={`${metric}-c`} scope="col">{t('insight.compliance')}</th>, <th key={`${metric}-b`} scope="col" data-align="end">{t('insight.outcome.breached')}</th>,
                <th key={`${metric}-o`} scope="col" data-align="end">{t('insight.openShort')}</th>,
              ])}
            </tr>
          </thead>
          <tbody>{report.rows.map((one) => <tr key={one.key ?? 'none'}>{row(one, name(one), name(one))}</tr>)}</tbody>
          <tfoot><tr>{row(report.totals, t('insight.total'), t('insight.total'))}</tr></tfoot>
        </table>
      </Wide>
      <div className={css.under}><Legend /></div>
    </>
  );
}

function Cells({ metric, current, previous, of }: { metric: string; current: SlaRow['metrics'][number]['current']; previous: SlaRow['metrics'][number]['previous']; of: string }): ReactNode {
  const { t, tOr } = useI18n();
  const head = `${of}, ${tOr(`insight.metric.${metric}`, metric)}`;
  const open = current.running.count + current.paused.count;
  return (
    <>
      <td data-align="end" className={css.edge}><Num figure={current.total} name={`${head}, ${t('insight.tickets')}`} /></td>
      <td><Share figures={current} previous={previous} /></td>
      <td data-align="end"><Num figure={current.breached} name={`${head}, ${t('insight.outcome.breached')}`} className={css.late} /></td>
      <td data-align="end">{open === 0 ? <span className={css.none}>0</span> : <><Num figure={current.running} name={`${head}, ${t('insight.outcome.running')}`} />{current.paused.count > 0 ? <> + <Num figure={current.paused} name={`${head}, ${t('insight.outcome.paused')}`} /></> : null}</>}</td>
    </>
  );
}

/** The row's name; months in words. */
function useRowName(by: By): (row: { key: string | null; label: string | null }) => string {
  const { t, locale } = useI18n();
  return ({ key, label }) => (key === null ? t('insight.none') : by === 'month' ? spell({ from: `${key}-01`, to: lastOf(key) }, TAGS[locale]) : (label ?? key));
}
const lastOf = (month: string): string => yearUntil(`${month}-01`).to;

function Trend({ to, search }: { to: string; search: InsightSearch }): ReactNode {
  const { t, tOr, format, locale } = useI18n();
  const today = useToday();
  const { data } = useQuery(reportQuery('sla', asked({ ...search, ...yearUntil(to < today ? to : today), by: 'month' }, KNOWN)));
  const name = useRowName('month');
  const short = useMemo(() => new Intl.DateTimeFormat(TAGS[locale], { month: 'short', timeZone: 'UTC' }), [locale]);
  const all = data?.by === 'month' ? data.rows : [];
  const first = all.findIndex((row) => row.metrics.some(({ current }) => current.total.count > 0));
  const rows = first < 0 ? [] : all.slice(first);
  if (rows.length < 2) return null;
  const marks = [{ hue: 'blue', mark: 'circle' as const }, { hue: 'orange', mark: 'square' as const, dash: '6 4' }];
  const metrics = rows[0]?.metrics.map(({ metric }) => metric) ?? [];
  return (
    <Part title={t('insight.sla.trend')} note={t('insight.sla.trend.note')}>
      <ShareLines label={t('insight.sla.trend')} points={rows.map(({ key }) => short.format(new Date(`${key}-15T00:00:00Z`)))} ns={rows.map((row) => { const last = row.metrics.at(-1)?.current; return last ? last.met.count + last.breached.count : 0; })}
        series={metrics.map((metric, i) => ({ name: tOr(`insight.metric.${metric}`, metric), values: rows.map((row) => row.metrics[i]?.current.compliance ?? null), ...(marks[i] ?? { hue: 'violet', mark: 'circle' as const }) }))} />
      <Twin>
        <table className={css.table}>
          <thead><tr><th scope="col">{t('insight.by.month')}</th>{metrics.flatMap((metric) => [<th key={metric} scope="col" data-align="end">{tOr(`insight.metric.${metric}`, metric)}</th>, <th key={`${metric}-b`} scope="col" data-align="end">{t('insight.outcome.breached')}</th>])}</tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{name(row)}</th>
                {row.metrics.map(({ metric, current }) => [
                  <td key={metric} data-align="end">{current.compliance === null ? '—' : format.percent(current.compliance)}</td>, <td key={`${metric}-b`} data-align="end"><Num figure={current.breached} name={`${name(row)}, ${t('insight.outcome.breached')}`} /></td>,
                ])}
              </tr>
            ))}
          </tbody>
        </table>
      </Twin>
    </Part>
  );
}

const SHOWN = 10;

function Breached({ report }: { report: SlaReport }): ReactNode {
  const { t } = useI18n();
  const figure = report.totals.metrics.at(-1)?.current.breached;
  const list = useInfiniteQuery({ ...drillQuery(figure?.query ?? '', '-createdAt', SHOWN), enabled: figure !== undefined && figure.count > 0 });
  if (!figure || figure.count === 0) return null;
  return (
    <Part title={t('insight.sla.breached')} flush act={<span>{t('insight.all')}: <Num figure={figure} name={t('insight.sla.breached')} /></span>}>
      <TicketTable label={t('insight.sla.breached')} rows={list.data?.pages[0]?.items.slice(0, SHOWN) ?? []} />
    </Part>
  );
}
