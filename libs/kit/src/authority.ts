import type { Lifecycle } from './lifecycle';

/** How the one who acts stands to one ticket. */
export interface Standing {
  personId: string;
  system: boolean;
  /** An external supplier's engineer (`security.md` I30). */
  external: boolean;
  /** Holds `work` or `manage` in the ticket's group. */
  worksInGroup: boolean;
  /** Registered it in the requester's place, as an employee: confirming by phone would be confirming one's own report. */
  standsInForRequester: boolean;
  /** The permission reaches this ticket in any scope. */
  permitted(permission: string): boolean;
  /** It reaches it by something else than being its requester. */
  permittedAsStaff(permission: string): boolean;
}

/** What a cell of `security.md` D.3 says beyond its scope, per command. */
export type Qualifiers<C extends string, T> = Partial<Record<C, (ticket: T, who: Standing) => boolean>>;

export interface Authority<C extends string, T extends { state: string }> {
  /** The state has a row for the command and this kind of actor. */
  stateAllows(ticket: Pick<T, 'state'>, command: C, system: boolean): boolean;
  /** The actor may give the command to this ticket, whatever its state. */
  authorised(ticket: T, command: C, who: Standing): boolean;
  /** Exactly the commands that the server takes from this person in this state (`security.md` I28). */
  allowedCommands(ticket: T, who: Standing): C[];
}

/** Who may do what now, from the life-cycle table and what the matrix says in words. */
export function authorityOf<S extends string, C extends string, T extends { state: S }>({ commands }: Lifecycle<S, C>, qualifiers: Qualifiers<C, T>): Authority<C, T> {
  const names = Object.keys(commands) as C[];
  const stateAllows = (ticket: { state: S }, command: C, system: boolean): boolean => commands[command].from.includes(ticket.state) && commands[command].by.includes(system ? 'system' : 'person');
  const authorised = (ticket: T, command: C, who: Standing): boolean =>
    who.system ? commands[command].by.includes('system') : who.permitted(commands[command].permission) && (qualifiers[command]?.(ticket, who) ?? true);
  return { stateAllows, authorised, allowedCommands: (ticket, who) => names.filter((command) => stateAllows(ticket, command, who.system) && authorised(ticket, command, who)) };
}
