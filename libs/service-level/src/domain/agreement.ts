import type { Metric } from './metrics';
import type { Pause } from './replay';

export type AgreementType = 'SLA' | 'OLA' | 'UC';

export interface Target {
  metric: Metric;
  /** 1–5; left out: every priority. */
  priority?: number | null | undefined;
  /** Working seconds. */
  seconds: number;
}

export interface EscalationLevel {
  /** Of the target, in working time; or seconds before (negative) or after the due instant. */
  percent?: number | null | undefined;
  offsetSeconds?: number | null | undefined;
  notify: readonly ('assignee' | 'group_lead' | 'manager')[];
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
  publishedAt: number;
  definition: AgreementDefinition;
}

/** What an agreement is chosen by. Chains go from the thing itself to its root. */
export interface Subject {
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

export interface ChosenTarget {
  agreement: PublishedAgreement;
  metric: Metric;
  seconds: number;
}

/** For each metric of the type the target of the most specific agreement: by department, service, kind, category and priority, then the newest (`domain.md` §9). */
export function chooseTargets(agreements: readonly PublishedAgreement[], type: AgreementType, subject: Subject, now: number): ChosenTarget[] {
  const best = new Map<Metric, { rank: number[]; chosen: ChosenTarget }>();
  for (const agreement of agreements) {
    if (agreement.type !== type || !valid(agreement.definition, now)) continue;
    const rank = rankOf(agreement.definition.match, subject);
    if (!rank) continue;
    for (const target of agreement.definition.targets) {
      if (target.priority !== undefined && target.priority !== null && target.priority !== subject.priority) continue;
      const full = [...rank, target.priority ? 1 : 0, agreement.publishedAt];
      const known = best.get(target.metric);
      if (!known || before(known.rank, full)) best.set(target.metric, { rank: full, chosen: { agreement, metric: target.metric, seconds: target.seconds } });
    }
  }
  return [...best.values()].map(({ chosen }) => chosen);
}

function valid({ validFrom, validTo }: AgreementDefinition, now: number): boolean {
  return Date.parse(validFrom) / 1000 <= now && (!validTo || Date.parse(validTo) / 1000 > now);
}

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
