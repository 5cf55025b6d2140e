import { useState, type ReactNode } from 'react';
import { useHotkey } from '../../shared/hotkeys';
import { useI18n, useNow } from '../../shared/i18n';
import { Button, Dialog, Moment } from '../../shared/ui';
import { SlaClock } from '../../shared/ui/sla-clock';
import type { Clock } from './queries';
import css from './ticket.module.css';

/** Each clock with what it is measured by; opens its explanation (ux.md §2.11). */
export function Clocks({ clocks }: { clocks: readonly Clock[] }): ReactNode {
  const { t, tOr } = useI18n();
  const [shown, setShown] = useState<Clock | null>(null);
  const now = useNow();
  const first = clocks.find(({ state, metric }) => metric === 'resolution' && state !== 'cancelled') ?? clocks[0];
  useHotkey('KeyL', t('desk.clocks.why'), () => first && setShown(first), { disabled: first === undefined });
  /** In words: what it waits for, and when counting goes on where nobody works now. */
  const told = (one: Clock): Clock & { pauseReason?: string | null; resumesAt?: string | null } => {
    const at = now.getTime();
    const piece = (one.intervals ?? []).find(({ from, to }) => Date.parse(from) <= at && at < Date.parse(to));
    const next = (one.intervals ?? []).find(({ kind, from }) => kind === 'counted' && Date.parse(from) >= at);
    const [state = '', of = ''] = (piece?.kind === 'paused' ? (piece.reason ?? '') : '').split(':');
    return {
      ...one,
      ...(one.state === 'paused' ? { pauseReason: of === '' ? (state === '' ? null : tOr(`ticket.state.${state}`, state)) : tOr(`ticket.holdReason.${of}`, of) } : {}),
      ...(one.state === 'running' && piece?.kind === 'out_of_hours' && next ? { resumesAt: next.from } : {}),
    };
  };
  if (clocks.length === 0) return <p className={css.quiet}>{t('desk.clocks.none')}</p>;
  return (
    <>
      <ul className={css.clocks}>
        {clocks.map((clock) => (
          <li key={clock.id}>
            <div className={css.clockHead}>
              <span>{tOr(`clock.metric.${clock.metric}`, clock.metric)}</span>
              <Button look="link" size="small" onClick={() => setShown(clock)} aria-label={`${t('desk.clocks.why')}: ${tOr(`clock.metric.${clock.metric}`, clock.metric)}`}>
                {t('desk.clocks.why')}
              </Button>
            </div>
            <SlaClock clock={told(clock)} due bar />
            <span className={css.quiet}>{clock.agreement.name}</span>
          </li>
        ))}
      </ul>
      {shown ? <Explanation clock={clock(clocks, shown)} onClose={() => setShown(null)} /> : null}
    </>
  );
}

const clock = (clocks: readonly Clock[], shown: Clock): Clock => clocks.find(({ id }) => id === shown.id) ?? shown;

/** Why it is due when it is: pieces from start to due that add up to the target. */
function Explanation({ clock: one, onClose }: { clock: Clock; onClose: () => void }): ReactNode {
  const { t, tOr, format } = useI18n();
  const pieces = one.intervals ?? [];
  const counted = pieces.filter(({ kind }) => kind === 'counted').reduce((sum, { seconds }) => sum + seconds, 0);
  const reason = (kind: string, why: string | null): string => {
    if (kind === 'out_of_hours') return why ?? t('desk.clocks.outOfHours');
    const [state = '', of = ''] = (why ?? '').split(':');
    return kind === 'counted' ? t('desk.clocks.counted') : `${tOr(`ticket.state.${state}`, state)}${of === '' ? '' : `: ${tOr(`ticket.holdReason.${of}`, of)}`}`;
  };
  return (
    <Dialog open onClose={onClose} title={tOr(`clock.metric.${one.metric}`, one.metric)} width={680}>
      <p>
        {t('desk.clocks.target', { target: one.targetDays ? t('clock.workingDays', { n: one.targetDays }) : format.duration(one.targetSeconds) })} · {one.agreement.name} · {t('desk.clocks.due')} <Moment at={one.dueAt} exact />
      </p>
      <div className={css.scroll} tabIndex={0} role="region" aria-label={t('desk.clocks.why')}>
        <table className={css.pieces}>
          <thead>
            <tr>
              <th scope="col">{t('desk.clocks.from')}</th>
              <th scope="col">{t('desk.clocks.to')}</th>
              <th scope="col">{t('desk.clocks.what')}</th>
              <th scope="col" data-align="end">{t('desk.clocks.time')}</th>
            </tr>
          </thead>
          <tbody>
            {pieces.map((piece) => (
              <tr key={piece.from} data-kind={piece.kind}>
                <td><Moment at={piece.from} exact /></td>
                <td><Moment at={piece.to} exact /></td>
                <td>{reason(piece.kind, piece.reason)}</td>
                <td data-align="end">{piece.kind === 'counted' ? format.duration(piece.seconds) : '—'}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>{t('desk.clocks.sum')}</th>
              <td data-align="end">{format.duration(counted)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Dialog>
  );
}
