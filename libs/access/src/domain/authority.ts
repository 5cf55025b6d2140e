import { ACCESS_COMMANDS, ACCESS_LIFECYCLE, type AccessCommand } from './lifecycle';
import { type AccessRequest, asksFor } from './request';

/** How the one who acts stands to one request. */
export interface Standing {
  personId: string;
  system: boolean;
  /** The permission reaches this request in any scope. */
  permitted(permission: string): boolean;
}

/** As much of a request as the question "who may do what now" needs; a row of a list has it. */
export type Commandable = Pick<AccessRequest, 'state' | 'purpose' | 'requesterId' | 'failed'>;

/** Nobody verifies, decides about or gives themselves access (`security.md` I26). */
const notForOneself = (request: Commandable, who: Standing): boolean => request.requesterId !== who.personId;

const QUALIFIERS: Partial<Record<AccessCommand, (request: Commandable, who: Standing) => boolean>> = {
  verify: notForOneself,
  reject: notForOneself,
  provision: notForOneself,
  retry: notForOneself,
};

/** What the facts of the request itself must allow, besides its state. */
const CONDITIONS: Partial<Record<AccessCommand, (request: Commandable) => boolean>> = {
  retry: ({ failed }) => failed,
  finish: ({ purpose }) => !asksFor(purpose),
};

export function stateAllows(request: Commandable, command: AccessCommand, system: boolean): boolean {
  const rule = ACCESS_LIFECYCLE.commands[command];
  return rule.from.includes(request.state) && rule.by.includes(system ? 'system' : 'person') && (CONDITIONS[command]?.(request) ?? true);
}

export function authorised(request: Commandable, command: AccessCommand, who: Standing): boolean {
  const rule = ACCESS_LIFECYCLE.commands[command];
  if (who.system) return rule.by.includes('system');
  return rule.by.includes('person') && who.permitted(rule.permission) && (QUALIFIERS[command]?.(request, who) ?? true);
}

/** Exactly the commands that the server takes from this person in this state (`security.md` I28). */
export const allowedCommands = (request: Commandable, who: Standing): AccessCommand[] => ACCESS_COMMANDS.filter((command) => stateAllows(request, command, who.system) && authorised(request, command, who));
