import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useI18n } from '../../shared/i18n';
import { EmptyState, Segments } from '../../shared/ui';
import { stepOf } from './backlog';
import { asked, csvOf, type LoadReport, reportQuery } from './data';
import { Num } from './figures';
import { Part, ReportFrame, useInsight, Wide } from './frame';
import css from './insight.module.css';
import { useNarrow } from './narrow';
import { weekday } from './tickets';

const OF = ['registered', 'resolved'] as const;

export function LoadPage(): ReactNode {
  const { t } = useI18n();
  const [search, go] = useInsight();
  const of = search.of === 'resolved' ? 'resolved' : 'registered';
  const given = asked({ ...search, of }, ['from', 'to', 'of', 'service', 'group', 'priority', 'channel']);
  const query = useQuery(reportQuery('load', given));
  return (
    <ReportFrame title={t('insight.load')} lead={t('insight.load.lead')} period="fourWeeks" cuts={['service', 'group', 'channel', 'priority']} csv={csvOf('load', given)} query={query}
      more={<Segments label={t('insight.load.of')} value={of} onChange={(next) => go({ of: next === 'registered' ? undefined : next })} options={OF.map((value) => ({ value, label: t(`insight.${value}`) }))} />}>
      {(report) => (
        <Part title={t(`insight.load.${report.of === 'resolved' ? 'resolved' : 'registered'}`)} note={t('insight.load.note', { zone: report.period.timeZone })} flush>
          {report.total.count === 0 ? <EmptyState compact>{t('insight.load.empty')}</EmptyState> : <Heat report={report} />}
        </Part>
      )}
    </ReportFrame>
  );
}

type Cell = LoadReport['cells'][number];
const WEEK = [1, 2, 3, 4, 5, 6, 7];
const HOURS = Array.from({ length: 24 }, (_one, hour) => hour);
const STEPS: Readonly<Record<string, readonly [across: number, down: number]>> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** A real table: arrows move from cell to cell, Enter opens the tickets; on a phone the hours run down. */
function Heat({ report }: { report: LoadReport }): ReactNode {
  const { t, locale, format } = useI18n();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const table = useRef<HTMLTableElement>(null);
  const most = Math.max(1, ...report.cells.map(({ count }) => count));
  const busiest = report.cells.reduce((best, cell) => (cell.count > best.count ? cell : best));
  const [chosen, setChosen] = useState<{ weekday: number; hour: number } | null>(null);
  const at = chosen ?? busiest;
  const cell = (day: number, hour: number): Cell | undefined => report.cells[(day - 1) * 24 + hour];
  const picked = cell(at.weekday, at.hour) ?? busiest;
  const move = (event: KeyboardEvent): void => {
    const [across, down] = STEPS[event.key] ?? [0, 0];
    if (across === 0 && down === 0) return;
    event.preventDefault();
    const [days, hours] = narrow ? [across, down] : [down, across];
    const next = { weekday: Math.min(7, Math.max(1, at.weekday + days)), hour: Math.min(23, Math.max(0, at.hour + hours)) };
    setChosen(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.weekday}-${next.hour}"]`)?.focus();
  };
  const name = (day: number, hour: number): string => `${weekday(day, locale)}, ${clock(hour)}`;
  const box = (day: number, hour: number): ReactNode => {
    const one = cell(day, hour);
    if (!one) return <td key={`${day}-${hour}`} />;
    const active = day === at.weekday && hour === at.hour;
    return (
      <td key={`${day}-${hour}`} className={css.heatCell} style={{ '--shade': stepOf(one.count, most) } as CSSProperties} data-active={active || undefined}>
        <button type="button" data-cell={`${day}-${hour}`} tabIndex={active ? 0 : -1} aria-label={`${name(day, hour)}: ${format.number(one.count)}`} onFocus={() => setChosen({ weekday: day, hour })} onMouseEnter={() => setChosen({ weekday: day, hour })}
          onClick={() => void navigate({ to: '/insight/tickets', search: { f: one.query } })}>{one.count === 0 ? '·' : format.number(one.count)}</button>
      </td>
    );
  };
  const sum = (figure: LoadReport['total'], label: string): ReactNode => <td data-align="end" className={css.heatSum}><Num figure={figure} name={label} /></td>;
  return (
    <>
      <p className={css.picked} aria-live="polite">
        <strong>{name(picked.weekday, picked.hour)}</strong> {t('insight.load.picked', { mean: format.number(picked.mean, 1), min: picked.min, max: picked.max, days: report.days[picked.weekday - 1] ?? 0 })}{' '}
        {picked.count > 0 ? <Link to="/insight/tickets" search={{ f: picked.query }}>{t('insight.tickets.n', { n: picked.count })}</Link> : null}
      </p>
      <Wide label={t('insight.load')}>
        <table ref={table} className={`${css.table} ${css.heat}`} onKeyDown={move}>
          <caption className="visually-hidden">{t('insight.load.caption')}</caption>
          {narrow ? (
            <>
              <thead><tr><th scope="col">{t('insight.load.hour')}</th>{WEEK.map((day) => <th key={day} scope="col" abbr={weekday(day, locale)}>{weekday(day, locale, 'short')}</th>)}<th scope="col" data-align="end">Σ</th></tr></thead>
              <tbody>{HOURS.map((hour) => <tr key={hour}><th scope="row">{clock(hour)}</th>{WEEK.map((day) => box(day, hour))}{report.hours[hour] ? sum(report.hours[hour], clock(hour)) : null}</tr>)}</tbody>
              <tfoot><tr><th scope="row">Σ</th>{report.weekdays.map((figure, i) => <td key={i} data-align="end" className={css.heatSum}><Num figure={figure} name={weekday(i + 1, locale)} /></td>)}{sum(report.total, t('insight.total'))}</tr></tfoot>
            </>
          ) : (
            <>
              <thead><tr><th scope="col"><span className="visually-hidden">{t('insight.load.weekday')}</span></th>{HOURS.map((hour) => <th key={hour} scope="col" abbr={clock(hour)}>{String(hour).padStart(2, '0')}</th>)}<th scope="col" data-align="end">Σ</th></tr></thead>
              <tbody>{WEEK.map((day) => <tr key={day}><th scope="row">{weekday(day, locale)}</th>{HOURS.map((hour) => box(day, hour))}{report.weekdays[day - 1] ? sum(report.weekdays[day - 1] as LoadReport['total'], weekday(day, locale)) : null}</tr>)}</tbody>
              <tfoot><tr><th scope="row">Σ</th>{report.hours.map((figure, hour) => <td key={hour} data-align="end" className={css.heatSum}><Num figure={figure} name={clock(hour)} /></td>)}{sum(report.total, t('insight.total'))}</tr></tfoot>
            </>
          )}
        </table>
      </Wide>
      <p className={css.scale}>
        {t('insight.load.scale')} {[1, 2, 3, 4, 5].map((step) => <span key={step} className={css.step1} style={{ '--shade': step } as CSSProperties}>{step === 5 ? t('insight.load.to', { n: most }) : t('insight.load.to', { n: Math.floor((most * step) / 5) })}</span>)}
      </p>
    </>
  );
}
