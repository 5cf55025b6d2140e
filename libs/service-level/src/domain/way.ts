import type { Allowance } from './replay';
import { type AgreementDefinition, type PublishedAgreement, type Subject, chooseTargets } from './agreement';

/** A service and the groups through which its tickets may go. */
export interface SupportedService {
  id: string;
  /** From the service itself to its root. */
  chain: readonly string[];
  groups: readonly { id: string; supplierId: string | null }[];
}

/** Working seconds of a target in the calendar of its agreement, for what begins now. */
export type LengthOf = (calendarId: string, allowance: Allowance) => number;

/** Working seconds that are agreed with groups and suppliers for a ticket of this service and priority, one after another. */
export function secondsOnTheWay({ chain, groups }: SupportedService, priority: number, agreements: readonly PublishedAgreement[], now: number, lengthOf: LengthOf): number {
  const subject: Subject = { registeredAt: now, kind: 'incident', priority, departments: [], services: chain, categories: [], groupId: null, supplierId: null };
  return groups.reduce((sum, { id, supplierId }) => {
    const ola = chooseTargets(agreements, 'OLA', { ...subject, groupId: id }, now).find(({ metric }) => metric === 'group_work');
    const uc = supplierId === null ? undefined : chooseTargets(agreements, 'UC', { ...subject, groupId: id, supplierId }, now).find(({ metric }) => metric === 'supplier_resolution');
    const length = (chosen: typeof ola): number => (chosen ? lengthOf(chosen.agreement.definition.calendarId, chosen) : 0);
    return sum + length(ola) + length(uc);
  }, 0);
}

/** A service level that promises a solution sooner than those on the way of it promise theirs (`domain.md` §9). */
export interface ShorterThanWay {
  priority: number;
  serviceId: string;
  targetSeconds: number;
  waySeconds: number;
}

/** For each priority the service with the longest way, where that is longer than the target. `ways`: service → priority → seconds. */
export function shorterThanWay({ calendarId, match, targets }: Pick<AgreementDefinition, 'calendarId' | 'match' | 'targets'>, services: readonly SupportedService[], ways: ReadonlyMap<string, readonly number[]>, lengthOf: LengthOf): ShorterThanWay[] {
  const concerned = services.filter(({ chain }) => !match.serviceId || chain.includes(match.serviceId));
  const resolution = targets.filter(({ metric }) => metric === 'resolution');
  return [1, 2, 3, 4, 5].flatMap((priority) => {
    const target = resolution.find((one) => one.priority === priority) ?? resolution.find((one) => !one.priority);
    if (!target) return [];
    const targetSeconds = lengthOf(calendarId, target);
    const longest = concerned.map(({ id }) => ({ serviceId: id, waySeconds: ways.get(id)?.[priority] ?? 0 })).sort((a, b) => b.waySeconds - a.waySeconds)[0];
    return longest && longest.waySeconds > targetSeconds ? [{ priority, targetSeconds, ...longest }] : [];
  });
}
