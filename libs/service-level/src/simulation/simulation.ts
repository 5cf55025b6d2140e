import { WorkingTime } from '@opora/calendar';
import { type EscalationLevel, type Rules, levelsOf, replay } from '../domain';
import { random, randomCase } from '../oracle/histories';
import { type Faults, type SimulatedClock, World } from './world';

const LEVELS: readonly EscalationLevel[] = [{ percent: 50, notify: ['assignee'] }, { percent: 75, notify: ['assignee', 'group_lead'] }, { offsetSeconds: -900, notify: [] }, { percent: 100, notify: ['group_lead'] }, { offsetSeconds: 3_600, notify: ['manager'] }];
const ACTIONS = 80;
const HOUR = 3_600;

export interface Run {
  /** The first promise that broke, with what was done until then; null where all held. */
  broken: string | null;
  actions: string[];
  fired: number;
}

/**
 * One seed, one run (`security.md` B.4): tickets change, workers claim, commit and crash in any order, the virtual clock leaps and goes back, wake-ups are lost. After each act the promises I11–I15
 * are asked of the store; at the end everything that is due has acted exactly once.
 */
export function simulateSeed(seed: number, faults: Faults = {}): Run {
  const roll = random(seed * 7_919 + 1);
  const pick = (n: number): number => Math.floor(roll() * n);
  const world = new World(1 + pick(3), LEVELS.filter(() => pick(4) > 0), faults);
  const actions: string[] = [];
  const shape = randomCase(seed, 3);
  const calendars = [new WorkingTime(shape.calendar), new WorkingTime(randomCase(seed + 1_000_003, 3).calendar)];
  const rules = (): Rules => ({ ...(pick(4) === 0 ? { days: 1 + pick(3) } : { seconds: 600 + pick(20 * HOUR) }), calendar: calendars[pick(2)] as WorkingTime, pauses: shape.pauses });
  let now = shape.history[0]?.at ?? 0;
  for (let n = 1 + pick(3); n > 0; n--) {
    const first = rules();
    world.start(pick(3) ? 'resolution' : 'response', now, first);
  }
  for (let n = 0; n < ACTIONS; n++) {
    const done = act(world, now, pick, rules);
    actions.push(`${now} ${done.what}`);
    now = done.now;
    const broken = n % 4 === 0 ? promises(world, now) : null;
    if (broken) return { broken, actions, fired: world.outbox.length };
  }
  return { broken: atRest(world, now), actions, fired: world.outbox.length };
}

type Pick = (n: number) => number;

function act(world: World, now: number, pick: Pick, rules: () => Rules): { what: string; now: number } {
  const clock = world.clocks[pick(world.clocks.length)] as SimulatedClock;
  const worker = pick(world.workers.length);
  const crashes = pick(10) === 0;
  const state = (to: string, reason: string | null = null) => world.command(clock, { at: now, event: 'state', state: to, reason }, crashes);
  switch (pick(16)) {
    case 0: return { what: `hold ${state('on_hold', ['requester', 'supplier', 'scheduled'][pick(3)] as string)}`, now };
    case 1: return { what: `resume ${state('in_progress')}`, now };
    case 2: return { what: `resolve ${world.command(clock, { at: now, event: 'resolved', state: 'resolved' }, crashes)}`, now };
    case 3: return { what: `reopen ${clock.stopped && world.command(clock, { at: now, event: 'reopened', state: 'in_progress' }, crashes)}`, now };
    case 4: return { what: `reply ${world.command(clock, { at: now, event: 'public_reply' }, crashes)}`, now };
    case 5: return { what: `new target or calendar ${world.command(clock, { at: now, rules: rules() }, crashes)}`, now };
    case 6: return pick(8) ? { what: 'nothing', now } : { what: `cancel ${world.command(clock, { at: now, event: 'cancelled', state: 'cancelled' }, crashes)}`, now };
    case 7: world.crash(worker); return { what: `worker ${worker} dies`, now };
    case 8: return { what: 'the clock goes back', now: now - pick(2 * HOUR) };
    case 9: return { what: 'days pass', now: now + pick(3 * 86_400) };
    case 10: case 11: return { what: 'time passes', now: now + pick(6 * HOUR) };
    default: world.step(worker, now, 1 + pick(3)); return { what: `worker ${worker} steps`, now };
  }
}

function promises(world: World, now: number): string | null {
  for (const [n, clock] of world.clocks.entries()) {
    const at = Math.max(now, clock.ledger.at(-1)?.at ?? 0);
    const told = replay(clock.ledger, at);
    if (!told) continue;
    const counted = told.intervals.filter(({ kind }) => kind === 'counted').reduce((sum, { seconds }) => sum + seconds, 0);
    for (const [i, tile] of told.intervals.entries()) {
      if (tile.to - tile.from !== tile.seconds || tile.seconds <= 0) return `I11: clock ${n} has an interval of ${tile.seconds} s from ${tile.from} to ${tile.to}`;
      if (i > 0 && told.intervals[i - 1]?.to !== tile.from) return `I11: clock ${n} has a gap before ${tile.from}`;
    }
    if (told.stoppedAt === null && counted !== Math.max(told.targetSeconds, 0) && told.dueAt >= at) return `I11: clock ${n} counts ${counted} s until it is due, of ${told.targetSeconds}`;
    if (told.stoppedAt !== null && told.state !== 'cancelled' && (told.state === 'met') !== (told.stoppedAt <= told.dueAt)) return `I15: clock ${n} stopped at ${told.stoppedAt}, due ${told.dueAt}, is ${told.state}`;
    const truth = new Map(levelsOf(world.levels, clock.ledger, told, at).map(({ level, dueAt }) => [level, dueAt]));
    for (const row of clock.rows) {
      const own = world.outbox.filter((told_) => told_.clock === n && told_.level === row.level).length;
      if (own > 1) return `I13: level ${row.level} of clock ${n} acted ${own} times`;
      if (row.lockedBy === null && (row.firedAt !== null) !== (own === 1)) return `I13: level ${row.level} of clock ${n} is marked without having been told, or told without a mark`;
      if (row.firedAt === null && row.dueAt !== truth.get(row.level)) return `I12: level ${row.level} of clock ${n} is stored as due at ${row.dueAt}, and replay says ${truth.get(row.level)}`;
    }
  }
  return null;
}

/** All workers alive, nothing changes any more: what is due acts, once, and nothing else does. */
function atRest(world: World, now: number): string | null {
  for (let round = 0; round < 400; round++) for (const worker of world.workers.keys()) world.step(worker, now, 50);
  for (const [n, clock] of world.clocks.entries())
    for (const { level, dueAt, firedAt } of clock.rows) if (firedAt === null && dueAt !== null && dueAt <= now) return `I13: level ${level} of clock ${n} was due at ${dueAt} and never acted`;
  return promises(world, now);
}
