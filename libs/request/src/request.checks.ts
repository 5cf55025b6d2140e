import type { InvariantCheck } from '@opora/kit';
import { sqlCheck } from '@opora/ticket';

const REQUESTS = `ticket t join request r on r.ticket_id = t.id where t.merged_into_id is null`;

/** Promises about requests that anybody can verify (`security.md` A). */
export const requestChecks: InvariantCheck[] = [
  sqlCheck('I29.request-approved', 'What is worked on has all the approvals that its offering asks for, or was refused none',
    `select format('%s is %s with an approval that is %s', t.reference, t.state, a.state) as violation from ${REQUESTS.replace(' where', ` join approval a on a.ticket_id = t.id and a.subject = 'request' and r.offering_id is not null where`)}
      and ((t.state = 'approving') <> (a.state = 'running') or (t.state in ('fulfilling', 'on_hold', 'fulfilled', 'closed') and a.state <> 'approved'))`),
  sqlCheck('I8.request-fulfilment', 'A fulfilled request says what was done, an open one does not',
    `select format('%s is %s and %s', t.reference, t.state, case when r.fulfilled_at is null then 'says nothing' else 'says what was done' end) as violation from ${REQUESTS} and ((t.state in ('fulfilled', 'closed')) <> (r.fulfilled_at is not null))`),
  sqlCheck('I14.request-timers', 'What ends by itself has the timer that ends it',
    `select format('%s is %s without its timer', t.reference, t.state) as violation from ${REQUESTS} and ((t.state = 'fulfilled' and not exists (select 1 from timer x where x.kind = 'request.auto_close' and x.key = t.id and x.fired_at is null))
      or (t.state = 'on_hold' and t.state_until is not null and not exists (select 1 from timer x where x.kind = 'request.resume' and x.key = t.id and x.fired_at is null)))`),
  sqlCheck('I28.request-facts', 'What lists know of a request for its commands is what its own row says',
    `select format('%s: %s', t.reference, t.command_facts) as violation from ${REQUESTS} and t.command_facts->>'fulfilledById' is distinct from r.fulfilled_by_id::text`),
];
