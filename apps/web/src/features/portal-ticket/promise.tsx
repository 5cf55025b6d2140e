import { useQuery } from '@tanstack/react-query';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Schemas } from '../../shared/api';
import { type I18n, useI18n, useNow } from '../../shared/i18n';
import { Loaded, Moment } from '../../shared/ui';
import { explainedClocksQuery, type Incident } from './data';
import css from './ticket.module.css';
import { isOver, type Plain, promiseOf, toCheck } from './words';

/** Working time is told in hours: what a working day is, the calendar knows and the page does not. */
const HOURS = Number.MAX_SAFE_INTEGER;
const MINUTE = 60;

/** What was promised, in words, with the reason on request (ux.md §1.5.4). */
export function PromiseLine({ incident, plain }: { incident: Incident; plain: Plain }): ReactNode {
  const { t, format } = useI18n();
  const promised = promiseOf(incident.clocks);
  const [open, setOpen] = useState(false);
  if (!promised || toCheck(plain) || isOver(plain)) return null;
  return (
    <div className={css.promise}>
      <p>
        {promised.look === 'paused' ? (
          t(plain === 'waits_you' ? 'follow.promise.paused' : plain === 'approving' ? 'follow.promise.approving' : 'follow.promise.pausedOther')
        ) : (
          <>
            {t(`follow.promise.${promised.metric}.${promised.look}`)}{' '}
            <strong>
              <Moment at={promised.dueAt} />
            </strong>
            {promised.look === 'due' ? ` (${t('follow.promise.left', { left: format.duration(promised.leftSeconds, HOURS) })}).` : `. ${t('follow.promise.sorry')}`}
          </>
        )}{' '}
        <button type="button" className={css.why} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(promised.look === 'paused' ? 'follow.whyPaused' : 'follow.why')}
          <IconChevronRight size={16} stroke={1.75} aria-hidden data-open={open || undefined} />
        </button>
      </p>
      {open ? <Explanation incident={incident} clockId={promised.clockId} /> : null}
    </div>
  );
}

function Explanation({ incident, clockId }: { incident: Incident; clockId: string }): ReactNode {
  const query = useQuery(explainedClocksQuery(incident.reference));
  const i18n = useI18n();
  const now = useNow();
  const { t, format } = i18n;
  return (
    <Loaded query={query} lines={4}>
      {(clocks) => {
        const clock = clocks.find(({ id }) => id === clockId);
        if (!clock) return null;
        const target = clock.targetDays ? t('clock.workingDays', { n: clock.targetDays }) : format.duration(clock.targetSeconds, HOURS);
        return (
          <div className={css.explanation}>
            <p>
              {clock.elapsedSeconds < MINUTE
                ? t('follow.why.introFresh', { target })
                : t('follow.why.intro', { target, elapsed: format.duration(clock.elapsedSeconds, HOURS) })}
            </p>
            <div className={css.scroll} tabIndex={0} role="region" aria-label={t('follow.why')}>
              <table className={css.intervals}>
                <thead>
                  <tr>
                    <th scope="col">{t('follow.why.time')}</th>
                    <th scope="col">{t('follow.why.what')}</th>
                    <th scope="col" className={css.number}>
                      {t('follow.why.long')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {(clock.intervals ?? []).map((interval) => (
                    <tr key={interval.from} data-kind={interval.kind}>
                      <td>
                        {format.moment(new Date(interval.from), now)} – {format.moment(new Date(interval.to), now)}
                      </td>
                      <td>{wordOf(interval, i18n)}</td>
                      <td className={css.number}>{format.duration(interval.seconds, interval.kind === 'counted' ? HOURS : undefined)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}

function wordOf({ kind, reason }: Schemas['ClockIntervalReply'], { t }: I18n): string {
  if (kind === 'counted') return t('follow.why.counted');
  if (kind === 'paused') return t(/requester/.test(reason ?? '') ? 'follow.why.pausedYou' : 'follow.why.paused');
  return reason === null || reason === '' ? t('follow.why.out') : t('follow.why.outNamed', { name: reason });
}
