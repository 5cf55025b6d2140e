import type { History } from './history';

/** What is stored in the end, read past the application. */
export interface Final {
  /** Canary → how many rows hold it. */
  canaries: ReadonlyMap<string, number>;
  /** Ticket → its version. */
  versions: ReadonlyMap<string, number>;
}

export interface Verdict {
  lost: string[];
  doubled: string[];
  /** Refused, and stored all the same. */
  resurrected: string[];
  /** Two acknowledged changes that made one version, an If-Match that made another than the next, or a version above the last. */
  registers: string[];
  /** A client saw a version, and later a lower one. */
  backwards: string[];
  /** Answers 5xx other than 503 with Retry-After. */
  failures: string[];
}

/** Jepsen's set-full and compare-and-set ideas over the clients' own history, in one pass each (security.md B.2). */
export function judge({ calls, answers }: History, final: Final): Verdict {
  const verdict: Verdict = { lost: [], doubled: [], resurrected: [], registers: [], backwards: [], failures: [] };
  for (const { canary, outcome, op, ticket, status, attempts } of calls) {
    if (canary === null) continue;
    const stored = final.canaries.get(canary) ?? 0;
    if (outcome === 'acked' && stored === 0) verdict.lost.push(`${op} ${canary}: ${status} at attempt ${attempts}, ticket ${ticket ?? 'unknown'} ${final.versions.has(ticket ?? '') ? 'is' : 'is not'} stored`);
    if (outcome === 'refused' && stored > 0) verdict.resurrected.push(`${op} ${canary}`);
    if (stored > 1) verdict.doubled.push(`${op} ${canary} ${stored} times`);
  }
  const made = new Map<string, string>();
  const seen = new Map<string, number>();
  for (const call of [...calls].sort((one, two) => one.completedAt - two.completedAt)) {
    const { process, op, ticket, expected, version, outcome } = call;
    if (outcome !== 'acked' || ticket === null || version === null) continue;
    if (op === 'command') {
      const key = `${ticket} ${version}`;
      if (made.has(key)) verdict.registers.push(`version ${version} of ${ticket} was made by ${made.get(key)} and by client ${process}`);
      made.set(key, `client ${process}`);
      if (expected !== null && version !== expected + 1) verdict.registers.push(`If-Match ${expected} on ${ticket} made ${version}`);
      if (version > (final.versions.get(ticket) ?? 0)) verdict.registers.push(`version ${version} of ${ticket} was acknowledged, and ${final.versions.get(ticket) ?? 'nothing'} is stored`);
    }
    const own = `${process} ${ticket}`;
    if ((seen.get(own) ?? 0) > version) verdict.backwards.push(`client ${process} saw ${seen.get(own)} of ${ticket}, then ${version}`);
    seen.set(own, version);
  }
  for (const { status, retryAfter, op } of answers) if (status >= 500 && !(status === 503 && retryAfter)) verdict.failures.push(`${op} → ${status}${status === 503 ? ' without Retry-After' : ''}`);
  return verdict;
}
