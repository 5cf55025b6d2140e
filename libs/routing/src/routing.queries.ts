import type { Question, Sql, Tx } from '@opora/platform';
import type { Candidate, OnCall, Strategy } from './domain';

export interface RoutableGroup {
  id: string;
  line: number;
  strategy: Strategy;
  supplierId: string | null;
}

export interface PlaceRow {
  source: 'chosen' | 'category' | 'service' | 'works_in' | 'person';
  id: string;
  line: number | null;
  strategy: Strategy | null;
  supplier_id: string | null;
}

export interface PlaceFacts {
  chosen: RoutableGroup | null;
  category: RoutableGroup | null;
  service: RoutableGroup | null;
  /** Active groups in which the wished assignee holds `work` or `manage` (`manage` runs down to sub-groups), lowest line first. */
  worksIn: RoutableGroup[];
  assigneeKnown: boolean;
}

const UP = `up as (
      select id, parent_id, 0 as depth from service where id = coalesce($3::uuid, (select service_id from category where id = $2::uuid))
      union all select s.id, s.parent_id, up.depth + 1 from service s join up on s.id = up.parent_id where up.depth < 16
    )`;
const GROUPS = `select 'chosen' as source, g.id, g.line, g.strategy, g.supplier_id from support_group g where g.id = $1::uuid and g.active
  union all select 'category', g.id, g.line, g.strategy, g.supplier_id from category c join support_group g on g.id = c.default_group_id and g.active where c.id = $2::uuid
  union all (select 'service', g.id, g.line, g.strategy, g.supplier_id from up join service_group sg on sg.service_id = up.id join support_group g on g.id = sg.group_id and g.active order by up.depth, sg.line, g.id limit 1)`;

/* All that is asked about where a ticket may go, in one round trip. */
const PLACE = `with recursive ${UP} ${GROUPS}`;
const PLACE_PERSON = `
  with recursive ${UP},
    managed as (
      select group_id as id from group_member where person_id = $4::uuid and right_ = 'manage'
      union select g.id from support_group g join managed m on g.parent_id = m.id
    ),
    works as (select id from managed union select group_id from group_member where person_id = $4 and right_ = 'work')
  ${GROUPS}
  union all (select 'works_in', g.id, g.line, g.strategy, g.supplier_id from works w join support_group g on g.id = w.id and g.active join person p on p.id = $4 and p.active order by g.line, g.id)
  union all select 'person', p.id, null, null, null from person p where p.id = $4`;

export function placeQuestion(wish: { groupId: string | null; categoryId: string | null; serviceId: string | null; assigneeId: string | null }): Question<PlaceRow> {
  const { groupId, categoryId, serviceId, assigneeId } = wish;
  return assigneeId === null ? { text: PLACE, params: [groupId, categoryId, serviceId] } : { text: PLACE_PERSON, params: [groupId, categoryId, serviceId, assigneeId] };
}

export function placeFacts(rows: readonly PlaceRow[]): PlaceFacts {
  const groups = (source: PlaceRow['source']): RoutableGroup[] =>
    rows.filter((row) => row.source === source).map((row) => ({ id: row.id, line: row.line ?? 1, strategy: row.strategy ?? 'manual', supplierId: row.supplier_id }));
  return {
    chosen: groups('chosen')[0] ?? null,
    category: groups('category')[0] ?? null,
    service: groups('service')[0] ?? null,
    worksIn: groups('works_in'),
    assigneeKnown: rows.some((row) => row.source === 'person'),
  };
}

interface CandidateRow {
  person_id: string;
  load: number;
  capacity: number | null;
  absent_until: Date | null;
  turn: number | null;
}

/** Of one group one choice at a time, so that each sees the load that the one before it made. */
const lockTurns = (tx: Tx, groupId: string): Promise<number> => tx.run(`select pg_advisory_xact_lock(hashtextextended('assignment ' || $1, 0))`, [groupId]);

/** Working members of the group with what they have open, their limits, absences and turns. The turns of one group are given one after another: the lock lasts until the commit. */
export async function lockedCandidates(tx: Tx, groupId: string): Promise<Candidate[]> {
  await lockTurns(tx, groupId);
  const rows = await tx.rows<CandidateRow>(
    `select m.person_id, m.capacity, turn.turn,
       (select max(a.to_at) from absence a where a.person_id = m.person_id and a.from_at <= $2 and a.to_at > $2) as absent_until,
       (select count(*) from ticket t where t.assignee_id = m.person_id and t.phase in ('new', 'active', 'waiting'))::int as load
     from group_member m join person p on p.id = m.person_id and p.active
     left join assignment_turn turn on turn.group_id = m.group_id and turn.person_id = m.person_id
     where m.group_id = $1 and m.right_ in ('work', 'manage')`,
    [groupId, tx.now],
  );
  return rows.map((row) => ({ personId: row.person_id, load: row.load, capacity: row.capacity, absentUntil: row.absent_until, lastTurn: row.turn }));
}

/** The next turn of the group; the caller holds the group's lock. */
export async function giveTurn(tx: Tx, groupId: string, personId: string): Promise<void> {
  await tx.run(
    `insert into assignment_turn (group_id, person_id, turn) select $1, $2, coalesce(max(turn), 0) + 1 from assignment_turn where group_id = $1
     on conflict (group_id, person_id) do update set turn = excluded.turn`,
    [groupId, personId],
  );
}

interface OnCallRow extends CandidateRow {
  works: boolean;
  stands_in_for: string | null;
}

/**
 * Who is on call for the group at an instant, the shift that began last first; behind whoever is absent then, their substitute. Two shifts at once are a first and a second on call.
 */
const ON_CALL = `with held as (select s.person_id, row_number() over (order by s.from_at desc, s.id) as place from shift s where s.group_id = $1 and s.from_at <= $2 and s.to_at > $2),
    asked as (
      select h.person_id, null::uuid as stands_in_for, h.place, 0 as behind from held h
      union all select a.substitute_id, h.person_id, h.place, 1 from held h join lateral (select substitute_id from absence where person_id = h.person_id and from_at <= $2 and to_at > $2 and substitute_id is not null order by from_at desc limit 1) a on true)
  select distinct on (a.person_id) a.person_id, a.stands_in_for, a.place, a.behind, m.capacity, null::bigint as turn, coalesce(p.active and m.right_ in ('work', 'manage'), false) as works,
    (select max(x.to_at) from absence x where x.person_id = a.person_id and x.from_at <= $2 and x.to_at > $2) as absent_until,
    (select count(*) from ticket t where t.assignee_id = a.person_id and t.phase in ('new', 'active', 'waiting'))::int as load
  from asked a join person p on p.id = a.person_id left join group_member m on m.group_id = $1 and m.person_id = a.person_id order by a.person_id, a.place, a.behind`;

/** The same for a choice: it waits for the group's choices before it. */
export async function lockedOnCall(tx: Tx, groupId: string): Promise<OnCall[]> {
  await lockTurns(tx, groupId);
  return onCallAt(tx, groupId, tx.now);
}

export async function onCallAt(sql: Sql, groupId: string, at: Date): Promise<OnCall[]> {
  const rows = await sql.rows<OnCallRow & { place: number; behind: number }>(ON_CALL, [groupId, at]);
  return rows
    .sort((a, b) => a.place - b.place || a.behind - b.behind)
    .map((row) => ({ personId: row.person_id, load: row.load, capacity: row.capacity, absentUntil: row.absent_until, lastTurn: row.turn, works: row.works, standsInFor: row.stands_in_for }));
}
