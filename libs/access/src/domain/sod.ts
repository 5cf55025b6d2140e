/** A pair of entitlements that one person may not hold at a time (`domain.md` §7). */
export interface SodRule {
  id: string;
  number: number;
  firstId: string;
  secondId: string;
  /** `refuse`: never. `exception`: with an approval of its own and an end date. */
  mode: 'refuse' | 'exception';
  /** Longest exception, days. */
  maxDays: number;
}

/** What somebody holds or has asked for. */
export interface Claim {
  entitlementId: string;
  /** The grant or the request. */
  sourceId: string;
  source: 'grant' | 'request';
}

export interface Conflict {
  rule: SodRule;
  with: Claim;
}

/** Rules that the wanted entitlement would break beside what is held and what is asked for already (`security.md` AP-08). */
export function conflicts(rules: readonly SodRule[], claims: readonly Claim[], wanted: string): Conflict[] {
  return rules.flatMap((rule) => {
    const other = rule.firstId === wanted ? rule.secondId : rule.secondId === wanted ? rule.firstId : null;
    const held = other === null ? undefined : claims.find(({ entitlementId }) => entitlementId === other);
    return held ? [{ rule, with: held }] : [];
  });
}

export const DAY_MS = 86_400_000;

export interface Period {
  fromAt: Date | null;
  untilAt: Date | null;
}

/** Why a period cannot be granted: a code and its field; null where it can (`security.md` AP-09). */
export function periodFault({ fromAt, untilAt }: Period, policy: { maxDays: number | null; exceptionDays: number | null }, now: Date): { pointer: string; code: string; params?: Record<string, unknown> } | null {
  const from = fromAt ?? now;
  if (fromAt !== null && fromAt.getTime() < now.getTime() - DAY_MS) return { pointer: '/from', code: 'access.from_in_past' };
  if (untilAt !== null && untilAt <= from) return { pointer: '/until', code: 'access.until_after_from' };
  if (untilAt !== null && untilAt <= now) return { pointer: '/until', code: 'access.until_in_future' };
  const limits = [policy.maxDays, policy.exceptionDays].filter((days): days is number => days !== null);
  if (limits.length === 0) return null;
  const days = Math.min(...limits);
  if (untilAt === null) return { pointer: '/until', code: 'access.until_required', params: { days } };
  return untilAt.getTime() - from.getTime() > days * DAY_MS ? { pointer: '/until', code: 'access.until_too_late', params: { days } } : null;
}
