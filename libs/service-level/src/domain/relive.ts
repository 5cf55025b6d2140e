import type { AgreementType } from './agreement';
import { type Metric, type TicketSignal, entryFor } from './metrics';
import { type MeaningOf, type Moment, asIncident, isOver, signalOf, signalsOf } from './past';
import { type Allowance, type LedgerEvent, type Replayed, type Rules, allowanceOf, replay, sameAllowance } from './replay';

export interface Life {
  moments: readonly Moment[];
  /** Whole seconds. */
  firstResponseAt: number | null;
  /** Of its process's states; those of incidents where left out. */
  meaningOf?: MeaningOf;
}

/** Targets at each moment of a life, index by index. */
export type TargetsThen = readonly (readonly ({ metric: Metric } & Allowance)[])[];

/** How a target of a metric ended; `open` where it has not, `none` where nothing was promised or it was given up. */
export type Outcome = 'met' | 'breached' | 'open' | 'none';

/** What the clocks of one agreement would have said of a life that was lived under others (`domain.md` §9, simulation of a past period). */
export function relive(type: AgreementType, { moments, firstResponseAt, meaningOf = asIncident }: Life, targets: TargetsThen, rulesOf: RulesOf, now: number): { metric: Metric; told: Replayed }[] {
  const metrics = new Set(targets.flat().map(({ metric }) => metric));
  return [...metrics].flatMap((metric) => {
    const givenAt = (index: number): Allowance | null => {
      const target = targets[index]?.find((one) => one.metric === metric);
      return target ? allowanceOf(target) : null;
    };
    const ledgers = type === 'SLA' ? [wholeLife(metric, { moments, firstResponseAt, meaningOf }, givenAt, rulesOf)] : staysOf(metric, { moments, firstResponseAt, meaningOf }, givenAt, rulesOf);
    return ledgers.flatMap((ledger) => {
      const told = replay(ledger, now);
      return told ? [{ metric, told }] : [];
    });
  });
}

type GivenAt = (index: number) => Allowance | null;
type RulesOf = (metric: Metric, allowance: Allowance) => Rules;

/** From the registration on. Where the target changes its rules change, where there is none any more the clock is given up; one that comes back counts from the registration. */
function wholeLife(metric: Metric, { moments, firstResponseAt, meaningOf }: Required<Life>, givenAt: GivenAt, rulesOf: RulesOf): LedgerEvent[] {
  const [first] = moments;
  const last = givenAt(moments.length - 1);
  if (!first || last === null) return [];
  const since = moments.findLastIndex((_moment, index) => givenAt(index) === null) + 1;
  const changes = moments.flatMap(({ at }, index): LedgerEvent[] => {
    const given = givenAt(index);
    return index > since && given !== null && !sameAllowance(given, givenAt(index - 1)) ? [{ at, event: 'rules', rules: rulesOf(metric, given) }] : [];
  });
  const heard = signalsOf(moments, firstResponseAt, meaningOf).flatMap((signal) => entryFor(metric, signal) ?? []);
  return [{ at: first.at, event: 'started', state: first.state, reason: first.stateReason, rules: rulesOf(metric, givenAt(since) ?? last) }, ...[...heard, ...changes].sort((a, b) => a.at - b.at)];
}

/** One clock for each stay of the ticket in a group that is promised something. */
function staysOf(metric: Metric, { moments, firstResponseAt, meaningOf }: Required<Life>, givenAt: GivenAt, rulesOf: RulesOf): LedgerEvent[][] {
  const ledgers: LedgerEvent[][] = [];
  let open: LedgerEvent[] | null = null;
  const hear = (signal: TicketSignal): void => {
    const entry = open && entryFor(metric, signal);
    if (entry) open?.push(entry);
  };
  moments.forEach((moment, index) => {
    const before = moments[index - 1];
    const { at, state, stateReason } = moment;
    if (firstResponseAt !== null && before && firstResponseAt >= before.at && firstResponseAt < at) hear({ at: firstResponseAt, event: 'public_reply' });
    const signal = before && signalOf(before, moment, at, meaningOf);
    if (before && before.groupId !== moment.groupId) {
      hear({ at, event: 'left' });
      open = null;
    }
    if (signal) hear(signal);
    const given = givenAt(index);
    if (open === null && moment.groupId !== null && given !== null && before?.groupId !== moment.groupId && !isOver(meaningOf(state))) ledgers.push((open = [{ at, event: 'started', state, reason: stateReason, rules: rulesOf(metric, given) }]));
    else if (open && given !== null && !sameAllowance(given, givenAt(index - 1))) open.push({ at, event: 'rules', rules: rulesOf(metric, given) });
  });
  const last = moments.at(-1);
  if (firstResponseAt !== null && last && firstResponseAt >= last.at) hear({ at: firstResponseAt, event: 'public_reply' });
  return ledgers;
}

/** Of several clocks of a metric the worst: a promise is broken where one of them was. */
export function outcomeOf(states: readonly Replayed['state'][]): Outcome {
  if (states.includes('breached')) return 'breached';
  if (states.includes('running') || states.includes('paused')) return 'open';
  return states.includes('met') ? 'met' : 'none';
}
