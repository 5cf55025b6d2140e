import { IconAlertOctagonFilled, IconAlertTriangle, IconBan, IconCheck, IconMoon, IconPlayerPause, IconStopwatch, type TablerIcon } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import { type I18n, useI18n, useNow } from '../i18n';
import type { Hue } from './chips';
import css from './chips.module.css';

/** What a clock is drawn of: a whole clock of `/tickets/{id}/clocks`, or the `nextClock` of a list row. The client never computes a due time. */
export interface ClockFacts {
  metric: string;
  state: string;
  dueAt: string | null;
  targetSeconds?: number;
  elapsedSeconds?: number;
  remainingSeconds?: number;
  stoppedAt?: string | null;
  breachedAt?: string | null;
  /** Why it is paused, in words. */
  pauseReason?: string | null;
  /** Opens again then, where the calendar is closed now. */
  resumesAt?: string | null;
}

type Look = 'running' | 'risk' | 'breached' | 'paused' | 'closed' | 'met' | 'late' | 'cancelled';
const LOOKS: Readonly<Record<Look, readonly [TablerIcon, Hue | null]>> = {
  running: [IconStopwatch, null], risk: [IconAlertTriangle, 'amber'], breached: [IconAlertOctagonFilled, 'red'], paused: [IconPlayerPause, 'violet'], closed: [IconMoon, null], met: [IconCheck, 'green'], late: [IconCheck, 'red'], cancelled: [IconBan, 'grey'],
};
/** The share of the target from which a running clock is at risk (domain.md: last level before 100 %). */
export const RISK_SHARE = 0.75;
const RISK_WITHOUT_TARGET_SECONDS = 30 * 60;

function lookOf(clock: ClockFacts, now: Date): Look {
  if (clock.state === 'cancelled') return 'cancelled';
  if (clock.state === 'met') return 'met';
  if (clock.state === 'paused') return 'paused';
  if (clock.stoppedAt) return 'late';
  if (clock.state === 'breached' || (clock.dueAt !== null && Date.parse(clock.dueAt) <= now.getTime())) return 'breached';
  if (clock.resumesAt) return 'closed';
  return shareOf(clock, now) >= RISK_SHARE ? 'risk' : 'running';
}

/** Share used; from a list row only nearness to the due time is known. */
function shareOf(clock: ClockFacts, now: Date): number {
  if (clock.targetSeconds !== undefined && clock.elapsedSeconds !== undefined && clock.targetSeconds > 0) return clock.elapsedSeconds / clock.targetSeconds;
  if (clock.dueAt === null) return 0;
  return Date.parse(clock.dueAt) - now.getTime() <= RISK_WITHOUT_TARGET_SECONDS * 1000 ? RISK_SHARE : 0;
}

function wordsOf(look: Look, clock: ClockFacts, now: Date, { tOr, format }: I18n): string {
  const left = clock.dueAt === null ? (clock.remainingSeconds ?? 0) : Math.min(clock.remainingSeconds ?? Infinity, (Date.parse(clock.dueAt) - now.getTime()) / 1000);
  const over = clock.dueAt === null ? 0 : (Date.parse(clock.stoppedAt ?? now.toISOString()) - Date.parse(clock.dueAt)) / 1000;
  switch (look) {
    case 'running':
      return format.duration(left);
    case 'risk':
      return tOr('clock.risk', '{left}', { left: format.duration(left) });
    case 'breached':
      return tOr('clock.breached', '{over}', { over: format.duration(over) });
    case 'paused':
      return clock.pauseReason ? tOr('clock.pausedFor', '{reason}', { reason: clock.pauseReason }) : tOr('clock.paused', '');
    case 'closed':
      return tOr('clock.closed', '', { at: format.moment(new Date(clock.resumesAt ?? ''), now) });
    case 'met':
      return tOr('clock.met', '', { at: !clock.stoppedAt ? '' : format.moment(new Date(clock.stoppedAt), now) });
    case 'late':
      return tOr('clock.late', '', { over: format.duration(over) });
    case 'cancelled':
      return tOr('clock.cancelled', '');
  }
}

/** A clock in words, shape and colour (ux.md §2.11). Texts: catalogue `ticket`. */
export function SlaClock({ clock, bar = false, due = false }: { clock: ClockFacts; bar?: boolean; due?: boolean }): ReactNode {
  const i18n = useI18n();
  const now = useNow();
  const look = lookOf(clock, now);
  const [Icon, hue] = LOOKS[look];
  const style = { ...(hue === null ? {} : { '--hue': `var(--${hue})` }), '--share': `${Math.min(100, Math.round(shareOf(clock, now) * 100))}%` } as CSSProperties;
  const metric = i18n.tOr(`clock.metric.${clock.metric}`, clock.metric);
  return (
    <span className={css.clock} style={style} data-testid="sla-clock" data-look={look}>
      <span className={css.clockText} data-state={look}>
        <Icon size={16} stroke={1.75} aria-hidden />
        <span className="visually-hidden">{metric}: </span>
        {clock.dueAt === null ? (
          wordsOf(look, clock, now, i18n)
        ) : (
          <time dateTime={clock.dueAt} title={`${metric}: ${i18n.format.absolute(new Date(clock.dueAt))}`}>
            {wordsOf(look, clock, now, i18n)}
            {due && (look === 'running' || look === 'risk') ? <span className={css.due}> · {i18n.format.moment(new Date(clock.dueAt), now)}</span> : null}
          </time>
        )}
      </span>
      {bar && clock.targetSeconds !== undefined ? (
        <span className={css.bar} data-state={look} aria-hidden>
          <span />
        </span>
      ) : null}
    </span>
  );
}
