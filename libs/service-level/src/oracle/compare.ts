import { WorkingTime } from '@opora/calendar';
import { type Allowance, simulate } from '../domain';
import { type OracleCase, oracle } from './oracle';

const lengthOf = ({ seconds, days }: { seconds?: number | undefined; days?: number | undefined }): Allowance => (days === undefined ? { seconds } : { days });

/** What engine and oracle say differently of a case; nothing where they agree to the second. */
export function difference(one: OracleCase): string | null {
  const slow = oracle(one);
  const [fast] = simulate({
    calendar: new WorkingTime(one.calendar),
    targets: [{ metric: one.metric, ...lengthOf(one) }],
    pauses: one.pauses.map((pause) => ({ ...pause, metric: one.metric })),
    history: one.history.map(({ at, event, state, reason, seconds, days }) => ({ at, event: event as 'state', state, reason, targets: seconds === undefined && days === undefined ? undefined : [{ metric: one.metric, ...lengthOf({ seconds, days }) }] })),
    now: one.now,
  });
  if (!slow || !fast) return slow === null && fast === undefined ? null : `${JSON.stringify(slow)} / ${JSON.stringify(fast)}`;
  const { clock } = fast;
  const same = clock.elapsedSeconds === slow.elapsed && clock.state === slow.state && (slow.due === null || clock.dueAt === slow.due);
  return same ? null : `oracle ${JSON.stringify(slow)}, engine ${JSON.stringify({ elapsed: clock.elapsedSeconds, state: clock.state, due: clock.dueAt })}`;
}
