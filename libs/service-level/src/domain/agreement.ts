import type { Metric } from './metrics';
import { type Allowance, type Pause, allowanceOf } from './replay';

export type AgreementType = 'SLA' | 'OLA' | 'UC';

export interface Target extends Allowance {
  metric: Metric;
  /** 1–5; left out: every priority. */
  priority?: number | null | undefined;
}

export const NOTIFIED = ['assignee', 'group_lead', 'manager'] as const;

/** What happens when a clock passes a point (`domain.md` §9, escalation levels); each act once, with its entry in the timeline. */
export interface EscalationLevel {
  /** Of the target; or working seconds before (negative) or after the target is used up. */
  percent?: number | null | undefined;
  offsetSeconds?: number | null | undefined;
  notify: readonly (typeof NOTIFIED)[number][];
  /** One step up, where it is not the highest. */
  raisePriority?: boolean | undefined;
  /** Support group that gets the ticket. */
  reassignTo?: string | null | undefined;
  /** Persons who watch it from then on. */
  addWatchers?: readonly string[] | undefined;
  /** Tells the webhooks that listen to levels. */
  webhook?: boolean | undefined;
}

export interface AgreementDefinition {
  calendarId: string;
  /** Left out parts match everything. */
  match: { departmentId?: string | null; serviceId?: string | null; kind?: string | null; categoryId?: string | null; groupId?: string | null; supplierId?: string | null };
  targets: readonly Target[];
  pauses: readonly (Pause & { metric: Metric })[];
  levels: readonly EscalationLevel[];
  /** Instants, ISO 8601. */
  validFrom: string;
  validTo?: string | null;
}

export interface PublishedAgreement {
  id: string;
  agreementId: string;
  type: AgreementType;
  /** Of the agreement's versions, from 1. */
  number: number;
  /** Seconds since 1970, with fractions. */
  publishedAt: number;
  /** Holds for tickets registered before it was published as well: the manager chose so. */
  openTickets: boolean;
  definition: AgreementDefinition;
}

/** What an agreement is chosen by. Chains go from the thing itself to its root. */
export interface Subject {
  /** Seconds since 1970, with fractions. */
  registeredAt: number;
  kind: string;
  priority: number;
  departments: readonly string[];
  services: readonly string[];
  categories: readonly string[];
  groupId: string | null;
  supplierId: string | null;
}

/** Default pauses: waiting for the requester and a planned time pause the resolution; nothing pauses the response (`domain.md` §9). */
export const DEFAULT_PAUSES: AgreementDefinition['pauses'] = [
  { metric: 'resolution', state: 'on_hold', reason: 'requester' },
  { metric: 'resolution', state: 'on_hold', reason: 'scheduled' },
];

export const DEFAULT_LEVELS: readonly EscalationLevel[] = [
  { percent: 50, notify: ['assignee'] },
  { percent: 75, notify: ['assignee', 'group_lead'] },
  { percent: 100, notify: ['group_lead', 'manager'] },
];

export interface ChosenTarget extends Allowance {
  agreement: PublishedAgreement;
  metric: Metric;
}

/**
 * Of each agreement the version that holds for a ticket registered then: the newest published before, or later where the manager let it hold for open tickets (`domain.md` §9). A first version
 * that says of itself that it is valid since before it was published holds from then on.
 */
export function holding<A extends PublishedAgreement>(versions: readonly A[], registeredAt: number): A[] {
  const held = new Map<string, A>();
  for (const version of versions) {
    const known = held.get(version.agreementId);
    const reaches = version.publishedAt <= registeredAt || version.openTickets || (version.number === 1 && Date.parse(version.definition.validFrom) / 1000 <= registeredAt);
    if (reaches && (!known || known.number < version.number)) held.set(version.agreementId, version);
  }
  return [...held.values()];
}

/** For each metric of the type the target of the most specific agreement: by department, service, kind, category and priority, then the newest (`domain.md` §9). */
export function chooseTargets(agreements: readonly PublishedAgreement[], type: AgreementType, subject: Subject, now: number): ChosenTarget[] {
  const best = new Map<Metric, { rank: number[]; chosen: ChosenTarget }>();
  for (const agreement of agreements) {
    if (agreement.type !== type || !(validAt(agreement.definition, subject.registeredAt) || (agreement.openTickets && validAt(agreement.definition, Math.max(now, agreement.publishedAt))))) continue;
    const rank = rankOf(agreement.definition.match, subject);
    if (!rank) continue;
    for (const target of agreement.definition.targets) {
      if (target.priority !== undefined && target.priority !== null && target.priority !== subject.priority) continue;
      const full = [...rank, target.priority ? 1 : 0, agreement.publishedAt];
      const known = best.get(target.metric);
      if (!known || before(known.rank, full)) best.set(target.metric, { rank: full, chosen: { agreement, metric: target.metric, ...allowanceOf(target) } });
    }
  }
  return [...best.values()].map(({ chosen }) => chosen);
}

function validAt({ validFrom, validTo }: AgreementDefinition, instant: number): boolean {
  return Date.parse(validFrom) / 1000 <= instant && (!validTo || Date.parse(validTo) / 1000 > instant);
}

/** Whether an agreement of this match would be looked at for such a ticket at all. */
export const concerns = (match: AgreementDefinition['match'], subject: Subject): boolean => rankOf(match, subject) !== null;

/** Nearness of each part of the match: 0 where it is left open, higher the nearer; null where it does not match. */
function rankOf(match: AgreementDefinition['match'], subject: Subject): number[] | null {
  const near = (wished: string | null | undefined, chain: readonly string[]): number => (wished ? (chain.includes(wished) ? 1000 - chain.indexOf(wished) : -1) : 0);
  const rank = [
    near(match.groupId ?? match.supplierId, [subject.groupId, subject.supplierId].filter((id) => id !== null)),
    near(match.departmentId, subject.departments),
    near(match.serviceId, subject.services),
    near(match.kind, [subject.kind]),
    near(match.categoryId, subject.categories),
  ];
  return rank.includes(-1) ? null : rank;
}

function before(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return (a[i] ?? 0) < (b[i] ?? 0);
  return false;
}
