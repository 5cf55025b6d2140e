/*
 * What the same rows cost the database alone: each operation as one prepared statement, with nothing asked, checked or decided. Rows go into the same tables with the same indexes.
 * Outbox rows are written as already relayed, so that no worker has to do with them.
 */

export type Operation = 'register' | 'read' | 'list' | 'search' | 'reply' | 'state';

const SYSTEM = "'00000000-0000-7000-8000-000000000000'::uuid";
const ZEROS = "decode(repeat('00', 32), 'hex')";
const journal = (kind: string, seq: string): string =>
  `(stream_id, seq, id, stream_kind, at, actor_id, via, origin, request_id, kind, visibility, version, data, prev_hash, hash) select $1::uuid, ${seq}, uuidv7(), 'incident', now(), ${SYSTEM}, 'session', 'bare', 'bare', '${kind}', 'public', ${seq}, '{"changes": [{"field": "state", "from": "in_progress", "to": "on_hold"}]}', ${ZEROS}, ${ZEROS}`;
const outbox = (topic: string): string => `insert into outbox (id, seq, topic, key, payload, at, request_id, relayed_at) select uuidv7(), nextval('outbox_seq'), '${topic}', $1::uuid, '{"kind": "incident", "version": 2}', now(), 'bare', now()`;

const NAMES = `rq.display_name as requester_name, asg.display_name as assignee_name, g.name_uk as group_name, s.name_uk as service_name, c.name_uk as category_name`;
const JOINS = 'left join person rq on rq.id = t.requester_id left join person asg on asg.id = t.assignee_id left join support_group g on g.id = t.group_id left join service s on s.id = t.service_id left join category c on c.id = t.category_id';

export const STATEMENTS: Readonly<Record<Operation, string>> = {
  /** $1 id, $2 title, $3 description, $4 requester, $5 service, $6 category, $7 group */
  register: `
    with ticket_row as (insert into ticket (id, kind, reference, title, description, state, phase, channel, requester_id, reporter_id, reporter_as, service_id, category_id, impact, urgency, priority, group_id, line, created_at, updated_at, public_updated_at,
        updated_by, public_updated_by, next_due_at, next_due_metric, next_due_state)
      values ($1, 'incident', ticket_next_reference('INC'), $2, $3, 'assigned', 'active', 'portal', $4, $4, 'requester', $5, $6, 'low', 'medium', 4, $7, 1, now(), now(), now(), $4, $4, now() + interval '90 days', 'response', 'running') returning reference),
    incident_row as (insert into incident (ticket_id) values ($1)),
    journal_row as (insert into journal ${journal('incident.registered', '1')}),
    head_row as (insert into journal_head (stream_id, stream_kind, seq, hash, at) values ($1, 'incident', 1, ${ZEROS}, now())),
    clock_rows as (insert into clock (id, ticket_id, metric, type, agreement_version_id, calendar_version_id, target_seconds, state, active, started_at, due_at, elapsed_seconds, entries)
      select uuidv7(), $1, m.metric, 'SLA', v.id, (select cv.id from calendar_version cv limit 1), 9504000, 'running', true, now(), now() + interval '90 days', 0, 1 from (values ('response'), ('resolution')) m(metric), (select id from agreement_version limit 1) v
      returning id, agreement_version_id, calendar_version_id),
    event_rows as (insert into clock_event (clock_id, seq, at, event, state, target_seconds, calendar_version_id, agreement_version_id, actor_id) select id, 1, now(), 'started', 'assigned', 9504000, calendar_version_id, agreement_version_id, ${SYSTEM} from clock_rows),
    level_rows as (insert into clock_level (clock_id, level, due_at) select id, l, now() + interval '30 days' from clock_rows, generate_series(0, 3) l),
    outbox_row as (${outbox('bench.registered')})
    select reference from ticket_row`,
  /** $1 reference */
  read: `select t.*, i.*, ${NAMES}, (select json_agg(k) from clock k where k.ticket_id = t.id) as clocks, (select json_agg(e) from clock k join clock_event e on e.clock_id = k.id where k.ticket_id = t.id) as events
    from ticket t join incident i on i.ticket_id = t.id ${JOINS} where t.reference = $1`,
  /** $1 group */
  list: `select t.*, ${NAMES} from ticket t ${JOINS} where t.group_id = $1 and t.phase <> 'closed' order by t.priority, t.created_at, t.id limit 50`,
  /** $1 words as a tsquery */
  search: `select t.*, ${NAMES} from (select s.ticket_id, s.created_at from ticket_search s where s.tsv_staff @@ $1::tsquery or s.tsv_staff is null and s.tsv_public @@ $1::tsquery order by s.created_at desc, s.ticket_id desc limit 50) f join ticket t on t.id = f.ticket_id ${JOINS} order by f.created_at desc`,
  /** $1 ticket, $2 body, $3 author */
  reply: `
    with message_row as (insert into message (id, ticket_id, visibility, author_id, author_as, channel, body, created_at, released_at) values (uuidv7(), $1, 'public', $3, 'staff', 'portal', $2, now(), now()) returning id, created_at),
    ticket_row as (update ticket set version = version + 1, public_version = public_version + 1, supplier_version = supplier_version + 1, updated_at = now(), public_updated_at = now(), updated_by = $3, public_updated_by = $3 where id = $1),
    journal_row as (insert into journal ${journal('message.said', 'h.seq + 1')} from journal_head h where h.stream_id = $1),
    head_row as (update journal_head set seq = seq + 1, at = now() where stream_id = $1),
    outbox_row as (${outbox('bench.said')})
    select * from message_row`,
  /** $1 ticket, $2 state, $3 reason, $4 phase, $5 actor */
  state: `
    with ticket_row as (update ticket set state = $2, state_reason = $3, phase = $4, version = version + 1, public_version = public_version + 1, supplier_version = supplier_version + 1, updated_at = now(), public_updated_at = now(), updated_by = $5, public_updated_by = $5
      where id = $1 returning id, version),
    clock_rows as (update clock set entries = entries + 1 where ticket_id = $1 and stopped_at is null returning id, entries),
    event_rows as (insert into clock_event (clock_id, seq, at, event, state, reason, actor_id) select id, entries, now(), 'state', $2, $3, $5 from clock_rows),
    level_rows as (update clock_level l set due_at = l.due_at from clock_rows c where l.clock_id = c.id and l.fired_at is null),
    journal_row as (insert into journal ${journal('incident.changed', 'h.seq + 1')} from journal_head h where h.stream_id = $1),
    head_row as (update journal_head set seq = seq + 1, at = now() where stream_id = $1),
    outbox_row as (${outbox('bench.changed')})
    select * from ticket_row`,
};
