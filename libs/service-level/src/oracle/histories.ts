import type { CalendarDefinition } from '@opora/calendar';
import type { OracleCase } from './oracle';

/** A small seeded generator (mulberry32): the same seed gives the same histories everywhere. */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ZONES = ['Europe/Kyiv', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Africa/Cairo', 'Australia/Lord_Howe'];
const DAY = 86_400;

function calendarOf(pick: (n: number) => number): CalendarDefinition {
  const timeZone = ZONES[pick(ZONES.length)] as string;
  const shapes: CalendarDefinition['week'][] = [
    [1, 2, 3, 4, 5].flatMap((day) => [{ day, from: '09:00', to: '13:00' }, { day, from: '13:45', to: '18:00' }]),
    [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })),
    [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '22:00', to: '06:00' })),
    [6, 7].map((day) => ({ day, from: '01:30', to: '04:30' })).concat([{ day: 2, from: '08:00', to: '20:00' }]),
  ];
  const exceptions = pick(2) ? [{ date: '2027-03-29', name: 'holiday', intervals: [] }, { date: '2026-10-26', name: 'short', intervals: [{ from: '10:00', to: '12:15' }] }] : [];
  return { timeZone, week: shapes[pick(shapes.length)] as CalendarDefinition['week'], exceptions };
}

/** A random life of a ticket of `days` days at most, near the clock changes of its zone as often as not. */
export function randomCase(seed: number, days: number): OracleCase {
  const roll = random(seed);
  const pick = (n: number): number => Math.floor(roll() * n);
  const anchors = [Date.parse('2027-03-27T12:00:00Z'), Date.parse('2026-10-24T12:00:00Z'), Date.parse('2027-06-04T10:00:00Z'), Date.parse('2026-11-01T03:00:00Z')].map((ms) => ms / 1000);
  const start = (anchors[pick(anchors.length)] as number) + pick(DAY);
  const end = start + 3600 + pick(days * DAY - 3600);
  const history: OracleCase['history'] = [{ at: start, event: 'registered', state: 'new' }];
  let resolved = false;
  const metric = pick(2) ? 'resolution' : 'response';
  for (let at = start, n = pick(10); n > 0; n--) {
    at += 1 + pick(Math.max(2, Math.floor((end - start) / 6)));
    if (at >= end) break;
    const what = pick(8);
    if (resolved) {
      if (what < 4) history.push({ at, event: 'reopened', state: 'in_progress' });
      resolved = what >= 4;
    } else if (what === 0) {
      history.push({ at, event: 'resolved', state: 'resolved' });
      resolved = true;
    } else if (what === 1) history.push({ at, event: 'public_reply' });
    else if (what === 2) history.push({ at, event: 'priority', seconds: 600 + pick(20 * 3600) });
    else if (what === 3 && pick(6) === 0) history.push({ at, event: 'state', state: 'cancelled' });
    else if (what < 6) history.push({ at, event: 'state', state: 'on_hold', reason: ['requester', 'supplier', 'scheduled', 'part'][pick(4)] as string });
    else history.push({ at, event: 'state', state: 'in_progress' });
  }
  const calendar = calendarOf(pick);
  /* Every third target is given in working days, of a changed one too. */
  const inDays = (): { days: number } | Record<string, never> => (pick(3) === 0 ? { days: 1 + pick(3) } : {});
  for (const event of history) if (event.event === 'priority') Object.assign(event, inDays());
  return {
    calendar, ...inDays(), metric, seconds: 600 + pick(24 * 3600), history, now: end,
    pauses: metric === 'resolution' ? [{ state: 'on_hold', reason: 'requester' }, { state: 'on_hold', reason: 'scheduled' }] : [],
  };
}
