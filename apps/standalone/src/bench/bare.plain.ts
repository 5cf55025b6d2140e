import { v7 } from 'uuid';
import { type Operation, STATEMENTS } from './bare.sql';

/* What somebody writes who wants just these rows: a transaction with one plain INSERT or UPDATE a table, one after another; reading is one SELECT. The same rows as in bare.sql.ts. */

export interface Plain {
  name: string;
  text: string;
  values: unknown[];
}

const SYSTEM = '00000000-0000-7000-8000-000000000000';
const ZEROS = Buffer.alloc(32);
const TARGET_SECONDS = 9_504_000;
const METRICS = ['response', 'resolution'];
const LEVELS = [0, 1, 2, 3];

const statement = (name: string, text: string, values: unknown[]): Plain => ({ name, text, values });
const outbox = (topic: string, key: unknown): Plain =>
  statement('outbox', `insert into outbox (id, seq, topic, key, payload, at, request_id, relayed_at) values ($1, nextval('outbox_seq'), $2, $3, '{"kind": "incident", "version": 2}', now(), 'bare', now())`, [v7(), topic, key]);
const journal = (id: unknown, kind: string): Plain[] => [
  statement(
    'journal',
    `insert into journal (stream_id, seq, id, stream_kind, at, actor_id, via, origin, request_id, kind, visibility, version, data, prev_hash, hash)
     select $1::uuid, coalesce((select seq from journal_head where stream_id = $1), 0) + 1, $2, 'incident', now(), $3, 'session', 'bare', 'bare', $4, 'public', 2, '{"changes": [{"field": "state", "from": "in_progress", "to": "on_hold"}]}', $5, $5`,
    [id, v7(), SYSTEM, kind, ZEROS],
  ),
  statement('head', `insert into journal_head (stream_id, stream_kind, seq, hash, at) values ($1, 'incident', 1, $2, now()) on conflict (stream_id) do update set seq = journal_head.seq + 1, hash = $2, at = now()`, [id, ZEROS]),
];

function registering([id, title, description, requester, service, category, group]: unknown[], versions: { agreement: string; calendar: string }): Plain[] {
  const clocks = METRICS.map((metric) => ({ id: v7(), metric }));
  return [
    statement(
      'ticket',
      `insert into ticket (id, kind, reference, title, description, state, phase, channel, requester_id, reporter_id, reporter_as, service_id, category_id, impact, urgency, priority, group_id, line, created_at, updated_at, public_updated_at, updated_by,
         public_updated_by, next_due_at, next_due_metric, next_due_state)
       values ($1, 'incident', ticket_next_reference('INC'), $2, $3, 'assigned', 'active', 'portal', $4, $4, 'requester', $5, $6, 'low', 'medium', 4, $7, 1, now(), now(), now(), $4, $4, now() + interval '90 days', 'response', 'running') returning reference`,
      [id, title, description, requester, service, category, group],
    ),
    statement('incident', 'insert into incident (ticket_id) values ($1)', [id]),
    ...journal(id, 'incident.registered'),
    ...clocks.flatMap((clock) => [
      statement(
        'clock',
        `insert into clock (id, ticket_id, metric, type, agreement_version_id, calendar_version_id, target_seconds, state, active, started_at, due_at, elapsed_seconds, entries) values ($1, $2, $3, 'SLA', $4, $5, $6, 'running', true, now(), now() + interval '90 days', 0, 1)`,
        [clock.id, id, clock.metric, versions.agreement, versions.calendar, TARGET_SECONDS],
      ),
      statement('clock_event', `insert into clock_event (clock_id, seq, at, event, state, target_seconds, calendar_version_id, agreement_version_id, actor_id) values ($1, 1, now(), 'started', 'assigned', $2, $3, $4, $5)`, [clock.id, TARGET_SECONDS, versions.calendar, versions.agreement, SYSTEM]),
    ]),
    statement('clock_level', `insert into clock_level (clock_id, level, due_at) select c, l, now() + interval '30 days' from unnest($1::uuid[]) c, unnest($2::int[]) l`, [clocks.map((clock) => clock.id), LEVELS]),
    outbox('bench.registered', id),
  ];
}

const replying = ([id, body, author]: unknown[]): Plain[] => [
  statement('message', `insert into message (id, ticket_id, visibility, author_id, author_as, channel, body, created_at, released_at) values ($1, $2, 'public', $3, 'staff', 'portal', $4, now(), now()) returning id, created_at`, [v7(), id, author, body]),
  statement(
    'ticket_said',
    'update ticket set version = version + 1, public_version = public_version + 1, supplier_version = supplier_version + 1, updated_at = now(), public_updated_at = now(), updated_by = $2, public_updated_by = $2 where id = $1',
    [id, author],
  ),
  ...journal(id, 'message.said'),
  outbox('bench.said', id),
];

const changing = ([id, state, reason, phase, actor]: unknown[]): Plain[] => [
  statement(
    'ticket_changed',
    `update ticket set state = $2, state_reason = $3, phase = $4, version = version + 1, public_version = public_version + 1, supplier_version = supplier_version + 1, updated_at = now(), public_updated_at = now(), updated_by = $5, public_updated_by = $5
     where id = $1 returning id, version`,
    [id, state, reason, phase, actor],
  ),
  statement('clock_changed', 'update clock set entries = entries + 1 where ticket_id = $1 and stopped_at is null', [id]),
  statement('clock_event_changed', `insert into clock_event (clock_id, seq, at, event, state, reason, actor_id) select id, entries, now(), 'state', $2, $3, $4 from clock where ticket_id = $1 and stopped_at is null`, [id, state, reason, actor]),
  statement('clock_level_changed', 'update clock_level l set due_at = l.due_at from clock c where c.ticket_id = $1 and c.stopped_at is null and l.clock_id = c.id and l.fired_at is null', [id]),
  ...journal(id, 'incident.changed'),
  outbox('bench.changed', id),
];

/** The statements of an operation; the answer is what the first one returns. */
export function plain(operation: Operation, values: unknown[], versions: { agreement: string; calendar: string }): Plain[] {
  if (operation === 'register') return registering(values, versions);
  if (operation === 'reply') return replying(values);
  if (operation === 'state') return changing(values);
  return [{ name: operation, text: STATEMENTS[operation], values }];
}
