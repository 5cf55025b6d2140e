import type { InvariantCheck } from '@opora/kit';
import { sqlCheck } from '@opora/ticket';

const INCIDENT = `ticket t join incident i on i.ticket_id = t.id where t.imported_from is null and t.merged_into_id is null`;

/** Promises about incidents that anybody can verify (`security.md` A). */
export const incidentChecks: InvariantCheck[] = [
  sqlCheck(
    'I8.incident-resolution',
    'A resolved incident says how it was solved, an open one does not',
    `select format('%s is %s and %s', t.reference, t.state, coalesce(i.resolution_code, 'has no resolution')) as violation from ${INCIDENT}
      and ((t.state = 'resolved' and i.resolution_code is null) or (t.state not in ('resolved', 'closed') and i.resolution_code is not null))`,
  ),
  sqlCheck(
    'I8.incident-hold',
    'What waits says for what, what does not wait has no reason to',
    `select format('%s is %s with the reason %s', t.reference, t.state, coalesce(t.state_reason, 'none')) as violation from ${INCIDENT} and (t.state = 'on_hold') <> (t.state_reason is not null)`,
  ),
  sqlCheck(
    'I14.incident-timers',
    'What ends by itself has the timer that ends it',
    `select format('%s is %s without its timer', t.reference, t.state) as violation from ${INCIDENT}
      and ((t.state = 'resolved' and not exists (select 1 from timer x where x.kind = 'incident.auto_close' and x.key = t.id and x.fired_at is null))
        or (t.state = 'on_hold' and t.state_until is not null and not exists (select 1 from timer x where x.kind = 'incident.resume' and x.key = t.id and x.fired_at is null)))`,
  ),
  sqlCheck(
    'I28.incident-facts',
    'What lists know of an incident for its commands is what its own row says',
    `select format('%s: %s', t.reference, t.command_facts) as violation from ${INCIDENT}
      and (t.command_facts->>'resolvedById' is distinct from i.resolved_by_id::text or t.command_facts->>'previousGroupId' is distinct from i.previous_group_id::text or coalesce((t.command_facts->>'major')::boolean, false) <> i.major)`,
  ),
  sqlCheck(
    'I8.incident-banner',
    'A banner stands exactly as long as its incident is major and unsolved',
    `select format('%s is %s, major: %s, banner: %s', t.reference, t.state, i.major, a.id is not null) as violation
       from ticket t join incident i on i.ticket_id = t.id left join announcement a on a.incident_id = t.id and a.ended_at is null
      where (i.major and t.merged_into_id is null and t.state not in ('resolved', 'closed', 'cancelled')) <> (a.id is not null)`,
  ),
];
