/** What lists and reports of all processes share (`domain.md` §3). */
export const PHASES = ['new', 'active', 'waiting', 'resolved', 'closed'] as const;
export type Phase = (typeof PHASES)[number];

export interface StateRule {
  phase: Phase;
  /** No command leads out of a final state. */
  final?: boolean;
  /** Somebody has it in hands: what waited to be accepted or approved waits no longer. */
  taken?: boolean;
  /** Ends with a decision against it, so that what waited for the decision has been answered. */
  refused?: boolean;
}

export interface CommandRule<S extends string = string> {
  from: readonly S[];
  /** `same` keeps the state; several states mean that the facts decide between them. */
  to: S | 'same' | readonly S[];
  permission: string;
  by: readonly ('person' | 'system')[];
  /** Names of what the body or the facts must hold, for documents and for the screens. */
  requires?: readonly string[];
}

export interface Lifecycle<S extends string = string, C extends string = string> {
  kind: string;
  /** Prefix of references, `INC` in `INC-000123`. */
  prefix: string;
  initial: readonly S[];
  states: Readonly<Record<S, StateRule>>;
  commands: Readonly<Record<C, CommandRule<S>>>;
}

export function targetsOf<S extends string>(rule: CommandRule<S>, from: S): readonly S[] {
  if (rule.to === 'same') return [from];
  return typeof rule.to === 'string' ? [rule.to as S] : rule.to;
}

/**
 * Checks the table once, where it is written: each state can be reached, final states are final, the others can be left.
 * @throws Error naming the row that is wrong
 */
export function defineLifecycle<S extends string, C extends string>(table: Lifecycle<S, C>): Lifecycle<S, C> {
  const states = Object.keys(table.states) as S[];
  const rules = Object.entries<CommandRule<S>>(table.commands);
  const reached = new Set<S>(table.initial);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [, rule] of rules)
      for (const from of rule.from.filter((state) => reached.has(state)))
        for (const to of targetsOf(rule, from)) if (!reached.has(to)) grown = reached.add(to).has(to);
  }
  const unreached = states.find((state) => !reached.has(state));
  if (unreached !== undefined) throw new Error(`${table.kind}: no command leads to the state ${unreached}`);
  for (const state of states) {
    const leaving = rules.filter(([, rule]) => rule.from.includes(state) && targetsOf(rule, state).some((to) => to !== state));
    const final = table.states[state].final === true;
    if (final && leaving.length > 0) throw new Error(`${table.kind}: ${leaving[0]?.[0]} leads out of the final state ${state}`);
    if (!final && leaving.length === 0) throw new Error(`${table.kind}: nothing leads out of ${state}, which is not final`);
  }
  for (const [command, rule] of rules)
    for (const state of [...rule.from, ...(rule.to === 'same' ? [] : targetsOf(rule, rule.from[0] as S))])
      if (!(state in table.states)) throw new Error(`${table.kind}: ${command} names the unknown state ${state}`);
  return table;
}
