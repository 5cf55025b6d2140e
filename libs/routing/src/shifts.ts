import { Injectable } from '@nestjs/common';
import { ALWAYS, WorkingTime } from '@opora/calendar';
import { type FieldError, Refusal, conflict, forbidden, invalid, notFound, unknownReference } from '@opora/kit';
import { Organisation } from '@opora/organisation';
import { type Actor, Clock, Database, Ids, type Sql, type Tx } from '@opora/platform';
import { chooseOnCall } from './domain';
import { onCallAt } from './routing.queries';
import type { CreateRotation, CreateShift, OnCallReply, ShiftQuery, ShiftReply, UpdateShift } from './shifts.dto';

const LONGEST_MS = 31 * 86_400_000;
const MOST = 400;
const SHOWN = 1_000;

interface Row {
  id: string;
  groupId: string;
  personId: string;
  displayName: string;
  email: string;
  fromAt: Date;
  toAt: Date;
  absent: boolean;
  version: number;
}

interface Span {
  personId: string;
  from: Date;
  to: Date;
}

const SELECT = `select s.id, s.group_id as "groupId", s.person_id as "personId", p.display_name as "displayName", p.email, s.from_at as "fromAt", s.to_at as "toAt", s.version,
    exists (select 1 from absence a where a.person_id = s.person_id and a.from_at < s.to_at and a.to_at > s.from_at) as absent
  from shift s join person p on p.id = s.person_id`;

/** The rota of a support group: who is on call when (`domain.md` §1). */
@Injectable()
export class Shifts {
  constructor(
    private readonly database: Database,
    private readonly organisation: Organisation,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Running and coming ones where nothing else is asked. */
  async list(actor: Actor, groupId: string, { from, to }: ShiftQuery): Promise<ShiftReply[]> {
    await this.seen(actor, groupId);
    const rows = await this.database.sql.rows<Row>(`${SELECT} where s.group_id = $1 and s.to_at > $2 and ($3::timestamptz is null or s.from_at < $3) order by s.from_at, s.id limit ${SHOWN}`, [
      groupId, from === undefined ? this.clock.now() : new Date(from), to === undefined ? null : new Date(to),
    ]);
    return rows.map(reply);
  }

  async read(actor: Actor, groupId: string, id: string): Promise<ShiftReply> {
    await this.seen(actor, groupId);
    return reply(await this.row(this.database.sql, groupId, id));
  }

  async onCall(actor: Actor, groupId: string, at: Date): Promise<OnCallReply> {
    await this.seen(actor, groupId);
    const { chosen, reason, candidates } = chooseOnCall(await onCallAt(this.database.sql, groupId, at));
    const cards = new Map((await this.organisation.cards(candidates.map(({ personId }) => personId))).map(({ id, displayName, email }) => [id, { id, displayName, email }]));
    const brief = (id: string) => cards.get(id) ?? { id, displayName: '', email: '' };
    return { at: at.toISOString(), person: chosen === null ? null : brief(chosen), reason, candidates: candidates.map(({ personId, outcome, standsInFor }) => ({ person: brief(personId), outcome, standsInFor: standsInFor ?? null })) };
  }

  /** @throws Refusal 403, 404, 422 */
  create(actor: Actor, groupId: string, { personId, from, to }: CreateShift): Promise<ShiftReply> {
    this.mayWrite(actor, groupId);
    const span = { personId, from: whole(from), to: whole(to) };
    return this.database.tx(
      async (tx) => {
        await this.organisation.groups.claim(tx, groupId, '*');
        const [id] = await this.insert(tx, actor, groupId, [span], '');
        return reply(await this.row(tx, groupId, id as string));
      },
      { operation: actor.operation },
    );
  }

  /** Turns of the persons, one after another, each a day or a week by the wall clock. */
  rotate(actor: Actor, groupId: string, { personIds, every, from, to, timeZone = actor.timeZone }: CreateRotation): Promise<ShiftReply[]> {
    this.mayWrite(actor, groupId);
    const wall = wallOf(timeZone);
    const [end, days] = [whole(to), every === 'day' ? 1 : 7];
    const spans: Span[] = [];
    for (let at = whole(from); ; ) {
      const next = new Date(wall.addDays(at.getTime() / 1000, days) * 1000);
      if (next > end) break;
      if (spans.length === MOST) throw invalid('/to', 'shift.too_many', { max: MOST });
      spans.push({ personId: personIds[spans.length % personIds.length] as string, from: at, to: next });
      at = next;
    }
    if (spans.length === 0) throw invalid('/to', 'shift.order');
    return this.database.tx(
      async (tx) => {
        await this.organisation.groups.claim(tx, groupId, '*');
        const ids = await this.insert(tx, actor, groupId, spans, null);
        return (await tx.rows<Row>(`${SELECT} where s.id = any($1) order by s.from_at, s.id`, [ids])).map(reply);
      },
      { operation: actor.operation },
    );
  }

  /** Who leads the rota changes all of it; who is on call hands their own shift to a colleague. @throws Refusal 403, 404, 409 a shift that is over, 412, 422 */
  update(actor: Actor, groupId: string, id: string, ifMatch: number | '*', body: UpdateShift): Promise<ShiftReply> {
    return this.database.tx(async (tx) => {
      const before = await this.claim(tx, actor, groupId, id);
      const own = before.personId === actor.personId && actor.scopes('group.shifts').has('self');
      if (!this.leads(actor, groupId) && !(own && body.from === undefined && body.to === undefined)) throw forbidden('group.shifts');
      if (ifMatch !== '*' && ifMatch !== before.version) throw new Refusal('stale', { status: 412, extra: { version: before.version, changedFields: ['personId', 'from', 'to'] } });
      const span = { personId: body.personId ?? before.personId, from: body.from === undefined ? before.fromAt : whole(body.from), to: body.to === undefined ? before.toAt : whole(body.to) };
      await this.check(tx, groupId, [span], '', id);
      await tx.run('update shift set person_id = $2, from_at = $3, to_at = $4, version = version + 1 where id = $1', [id, span.personId, span.from, span.to]);
      await this.note(tx, actor, groupId, 'shift_changed', id, told(before), told({ ...span, fromAt: span.from, toAt: span.to }));
      return reply(await this.row(tx, groupId, id));
    });
  }

  /** A coming shift goes; one that runs ends now, so that what was stays. @throws Refusal 403, 404, 409 */
  remove(actor: Actor, groupId: string, id: string): Promise<void> {
    this.mayWrite(actor, groupId);
    return this.database.tx(async (tx) => {
      const before = await this.claim(tx, actor, groupId, id);
      const now = new Date(Math.floor(tx.now.getTime() / 1000) * 1000);
      if (before.fromAt >= now) await tx.run('delete from shift where id = $1', [id]);
      else await tx.run('update shift set to_at = $2, version = version + 1 where id = $1', [id, now]);
      await this.note(tx, actor, groupId, 'shift_removed', id, told(before), null);
    });
  }

  private async insert(tx: Tx, actor: Actor, groupId: string, spans: readonly Span[], pointer: string | null): Promise<string[]> {
    await this.check(tx, groupId, spans, pointer);
    const made = spans.map((span) => ({ id: this.ids.next(), ...span }));
    await tx.run('insert into shift (id, group_id, person_id, from_at, to_at) select x.id, $1, x.person_id, x.from_at, x.to_at from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[]) x(id, person_id, from_at, to_at)', [
      groupId, made.map(({ id }) => id), made.map(({ personId }) => personId), made.map(({ from }) => from), made.map(({ to }) => to),
    ]);
    await this.organisation.groups.note(tx, actor, groupId, 'shifts_added', made.map(({ id, personId, from, to }) => ({ field: `shifts/${id}`, from: null, to: told({ personId, fromAt: from, toAt: to }) })));
    return made.map(({ id }) => id);
  }

  /** @param pointer of the body that a fault is told at; null for a rotation, whose shifts stand in no field of their own */
  private async check(tx: Tx, groupId: string, spans: readonly Span[], pointer: string | null, except: string | null = null): Promise<void> {
    const at = (field: string, many: string): string => (pointer === null ? `/${many}` : `${pointer}/${field}`);
    const errors: FieldError[] = [];
    const members = new Map((await tx.rows<{ id: string; works: boolean }>(`select p.id, coalesce(m.right_ in ('work', 'manage'), false) as works from person p left join group_member m on m.person_id = p.id and m.group_id = $2 where p.id = any($1) and p.active`, [
      spans.map(({ personId }) => personId), groupId,
    ])).map(({ id, works }) => [id, works]));
    for (const { personId, from, to } of spans) {
      if (!members.has(personId.toLowerCase())) throw unknownReference(at('personId', 'personIds'));
      if (!members.get(personId.toLowerCase())) errors.push({ pointer: at('personId', 'personIds'), code: 'shift.not_a_member' });
      if (to <= from) errors.push({ pointer: at('to', 'to'), code: 'shift.order' });
      else if (to.getTime() - from.getTime() > LONGEST_MS) errors.push({ pointer: at('to', 'to'), code: 'shift.too_long' });
      if (to <= tx.now) errors.push({ pointer: at('to', 'to'), code: 'shift.past' });
    }
    const overlap = await tx.one(
      `select 1 from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) x(person_id, from_at, to_at) join shift s on s.group_id = $1 and s.person_id = x.person_id and s.from_at < x.to_at and s.to_at > x.from_at and s.id is distinct from $5::uuid limit 1`,
      [groupId, spans.map(({ personId }) => personId), spans.map(({ from }) => from), spans.map(({ to }) => to), except],
    );
    if (overlap) errors.push({ pointer: at('from', 'from'), code: 'shift.overlaps' });
    const [first] = errors;
    if (first) throw new Refusal('invalid', { errors: [first, ...errors.slice(1).filter(({ pointer: other, code }) => other !== first.pointer || code !== first.code)].slice(0, 20) });
  }

  private async claim(tx: Tx, actor: Actor, groupId: string, id: string): Promise<Row> {
    await this.organisation.groups.claim(tx, groupId, '*');
    const row = await this.row(tx, groupId, id);
    if (row.toAt <= tx.now) throw conflict('shift.past');
    if (!this.leads(actor, groupId) && row.personId !== actor.personId) throw forbidden('group.shifts');
    return row;
  }

  private async row(sql: Sql, groupId: string, id: string): Promise<Row> {
    const row = await sql.one<Row>(`${SELECT} where s.group_id = $1 and s.id = $2`, [groupId, id]);
    if (!row) throw notFound();
    return row;
  }

  /** A supplier knows the groups of their own organisation alone. */
  private async seen(actor: Actor, groupId: string): Promise<void> {
    const { supplierId } = await this.organisation.groups.read(groupId);
    if (!actor.scopes('group.read').has('all') && (actor.supplierId === null || supplierId !== actor.supplierId)) throw notFound();
  }

  private leads(actor: Actor, groupId: string): boolean {
    const scopes = actor.scopes('group.shifts');
    return scopes.has('all') || (scopes.has('gm') && actor.groupIds('manage').includes(groupId));
  }

  private mayWrite(actor: Actor, groupId: string): void {
    if (!this.leads(actor, groupId)) throw forbidden('group.shifts');
  }

  private note(tx: Tx, actor: Actor, groupId: string, what: string, id: string, from: unknown, to: unknown): Promise<void> {
    return this.organisation.groups.note(tx, actor, groupId, what, [{ field: `shifts/${id}`, from, to }]);
  }
}

const whole = (instant: string): Date => new Date(Math.floor(Date.parse(instant) / 1000) * 1000);
const told = ({ personId, fromAt, toAt }: Pick<Row, 'personId' | 'fromAt' | 'toAt'>) => ({ personId, from: fromAt.toISOString(), to: toAt.toISOString() });
const reply = ({ id, groupId, personId, displayName, email, fromAt, toAt, absent, version }: Row): ShiftReply => ({ id, groupId, person: { id: personId, displayName, email }, from: fromAt.toISOString(), to: toAt.toISOString(), absent, version });

function wallOf(timeZone: string): WorkingTime {
  try {
    return new WorkingTime({ ...ALWAYS, timeZone });
  } catch {
    throw invalid('/timeZone', 'unknown_time_zone');
  }
}
