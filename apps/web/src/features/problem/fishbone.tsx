import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import css from './problem.module.css';

interface Branch {
  name: string;
  causes: readonly string[];
}
const WIDTH = 880;
const SPINE = 190;
const HEAD = 170;
const LINES = 5;
const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Ishikawa's diagram, drawn from the lists that stand beneath it: whoever does not see the drawing has the same in words. */
export function Fishbone({ effect, branches }: { effect: string; branches: readonly Branch[] }): ReactNode {
  const t = useT();
  const pairs = Math.max(1, Math.ceil(branches.length / 2));
  const step = (WIDTH - HEAD - 20) / pairs;
  return (
    <>
      <figure className={css.figure} role="group" tabIndex={0} aria-label={t('problems.ishikawa.drawing', { effect })}>
        <svg viewBox={`0 0 ${WIDTH} ${SPINE * 2}`} aria-hidden focusable="false">
          <line x1={10} y1={SPINE} x2={WIDTH - HEAD} y2={SPINE} />
          <rect x={WIDTH - HEAD} y={SPINE - 28} width={HEAD - 8} height={56} rx={8} />
          <text x={WIDTH - HEAD + 12} y={SPINE + 5} data-name>{short(effect, 20)}</text>
          {branches.map(({ name, causes }, i) => {
            const up = i % 2 === 0;
            const foot = 20 + step * (Math.floor(i / 2) + 1) - 10;
            const [top, tip] = [up ? 28 : SPINE * 2 - 28, foot - 90];
            return (
              <g key={`${i} ${name}`}>
                <line x1={tip} y1={top} x2={foot} y2={SPINE} />
                <text x={tip} y={up ? top - 10 : top + 20} textAnchor="middle" data-name>{short(name, 22)}</text>
                {causes.slice(0, LINES).map((cause, n) => {
                  const share = (n + 1) / (LINES + 1);
                  const [x, y] = [tip + (foot - tip) * share, top + (SPINE - top) * share];
                  return <text key={cause} x={x - 8} y={y + 4} textAnchor="end">{short(cause, Math.floor(step / 9))}</text>;
                })}
              </g>
            );
          })}
        </svg>
      </figure>
      <ul className={css.causes}>
        {branches.map(({ name, causes }, i) => (
          <li key={`${i} ${name}`}><strong>{name}</strong>{causes.length === 0 ? null : <ul>{causes.map((cause) => <li key={cause}>{cause}</li>)}</ul>}</li>
        ))}
      </ul>
    </>
  );
}
