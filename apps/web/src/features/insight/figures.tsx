import { Link } from '@tanstack/react-router';
import type { CSSProperties, ReactNode } from 'react';
import { useI18n } from '../../shared/i18n';
import { cx } from '../../shared/ui';
import type { Figure, SlaFigures } from './data';
import css from './insight.module.css';

/** Fewer decided tickets than this say little. */
export const FEW = 20;

/** A figure that opens the tickets behind it; nothing opens nothing. */
export function Num({ figure, name, className }: { figure: Figure; name: string; className?: string | undefined }): ReactNode {
  const { format } = useI18n();
  const text = format.number(figure.count);
  if (figure.count === 0) return <span className={cx(css.none, className)}>0</span>;
  return (
    <Link to="/insight/tickets" search={{ f: figure.query }} className={cx(css.num, className)} aria-label={`${name}: ${text}`}>
      {text}
    </Link>
  );
}

/** Percentage points against the period before, said with a shape and, to whoever listens, in words. */
export function Delta({ now, before }: { now: number | null; before: number | null | undefined }): ReactNode {
  const { t, format } = useI18n();
  if (now === null || before === null || before === undefined) return null;
  const points = Math.round((now - before) * 1000) / 10;
  if (points === 0) return <span className={css.delta}>{t('insight.same')}</span>;
  const size = format.number(Math.abs(points), 1);
  return (
    <span className={css.delta} data-way={points > 0 ? 'up' : 'down'} title={t('insight.before', { share: format.percent(before) })}>
      <span aria-hidden>{points > 0 ? '▲' : '▼'} {size}</span>
      <span className="visually-hidden">{t(points > 0 ? 'insight.up' : 'insight.down', { points: size })}</span>
    </span>
  );
}

/** The share of the period before, where it rests on enough to be compared with. */
export const telling = (before: SlaFigures | null | undefined): number | null => (before && before.met.count + before.breached.count >= FEW ? before.compliance : null);

/** Met, breached, running and paused as parts of one bar: each with its own pattern, the numbers stand beside it. */
export function Parts({ figures }: { figures: SlaFigures }): ReactNode {
  const parts = [['met', figures.met.count], ['breached', figures.breached.count], ['running', figures.running.count], ['paused', figures.paused.count]] as const;
  return (
    <span className={css.bar} aria-hidden>
      {parts.map(([part, n]) => (n === 0 ? null : <span key={part} data-part={part} style={{ flexGrow: n } as CSSProperties} />))}
    </span>
  );
}

/** Compliance with its bar; grey where it rests on few. */
export function Share({ figures, previous }: { figures: SlaFigures; previous?: SlaFigures | null | undefined }): ReactNode {
  const { t, format } = useI18n();
  const decided = figures.met.count + figures.breached.count;
  if (figures.total.count === 0) return <span className={css.none}>—</span>;
  return (
    <span className={css.share} data-few={decided < FEW || undefined}>
      <Parts figures={figures} />
      <span className={css.percent}>{figures.compliance === null ? '—' : format.percent(figures.compliance)}</span>
      <span className={css.aside}>{figures.compliance === null ? t('insight.undecided') : decided < FEW ? t('insight.few', { n: decided }) : <Delta now={figures.compliance} before={telling(previous)} />}</span>
    </span>
  );
}

export function Legend(): ReactNode {
  const { t } = useI18n();
  return (
    <ul className={css.legend}>
      {(['met', 'breached', 'running', 'paused'] as const).map((part) => (
        <li key={part}><span className={css.swatch} data-part={part} aria-hidden /> {t(`insight.outcome.${part}`)}</li>
      ))}
    </ul>
  );
}

/** One figure on its card. */
export function Kpi({ label, children, aside, tone }: { label: string; children: ReactNode; aside?: ReactNode; tone?: 'bad' | 'warn' | undefined }): ReactNode {
  return (
    <div className={css.kpi} data-tone={tone}>
      <dt>{label}</dt>
      <dd className={css.big}>{children}</dd>
      {aside ? <dd className={css.small}>{aside}</dd> : null}
    </div>
  );
}
