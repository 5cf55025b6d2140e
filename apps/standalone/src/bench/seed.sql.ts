/* Statements of the seeding. `bench_*` are tables of the seeding alone, dropped at its end; `bench_r(n, k)` is the k-th chance of row n, from 0 to 1. */

/** Tables that are filled in bulk: their indexes are made afterwards. */
export const BULK = ['ticket', 'incident', 'message', 'journal', 'journal_head', 'ticket_search', 'ticket_ci', 'clock', 'clock_event', 'clock_level'];

export const HELPERS = `
  create function bench_r(n int, k int) returns double precision language sql immutable parallel safe as $$ select (hashint8extended(n::bigint, k::bigint) & 1073741823)::double precision / 1073741824 $$;
  create unlogged table bench_title (n int primary key, body text not null, stems text[] not null);
  create unlogged table bench_sentence (n int primary key, body text not null, stems text[] not null);`;

export const PHRASES = (table: string): string => `insert into ${table} select (x->>0)::int, x->>1, array(select jsonb_array_elements_text(x->2)) from jsonb_array_elements($1::jsonb) x`;

/** Twenty thousand people, thirty groups of two to four, and an agreement whose instants all lie ahead, so that nothing falls due while anything is measured. */
export const ORGANISATION = `
  insert into person (id, email, display_name, department_id, location_id, manager_id, origin)
    select uuidv7(), 'bench' || n || '@bench.invalid', 'Працівниця ' || n, d.ids[1 + n % cardinality(d.ids)], l.ids[1 + n % cardinality(l.ids)], null, 'local'
    from generate_series(1, 20000) n, (select array_agg(id order by id) as ids from department) d, (select array_agg(id order by id) as ids from location) l;
  insert into support_group (id, name_uk, name_en, line) select uuidv7(), 'Група ' || n, 'Group ' || n, 1 + n % 3 from generate_series(1, 25) n;
  create unlogged table bench_person as select (row_number() over (order by email))::int - 1 as n, id, department_id from person where email like 'bench%';
  create unlogged table bench_group as select (row_number() over (order by g.name_en))::int - 1 as n, g.id, g.line from support_group g where g.active and g.supplier_id is null;
  insert into group_member (group_id, person_id, right_) select g.id, p.id, 'work' from bench_group g join bench_person p on p.n < 90 and p.n % (select count(*) from bench_group) = g.n on conflict do nothing;
  create unlogged table bench_category as select (row_number() over (order by c.id))::int - 1 as n, c.id, c.service_id from category c join service s on s.id = c.service_id where not c.restricted and not s.restricted;
  insert into agreement (id, type, name_uk, name_en) values ('00000000-0000-7000-8000-0000000000b1', 'SLA', 'Вимірювання', 'Bench');
  insert into agreement_version (id, agreement_id, number, definition, published_at, published_by, retired_at)
    select '00000000-0000-7000-8000-0000000000b2', '00000000-0000-7000-8000-0000000000b1', 1,
      jsonb_build_object('calendarId', v.calendar_id, 'match', jsonb_build_object('kind', 'none'), 'validFrom', '2020-01-01T00:00:00.000Z', 'pauses', '[]'::jsonb,
        'targets', '[{"metric": "response", "seconds": 9504000}, {"metric": "resolution", "seconds": 10368000}]'::jsonb,
        'levels', '[{"percent": 50, "notify": ["assignee"]}, {"percent": 75, "notify": ["assignee"]}, {"percent": 100, "notify": ["group_lead"]}]'::jsonb),
      now() - interval '3 years', '00000000-0000-7000-8000-000000000000', null
    from calendar_version v join calendar c on c.id = v.calendar_id where c.name = 'Цілодобово';`;

/**
 * What each ticket is. Four fifths are spread over three years, the last fifth over ninety days; what is open is among these. A few groups have most of the work.
 * $1 tickets, $2 open ones.
 */
export const PLAN = `
  create unlogged table bench_ticket as
  with base as (
    select n, bench_r(n, 1) as open_r, bench_r(n, 2) as state_r, n > $1::int * 0.8 as late,
      now() - case when n > $1::int * 0.8 then interval '90 days' * (($1::int - n + bench_r(n, 3)) / ($1::int * 0.2)) else interval '90 days' + interval '1005 days' * (($1::int * 0.8 - n + bench_r(n, 3)) / ($1::int * 0.8)) end - interval '10 minutes' as at
    from generate_series(1, $1::int) n
  ), kinds as (
    select *, case
        when late and open_r < $2::int / ($1::int * 0.2) then case when state_r < 0.08 then 'new' when state_r < 0.35 then 'assigned' when state_r < 0.8 then 'in_progress' else 'on_hold' end
        when n > $1::int * 0.95 and state_r < 0.1 then 'resolved' when state_r > 0.96 then 'cancelled' else 'closed' end as state
    from base
  )
  select k.n, uuidv7(k.at - now()) as id, k.at::timestamptz(3) as at, k.state, k.late,
    case k.state when 'new' then 'new' when 'assigned' then 'active' when 'in_progress' then 'active' when 'on_hold' then 'waiting' when 'resolved' then 'resolved' else 'closed' end as phase,
    p.id as requester_id, p.department_id, case when k.state = 'new' and bench_r(k.n, 4) < 0.5 then null else g.id end as group_id, g.line, case when k.state in ('new', 'assigned') and bench_r(k.n, 5) < 0.8 then null else a.id end as assignee_id,
    c.id as category_id, c.service_id, (array['high', 'medium', 'low', 'low'])[1 + floor(4 * bench_r(k.n, 6))::int] as impact, (array['high', 'medium', 'medium', 'low'])[1 + floor(4 * bench_r(k.n, 7))::int] as urgency,
    (array[1, 2, 3, 3, 3, 4, 4, 4, 5, 5])[1 + floor(10 * bench_r(k.n, 8))::int]::smallint as priority,
    case when k.state not in ('new', 'assigned', 'cancelled') or (k.state = 'assigned' and bench_r(k.n, 9) < 0.3) then k.at + interval '40 minutes' * (0.1 + bench_r(k.n, 10)) end as answered_at,
    case when k.state in ('resolved', 'closed') then least(k.at + interval '3 days' * (0.05 + bench_r(k.n, 11)), now() - interval '1 minute') end as resolved_at,
    case when k.state in ('closed', 'cancelled') then least(k.at + interval '5 days' * (0.7 + bench_r(k.n, 11)), now()) end as closed_at,
    (array['portal', 'portal', 'email', 'phone', 'api'])[1 + floor(5 * bench_r(k.n, 12))::int] as channel,
    floor(bench_r(k.n, 13) * $3::int)::int as title, floor(bench_r(k.n, 14) * $3::int)::int as s1, floor(bench_r(k.n, 15) * $3::int)::int as s2, floor(bench_r(k.n, 16) * $3::int)::int as s3, floor(bench_r(k.n, 17) * $3::int)::int as s4
  from kinds k
  join bench_person p on p.n = floor(20000 * bench_r(k.n, 18))::int
  join bench_group g on g.n = floor((select count(*) from bench_group) * power(bench_r(k.n, 19), 2))::int
  join bench_person a on a.n = g.n + (select count(*) from bench_group) * floor(3 * bench_r(k.n, 20))::int
  join bench_category c on c.n = floor((select count(*) from bench_category) * bench_r(k.n, 21))::int`;

const HASHED = `'{"actorId":"' || b.requester_id || '","at":"' || to_char(b.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","clockSkew":false,"data":{},"id":"' || b.id || '","kind":"incident.registered","origin":"bench","requestId":null,"seq":1,"streamId":"'
  || b.id || '","streamKind":"incident","version":1,"via":"system","visibility":"public"}'`;

/** Each fills its table from the part `b.n between $1 and $2` of the plan. */
export const FILLS: readonly string[] = [
  `insert into ticket (id, kind, reference, title, description, state, state_reason, phase, channel, requester_id, reporter_id, reporter_as, service_id, category_id, impact, urgency, priority, group_id, assignee_id, line, tags, command_facts,
      first_response_at, created_at, updated_at, public_updated_at, updated_by, public_updated_by, resolved_at, closed_at, requester_department_id)
    select b.id, 'incident', 'INC-' || lpad((b.n + 1000)::text, greatest(6, length((b.n + 1000)::text)), '0'), t.body, s1.body || '. ' || s2.body || '.', b.state, case when b.state = 'on_hold' then 'supplier' end, b.phase, b.channel, b.requester_id, b.requester_id,
      'requester', b.service_id, b.category_id, b.impact, b.urgency, b.priority, b.group_id, b.assignee_id, case when b.group_id is null then null else b.line end, case when b.n % 7 = 0 then array['vpn'] else '{}' end,
      case when b.resolved_at is null then '{}' else jsonb_build_object('resolvedById', b.assignee_id) end, b.answered_at, b.at, greatest(b.at, b.answered_at, b.resolved_at, b.closed_at), greatest(b.at, b.answered_at, b.resolved_at, b.closed_at),
      coalesce(b.assignee_id, b.requester_id), coalesce(b.assignee_id, b.requester_id), b.resolved_at, b.closed_at, b.department_id
    from bench_ticket b join bench_title t on t.n = b.title join bench_sentence s1 on s1.n = b.s1 join bench_sentence s2 on s2.n = b.s2 where b.n between $1 and $2`,
  `insert into incident (ticket_id, resolution_code, resolution_text, resolved_by_id, resolution_at, first_contact, left_first_line)
    select b.id, case when b.resolved_at is not null then 'solved' end, case when b.resolved_at is not null then s.body end, case when b.resolved_at is not null then b.assignee_id end, b.resolved_at, b.resolved_at is not null and b.line = 1, b.line <> 1
    from bench_ticket b join bench_sentence s on s.n = b.s4 where b.n between $1 and $2`,
  `insert into message (id, ticket_id, visibility, audience, author_id, author_as, channel, body, created_at, released_at)
    select uuidv7(m.at - now()), b.id, m.visibility, case when m.visibility = 'private' then 'staff' end, m.author, m.author_as, 'portal', s.body || '.', m.at, case when m.visibility = 'public' then m.at end
    from bench_ticket b cross join lateral (values ('public', b.assignee_id, 'staff', b.answered_at, b.s3, true), ('public', b.requester_id, 'requester', b.answered_at + interval '50 minutes', b.s2, b.n % 3 > 0), ('private', b.assignee_id, 'staff', b.answered_at + interval '70 minutes', b.s4, b.n % 3 = 0))
      as m(visibility, author, author_as, at, sentence, said)
    join bench_sentence s on s.n = m.sentence where b.n between $1 and $2 and b.answered_at is not null and b.assignee_id is not null and m.said`,
  `insert into journal (stream_id, seq, id, stream_kind, at, actor_id, via, origin, request_id, kind, visibility, version, data, prev_hash, hash)
    select b.id, 1, b.id, 'incident', b.at, b.requester_id, 'system', 'bench', null, 'incident.registered', 'public', 1, '{}', decode(repeat('00', 32), 'hex'), sha256(decode(repeat('00', 32), 'hex') || convert_to(${HASHED}, 'UTF8'))
    from bench_ticket b where b.n between $1 and $2`,
  `insert into journal_head (stream_id, stream_kind, seq, hash, at, anchored_seq) select j.stream_id, j.stream_kind, 1, j.hash, j.at, 1 from journal j join bench_ticket b on b.id = j.stream_id where b.n between $1 and $2 and j.seq = 1`,
  `insert into ticket_search (ticket_id, created_at, tsv_public, tsv_supplier, tsv_staff)
    select id, at, array_to_tsvector(open), null, case when inside is not null then array_to_tsvector(open || inside) end from (
      select b.id, b.at, t.stems || s1.stems || s2.stems || case when b.answered_at is not null and b.assignee_id is not null then s3.stems else '{}' end || case when b.resolved_at is not null then s4.stems else '{}' end as open,
        case when b.answered_at is not null and b.assignee_id is not null and b.n % 3 = 0 then s4.stems end as inside
      from bench_ticket b join bench_title t on t.n = b.title join bench_sentence s1 on s1.n = b.s1 join bench_sentence s2 on s2.n = b.s2 join bench_sentence s3 on s3.n = b.s3 join bench_sentence s4 on s4.n = b.s4 where b.n between $1 and $2) x`,
  `insert into ticket_ci (ticket_id, ci_id) select b.id, c.ids[1 + b.n % cardinality(c.ids)] from bench_ticket b, (select array_agg(id order by id) as ids from configuration_item) c where b.n between $1 and $2 and b.n % 4 = 0`,
];

/** Clocks of what is open run or are met, those of the last tenth that is closed are met. $1 first n of that tenth. */
export const CLOCKS: readonly string[] = [
  `create unlogged table bench_clock as
    select uuidv7(b.at - now()) as id, b.id as ticket_id, b.requester_id, b.state, m.metric, m.seconds, date_trunc('second', b.at) as started_at, date_trunc('second', case m.metric when 'response' then b.answered_at else b.resolved_at end) as stopped_at
    from bench_ticket b cross join (values ('response', 9504000), ('resolution', 10368000)) m(metric, seconds) where b.phase <> 'closed' or (b.n >= $1 and b.state = 'closed')`,
  `insert into clock (id, ticket_id, metric, type, agreement_version_id, calendar_version_id, target_seconds, state, active, started_at, due_at, stopped_at, elapsed_seconds, entries)
    select c.id, c.ticket_id, c.metric, 'SLA', '00000000-0000-7000-8000-0000000000b2', v.id, c.seconds, case when c.stopped_at is null then 'running' else 'met' end, c.stopped_at is null, c.started_at, c.started_at + make_interval(secs => c.seconds), c.stopped_at,
      extract(epoch from coalesce(c.stopped_at, date_trunc('second', now())) - c.started_at)::int, case when c.stopped_at is null then 1 else 2 end
    from bench_clock c, (select v.id from calendar_version v join calendar k on k.id = v.calendar_id where k.name = 'Цілодобово' order by v.version desc limit 1) v`,
  `insert into clock_event (clock_id, seq, at, event, state, reason, target_seconds, calendar_version_id, agreement_version_id, actor_id)
    select c.id, e.seq, e.at, e.event, case when e.seq = 1 then 'new' end, null, case when e.seq = 1 then c.seconds end, case when e.seq = 1 then k.calendar_version_id end, case when e.seq = 1 then k.agreement_version_id end, c.requester_id
    from bench_clock c join clock k on k.id = c.id cross join lateral (values (1, c.started_at, 'started'), (2, c.stopped_at, 'stopped')) e(seq, at, event) where e.at is not null`,
  `insert into clock_level (clock_id, level, due_at, fired_at)
    select c.id, l.level, case when c.stopped_at is null then l.at end, case when c.stopped_at is null and l.at < now() + interval '1 hour' then l.at end
    from bench_clock c cross join lateral (values (0, c.started_at + make_interval(secs => c.seconds + 1)), (1, c.started_at + make_interval(secs => c.seconds / 2)), (2, c.started_at + make_interval(secs => c.seconds * 3 / 4)),
      (3, c.started_at + make_interval(secs => c.seconds))) l(level, at)`,
  `update ticket t set next_due_at = c.due_at, next_due_metric = c.metric, next_due_state = c.state
    from (select distinct on (ticket_id) ticket_id, due_at, metric, state from clock where stopped_at is null order by ticket_id, due_at) c where c.ticket_id = t.id and t.phase <> 'closed'`,
  'drop table bench_clock',
];

export const LEFT_OVER = 'drop table bench_ticket, bench_person, bench_group, bench_category, bench_title, bench_sentence; drop function bench_r';
