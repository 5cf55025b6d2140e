import { ACCESS_LIFECYCLE } from '@opora/access';
import { INCIDENT_LIFECYCLE } from '@opora/incident';
import { type InvariantCheck, type Lifecycle, targetsOf } from '@opora/kit';
import { REQUEST_LIFECYCLE } from '@opora/request';
import { sqlCheck } from './sql';

/** The life-cycle tables of the processes that are built. */
const LIFECYCLES: readonly Lifecycle[] = [INCIDENT_LIFECYCLE, REQUEST_LIFECYCLE, ACCESS_LIFECYCLE];
/** `access` is a word of SQL: its rows stand in `access_request`. */
const rowOf = (kind: string): string => (kind === ACCESS_LIFECYCLE.kind ? 'access_request' : kind);
const MOST = 20;

/** Columns that name a row of another module, where no foreign key says so (the kernel's tables explain why). */
const REFERENCES: readonly (readonly [table: string, column: string, target: string])[] = [
  ['ticket', 'requester_id', 'person'], ['ticket', 'reporter_id', 'person'], ['ticket', 'assignee_id', 'person'], ['ticket', 'group_id', 'support_group'], ['ticket', 'service_id', 'service'],
  ['ticket', 'category_id', 'category'], ['ticket', 'location_id', 'location'], ['ticket_ci', 'ci_id', 'configuration_item'], ['ticket_watcher', 'person_id', 'person'], ['message', 'author_id', 'person'],
  ['work_log', 'person_id', 'person'], ['attachment', 'uploaded_by', 'person'], ['clock', 'agreement_version_id', 'agreement_version'], ['clock', 'calendar_version_id', 'calendar_version'],
];

const dangling: InvariantCheck = {
  id: 'I8.references',
  title: 'Whom and what a ticket names exists',
  async run(snapshot) {
    const union = REFERENCES.map(([table, column, target]) => `(select format('%s.%s names %s, which no %s is', '${table}', '${column}', x.${column}, '${target}') as violation from ${table} x where x.${column} is not null and not exists (select 1 from ${target} y where y.id = x.${column}) limit ${MOST})`);
    return (await snapshot.rows<{ violation: string }>(`${union.join(' union all ')} limit ${MOST}`)).map(({ violation }) => violation);
  },
};

const phases: InvariantCheck = {
  id: 'I8.phase',
  title: 'Each ticket’s state is one of its kind, and its phase is that state’s',
  async run(snapshot) {
    const known = LIFECYCLES.flatMap(({ kind, states }) => Object.entries(states).map(([state, { phase }]) => ({ kind, state, phase })));
    const rows = await snapshot.rows<{ reference: string; kind: string; state: string; phase: string }>(
      `select t.reference, t.kind, t.state, t.phase from ticket t
        where t.kind = any ($2) and not exists (select 1 from jsonb_to_recordset($1::jsonb) as k(kind text, state text, phase text) where k.kind = t.kind and k.state = t.state and k.phase = t.phase) limit ${MOST}`,
      [JSON.stringify(known), LIFECYCLES.map(({ kind }) => kind)],
    );
    return rows.map(({ reference, state, phase }) => `${reference} is ${state} in the phase ${phase}`);
  },
};

/** Follows every state that the journal tells of: it starts where tickets start, each step is one that some command may take of its kind then (or a merge, which closes a duplicate and can be undone, or a conversion), and it ends in the state of the row. */
const replayed: InvariantCheck = {
  id: 'I8.reachable',
  title: 'The journal leads each ticket from a first state to its present one by steps of the life-cycle table',
  async run(snapshot) {
    const steps = LIFECYCLES.flatMap((table) =>
      Object.values(table.commands).flatMap((rule) => rule.from.flatMap((from) => targetsOf(rule, from).map((to) => ({ kind: table.kind, from, to })))),
    );
    const rows = await snapshot.rows<{ reference: string; from: string; to: string; at: string }>(
      `with change as (
         select j.stream_id, j.seq, j.stream_kind as kind, j.kind as entry, c->>'from' as state_from, c->>'to' as state_to
           from journal j cross join lateral jsonb_array_elements(case jsonb_typeof(j.data->'changes') when 'array' then j.data->'changes' else '[]' end) c
          where j.stream_kind = any ($2) and c->>'field' = 'state' and c->>'from' is distinct from c->>'to'),
       chained as (select *, lag(state_to) over (partition by stream_id order by seq) as before, lead(seq) over (partition by stream_id order by seq) is null as last from change),
       allowed as (select * from jsonb_to_recordset($1::jsonb) as k(kind text, "from" text, "to" text))
       select t.reference, x.state_from as "from", x.state_to as "to", x.seq::text as at
         from chained x join ticket t on t.id = x.stream_id
        where t.imported_from is null and x.state_from is not null
          and ((x.before is not null and x.before <> x.state_from) or (x.last and x.state_to <> t.state)
               or x.entry not in ('ticket.merged', 'ticket.unmerged', 'ticket.converted') and not exists (select 1 from allowed a where a.kind = x.kind and a."from" = x.state_from and a."to" = x.state_to))
        limit ${MOST}`,
      [JSON.stringify(steps), LIFECYCLES.map(({ kind }) => kind)],
    );
    return rows.map(({ reference, from, to, at }) => `${reference} goes from ${from} to ${to} at entry ${at}`);
  },
};

const sequences: InvariantCheck = {
  id: 'I7.numbers',
  title: 'No reference number can be given a second time',
  async run(snapshot) {
    const highest = await snapshot.rows<{ prefix: string; highest: number }>(`select split_part(reference, '-', 1) as prefix, max(split_part(reference, '-', 2)::bigint)::int8 as highest from (select reference from ticket union all select reference from ticket_alias) r group by 1`);
    const found: string[] = [];
    for (const { prefix, highest: number } of highest) {
      const [sequence] = await snapshot.rows<{ last: number }>(`select last_value as last from ticket_reference_${prefix.toLowerCase().replace(/[^a-z0-9_]/g, '')}`);
      if (!sequence || sequence.last < number) found.push(`${prefix}: the next number is ${sequence ? sequence.last + 1 : 'unknown'}, and ${number} is in use`);
    }
    return found;
  },
};

/** What no module alone can promise: it concerns several modules' tables, or a process's life-cycle table. */
export const houseChecks: InvariantCheck[] = [
  sequences,
  phases,
  replayed,
  dangling,
  ...LIFECYCLES.map(({ kind }) =>
    sqlCheck(`I8.${kind}-row`, `Each ${kind} has the row of its process`, `select format('%s has none', t.reference) as violation from ticket t where t.kind = '${kind}' and not exists (select 1 from ${rowOf(kind)} x where x.ticket_id = t.id)`),
  ),
  sqlCheck(
    'I8.instants',
    'Closed tickets have the instant of their closing, open ones none; nothing ends before it began',
    `select format('%s is %s: created %s, resolved %s, closed %s', reference, state, created_at, resolved_at, closed_at) as violation
       from ticket where (phase = 'closed') <> (closed_at is not null) or (phase = 'resolved' and resolved_at is null) or closed_at < created_at or resolved_at < created_at`,
  ),
  sqlCheck(
    'I15.results',
    'A clock stopped in time is met, one stopped later is breached',
    `select format('%s of %s is %s: due %s, stopped %s', c.metric, t.reference, c.state, c.due_at, c.stopped_at) as violation
       from clock c join ticket t on t.id = c.ticket_id where (c.state = 'met' and c.stopped_at > c.due_at) or (c.state = 'breached' and c.stopped_at <= c.due_at)`,
  ),
  sqlCheck(
    'I15.closed',
    'No clock runs on a closed ticket',
    `select format('%s of %s is %s', c.metric, t.reference, c.state) as violation from clock c join ticket t on t.id = c.ticket_id where c.active and t.phase = 'closed'`,
  ),
  sqlCheck(
    'I16.monotone',
    'The journal’s instants never go back within a ticket',
    `select format('%s %s: entry %s is earlier than the one before it', stream_kind, stream_id, seq) as violation
       from (select stream_kind, stream_id, seq, at, lag(at) over (partition by stream_id order by seq) as before from journal) j where at < before`,
  ),
  sqlCheck(
    'I19.attachments',
    'An attachment of a message belongs to the ticket of that message',
    `select format('attachment %s is of another ticket than its message', a.id) as violation from attachment a join message m on m.id = a.message_id where a.ticket_id is distinct from m.ticket_id`,
  ),
  sqlCheck(
    'I33.messages',
    'Each message has its entry in the journal',
    `select format('message %s of %s', m.id, t.reference) as violation from message m join ticket t on t.id = coalesce(m.origin_ticket_id, m.ticket_id)
      where t.imported_from is null and not exists (select 1 from journal j where j.stream_id = t.id and j.data->>'messageId' = m.id::text)`,
  ),
];
