import { sqlCheck } from './sql';

/* Instants of making are read from the UUIDv7 ids, which follow the real clock even where a test moves the application's. */
const madeAt = (id: string): string => `to_timestamp(('x' || lpad(left(replace(${id}::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000.0)`;

export const platformChecks = [
  sqlCheck(
    'I5.outbox-passed-over',
    'No event waits while events made a minute later have gone out',
    `select format('%s of %s waits since %s', o.topic, o.key, ${madeAt('o.id')}) as violation
       from outbox o where o.relayed_at is null and exists (select 1 from outbox y where y.relayed_at is not null and y.relayed_at > ${madeAt('o.id')} + interval '60 seconds' and ${madeAt('y.id')} > ${madeAt('o.id')} + interval '60 seconds')`,
  ),
  sqlCheck(
    'I5.delivered-once',
    'No event is still owed to a handler that has recorded its effect, but for the moment between the two',
    `select format('%s owes %s', d.event_id, d.handler) as violation
       from outbox_delivery d join inbox i on i.event_id = d.event_id and i.handler = d.handler where d.parked_at is null and i.at < now() - interval '10 minutes'`,
  ),
  sqlCheck(
    'I49.parked',
    'No event lies parked after all its tries',
    `select format('%s for %s after %s tries: %s', d.event_id, d.handler, d.attempts, left(d.error, 200)) as violation from outbox_delivery d where d.parked_at is not null`,
  ),
];
