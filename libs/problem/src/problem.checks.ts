import type { InvariantCheck } from '@opora/kit';
import { sqlCheck } from '@opora/ticket';

const PROBLEMS = `ticket t join problem b on b.ticket_id = t.id where t.imported_from is null`;

/** Promises about problems that anybody can verify (`security.md` A). */
export const problemChecks: InvariantCheck[] = [
  sqlCheck('I8.problem-known', 'A known error documents a cause or a workaround', `select format('%s is a known error of which nothing is known', t.reference) as violation from ${PROBLEMS} and t.state = 'known_error' and b.cause is null and b.workaround is null`),
  sqlCheck('I8.problem-solved', 'A resolved problem says how, an open one does not', `select format('%s is %s and %s', t.reference, t.state, coalesce(b.resolution_text, 'says nothing')) as violation from ${PROBLEMS} and (t.state in ('resolved', 'closed')) <> (b.resolution_text is not null)`),
  sqlCheck('I28.problem-facts', 'What lists know of a problem for its commands is what its own row says', `select format('%s: %s', t.reference, t.command_facts) as violation from ${PROBLEMS} and coalesce((t.command_facts->>'hasWorkaround')::boolean, false) <> (b.workaround is not null)`),
];
