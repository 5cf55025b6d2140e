import type { InvariantCheck } from '@opora/kit';
import { Client, type QueryResultRow, types } from 'pg';

export interface Finding {
  check: InvariantCheck;
  violations: string[];
  seconds: number;
}

/** Runs checks in one read-only snapshot: what is written meanwhile neither disturbs them nor waits for them. */
export async function runChecks(url: string, checks: readonly InvariantCheck[]): Promise<Finding[]> {
  types.setTypeParser(types.builtins.INT8, Number);
  const client = new Client({ connectionString: url, options: '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c timezone=UTC' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const snapshot = {
      rows: async <R>(text: string, params: readonly unknown[] = []) => (await client.query<QueryResultRow>(text, [...params])).rows as R[],
    };
    const findings: Finding[] = [];
    for (const check of checks) {
      const began = performance.now();
      const violations = await check.run(snapshot);
      findings.push({ check, violations, seconds: (performance.now() - began) / 1_000 });
    }
    return findings;
  } finally {
    await client.end();
  }
}

/** A line a check, the violations under it, and one line in the end. */
export function reportOf(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ check, violations, seconds }) => [
    `${violations.length ? '✗' : '✓'} ${check.id.padEnd(34)} ${check.title}${seconds > 1 ? ` (${seconds.toFixed(1)} s)` : ''}`,
    ...violations.map((violation) => `    ${violation}`),
  ]);
  const broken = findings.filter(({ violations }) => violations.length > 0).length;
  return [...lines, '', `${findings.length - broken} of ${findings.length} promises hold${broken ? `, ${broken} broken` : ''}.`].join('\n');
}
