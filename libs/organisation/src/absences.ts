import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { type Page, forbidden, invalid, notFound, unknownReference } from '@opora/kit';
import { type Actor, Database, Ids } from '@opora/platform';
import { Absence } from './entities';
import type { AbsenceReply, CreateAbsence } from './organisation.dto';
import { absenceReply } from './organisation.replies';

/** Who is away, and who stands in (`domain.md` §1). */
@Injectable()
export class Absences {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /** Present and future absences; all that the caller may see. */
  async list(actor: Actor, personId: string | undefined, now: Date): Promise<Page<AbsenceReply>> {
    const params: unknown[] = [now];
    const narrow = personId === undefined ? '' : ` and a.person_id = $${params.push(personId)}`;
    const rows = await this.database.sql.rows<Absence>(
      `select a.id, a.person_id as "personId", a.from_at as "fromAt", a.to_at as "toAt", a.reason, a.substitute_id as "substituteId", a.version from absence a
       where a.to_at > $1${narrow} and ${this.reach(actor, 'a.person_id', params)} order by a.from_at, a.id limit 200`,
      params,
    );
    return { items: rows.map(absenceReply), nextCursor: null };
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
        if (!(await tx.one(`select 1 from person p where p.id = $1 and ${this.reach(actor, 'p.id', params)}`, params))) throw forbidden('absence.write');
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
