import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { type Page, forbidden, invalid, notFound, unknownReference } from '@opora/kit';
import { type Actor, Clock, Cursors, Database, Ids, queryKey } from '@opora/platform';
import { Absence } from './entities';
import type { AbsenceQuery, AbsenceReply, CreateAbsence } from './organisation.dto';
import { absenceReply } from './organisation.replies';

const SELECT = 'select a.id, a.person_id as "personId", a.from_at as "fromAt", a.to_at as "toAt", a.reason, a.substitute_id as "substituteId", a.version from absence a';

/** Who is away, and who stands in (`domain.md` §1). */
@Injectable()
export class Absences {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
  ) {}

  /** Present and future absences; all that the caller may see. */
  async list(actor: Actor, query: AbsenceQuery): Promise<Page<AbsenceReply>> {
    if (query.sort !== undefined || query.q !== undefined) throw invalid(query.sort === undefined ? '/q' : '/sort', query.sort === undefined ? 'unknown_filter' : 'unknown_sort');
    const params: unknown[] = [this.clock.now()];
    const key = `absence${queryKey(query)}`;
    let where = `a.to_at > $1 and ${this.reach(actor, 'a.person_id', params)}`;
    if (query.personId !== undefined) where += ` and a.person_id = $${params.push(query.personId)}`;
    const total = query.count === undefined ? undefined : ((await this.database.sql.one<{ n: number }>(`select count(*) as n from absence a where ${where}`, params))?.n ?? 0);
    if (query.cursor !== undefined) {
      const [from, id] = this.cursors.decode(actor, key, query.cursor);
      where += ` and (a.from_at, a.id) > ($${params.push(from)}, $${params.push(id)})`;
    }
    const rows = await this.database.sql.rows<Absence>(`${SELECT} where ${where} order by a.from_at, a.id limit $${params.push(query.limit + 1)}`, params);
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    return { items: items.map(absenceReply), nextCursor: rows.length > query.limit && last ? this.cursors.encode(actor, key, [last.fromAt.toISOString(), last.id]) : null, ...(total === undefined ? {} : { total }) };
  }

  async read(actor: Actor, id: string): Promise<AbsenceReply> {
    const params: unknown[] = [id];
    const found = await this.database.sql.one<Absence>(`${SELECT} where a.id = $1 and ${this.reach(actor, 'a.person_id', params)}`, params);
    if (!found) throw notFound();
    return absenceReply(found);
  }

  async create(actor: Actor, body: CreateAbsence): Promise<AbsenceReply> {
    const personId = body.personId ?? actor.personId;
    const fromAt = new Date(body.from);
    const toAt = new Date(body.to);
    if (toAt <= fromAt) throw invalid('/to', 'absence.order');
    return this.database.tx(
      async (tx) => {
        const params: unknown[] = [personId];
        if (!(await tx.one(`select 1 from person p where p.id = $1 and p.active`, [personId]))) throw unknownReference('/personId');
        if (!(await tx.one(`select 1 from person p where p.id = $1 and ${this.reach(actor, 'p.id', params)}`, params))) throw actor.scopes('person.card').has('all') ? forbidden('absence.write') : unknownReference('/personId');
        if (body.substituteId && !(await tx.one('select 1 from person where id = $1 and active', [body.substituteId]))) throw unknownReference('/substituteId');
        const absence = tx.manager.create(Absence, { id: this.ids.next(), personId, fromAt, toAt, reason: body.reason ?? null, substituteId: body.substituteId ?? null, version: 1 });
        await tx.manager.insert(Absence, absence);
        await this.journal.append(tx, { streamId: personId, streamKind: 'person', kind: 'person.absence_added', actor, data: { changes: [{ field: 'absence', from: null, to: { from: body.from, to: body.to } }] } });
        return absenceReply(absence);
      },
      { operation: actor.operation },
    );
  }

  async remove(actor: Actor, id: string): Promise<void> {
    await this.database.tx(async (tx) => {
      const params: unknown[] = [id];
      const row = await tx.one<{ personId: string }>(`select person_id as "personId" from absence a where a.id = $1 and ${this.reach(actor, 'a.person_id', params)} for update`, params);
      if (!row) throw notFound();
      await tx.manager.delete(Absence, { id });
      await this.journal.append(tx, { streamId: row.personId, streamKind: 'person', kind: 'person.absence_removed', actor, data: { changes: [{ field: 'absence', from: id, to: null }] } });
    });
  }

  /** Oneself; the members of groups that one manages; everybody. */
  private reach(actor: Actor, person: string, params: unknown[]): string {
    const scopes = actor.scopes('absence.write');
    if (scopes.has('all')) return 'true';
    const self = `${person} = $${params.push(actor.personId)}`;
    if (!scopes.has('gm')) return self;
    return `(${self} or ${person} in (select m.person_id from group_member m where m.group_id = any($${params.push(actor.groupIds('manage'))}::uuid[])))`;
  }
}
