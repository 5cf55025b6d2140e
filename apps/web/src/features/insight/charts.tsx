import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useI18n } from '../../shared/i18n';
import css from './insight.module.css';

/** Width of the place that the chart has; its text keeps its size. */
function useWidth(): [ref: React.RefObject<HTMLDivElement | null>, width: number] {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const watch = new ResizeObserver(() => setWidth(Math.max(240, Math.round(box.clientWidth))));
    watch.observe(box);
    setWidth(Math.max(240, Math.round(box.clientWidth)));
    return () => watch.disconnect();
  }, []);
  return [ref, width];
}

/** A round number not below the largest value, so that four steps are whole. */
export function roof(values: readonly number[]): number {
  const most = Math.max(4, ...values);
  const size = 10 ** Math.floor(Math.log10(most));
  return [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].map((factor) => Math.ceil((factor * size) / 4) * 4).find((one) => one >= most) ?? most;
}

export interface Series {
  name: string;
  values: readonly (number | null)[];
  hue: string;
  dash?: string;
  mark: 'circle' | 'square';
}

const LEFT = 44;
const TOP = 12;
const BOTTOM = 40;

/** Shares over time; each line has its own mark and dash, and under each point stands on how many it rests. */
export function ShareLines({ label, points, series, ns }: { label: string; points: readonly string[]; series: readonly Series[]; ns: readonly number[] }): ReactNode {
  const { format } = useI18n();
  const [ref, width] = useWidth();
  const height = 220;
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  const floor = Math.max(0, Math.floor((Math.min(0.9, ...values) - 0.02) * 5) / 5);
  const ticks = Array.from({ length: Math.round((1 - floor) / (floor >= 0.6 ? 0.1 : 0.2)) + 1 }, (_one, i) => floor + i * (floor >= 0.6 ? 0.1 : 0.2));
  const slot = (width - LEFT - 8) / Math.max(1, points.length);
  const inner = width - LEFT - 8;
  const x = (i: number): number => LEFT + slot * (i + 0.5);
  const y = (value: number): number => TOP + ((1 - value) / (1 - floor || 1)) * (height - TOP - BOTTOM);
  const every = Math.ceil(points.length / Math.max(2, Math.floor(inner / 64)));
  return (
    <div ref={ref} className={css.chart}>
      <svg width={width} height={height} role="img" aria-label={label}>
        {ticks.map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={width - 8} y1={y(value)} y2={y(value)} className={css.grid} />
            <text x={LEFT - 8} y={y(value) + 4} textAnchor="end">{format.percent(value, 0)}</text>
          </g>
        ))}
        {points.map((point, i) => (i % every === 0 ? <text key={point} x={x(i)} y={height - 22} textAnchor="middle">{point}</text> : null))}
        {ns.map((n, i) => (i % every === 0 ? <text key={i} x={x(i)} y={height - 6} textAnchor="middle" className={css.faint}>n {format.number(n)}</text> : null))}
        {series.map(({ name, values: own, hue, dash, mark }) => (
          <g key={name} style={{ color: `var(--${hue})` }}>
            <path d={path(own, x, y)} className={css.line} strokeDasharray={dash} />
            {own.map((value, i) => value === null ? null : mark === 'circle' ? <circle key={i} cx={x(i)} cy={y(value)} r={4} className={css.mark} /> : <rect key={i} x={x(i) - 4} y={y(value) - 4} width={8} height={8} className={css.mark} />)}
          </g>
        ))}
      </svg>
      <ul className={css.legend} aria-hidden>
        {series.map(({ name, hue, dash, mark }) => (
          <li key={name} style={{ color: `var(--${hue})` }}>
            <svg width={34} height={12}><line x1={0} x2={34} y1={6} y2={6} className={css.line} strokeDasharray={dash} />{mark === 'circle' ? <circle cx={17} cy={6} r={4} className={css.mark} /> : <rect x={13} y={2} width={8} height={8} className={css.mark} />}</svg>
            <span className={css.word}>{name}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function path(values: readonly (number | null)[], x: (i: number) => number, y: (value: number) => number): string {
  let pen = 'M';
  return values.flatMap((value, i) => {
    if (value === null) {
      pen = 'M';
      return [];
    }
    const step = `${pen}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
    return [step];
  }).join(' ');
}

/** What came and went each day as bars, what was left as a line above them. */
export function Flow({ label, days, came, went, left, words }: { label: string; days: readonly string[]; came: readonly number[]; went: readonly number[]; left: readonly number[]; words: { came: string; went: string; left: string } }): ReactNode {
  const { format } = useI18n();
  const [ref, width] = useWidth();
  const inner = width - LEFT - 12;
  const slot = inner / Math.max(1, days.length);
  const bar = Math.max(1, Math.min(12, slot / 2 - 1));
  const [over, under] = [roof(left), roof([...came, ...went])];
  const upper = { top: 22, bottom: 132 };
  const lower = { top: 168, bottom: 268 };
  const x = (i: number): number => LEFT + slot * (i + 0.5);
  const on = ({ top, bottom }: { top: number; bottom: number }, most: number) => (value: number): number => bottom - (value / most) * (bottom - top);
  const [yLeft, yFlow] = [on(upper, over), on(lower, under)];
  const every = Math.ceil(days.length / Math.max(2, Math.floor(inner / 56)));
  return (
    <div ref={ref} className={css.chart}>
      <svg width={width} height={296} role="img" aria-label={label}>
        <defs><pattern id="went" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" className={css.hatchGround} /><line x1="0" x2="0" y1="0" y2="5" className={css.hatch} /></pattern></defs>
        {[{ at: yLeft, most: over, name: words.left, top: upper.top }, { at: yFlow, most: under, name: `${words.came}, ${words.went}`, top: lower.top }].map(({ at, most, name, top }) => (
          <g key={name}>
            <text x={LEFT} y={top - 9} className={css.faint}>{name}</text>
            {[0, 0.5, 1].map((step) => (
              <g key={step}>
                <line x1={LEFT} x2={width - 8} y1={at(most * step)} y2={at(most * step)} className={css.grid} />
                <text x={LEFT - 8} y={at(most * step) + 4} textAnchor="end">{format.number(most * step)}</text>
              </g>
            ))}
          </g>
        ))}
        <g style={{ color: 'var(--accent)' }}>
          <path d={`${path(left, x, yLeft)} L${x(left.length - 1)} ${upper.bottom} L${x(0)} ${upper.bottom} Z`} className={css.area} />
          <path d={path(left, x, yLeft)} className={css.line} />
        </g>
        {days.map((day, i) => (
          <g key={day}>
            <rect x={x(i) - bar} y={yFlow(came[i] ?? 0)} width={bar} height={lower.bottom - yFlow(came[i] ?? 0)} className={css.came} />
            <rect x={x(i)} y={yFlow(went[i] ?? 0)} width={bar} height={lower.bottom - yFlow(went[i] ?? 0)} className={css.went} />
            {i % every === 0 ? <text x={x(i)} y={288} textAnchor="middle">{day}</text> : null}
          </g>
        ))}
      </svg>
      <ul className={css.legend} aria-hidden>
        <li><svg width={14} height={14}><rect width={14} height={14} className={css.came} /></svg> <span className={css.word}>{words.came}</span></li>
        <li><svg width={14} height={14}><rect width={14} height={14} className={css.went} /></svg> <span className={css.word}>{words.went}</span></li>
      </ul>
    </div>
  );
}
