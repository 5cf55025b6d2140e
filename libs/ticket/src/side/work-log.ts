import { Injectable } from '@nestjs/common';
import { invalid, notFound } from '@opora/kit';
import { Actor, Database, Ids } from '@opora/platform';
import { TicketKernel } from '../kernel/kernel';
import { permitted, projectionOf } from '../scopes';
import type { WorkBody, WorkList, WorkReply } from './side.dto';

interface WorkRow {
  id: string;
  personId: string;
  displayName: string;
  seconds: number;
  note: string;
  startedAt: Date;
  createdAt: Date;
}

const SELECT = `select w.id, w.person_id as "personId", p.display_name as "displayName", w.seconds, w.note, w.started_at as "startedAt", w.created_at as "createdAt" from work_log w join person p on p.id = w.person_id`;

/** Who spent how long on what; one's own time alone (`security.md` D.3). */
@Injectable()
export class WorkLog {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly ids: Ids,
  ) {}

  /** @throws Refusal 404 where the ticket or its work log is not theirs to see */
  async list(actor: Actor, idOrReference: string): Promise<WorkList> {
    const ticket = await this.kernel.read(this.database.sql, actor, idOrReference);
    if (!ticket || !permitted(actor, 'workLog.read', ticket)) throw notFound();
    const ownOnly = projectionOf(actor, ticket) !== 'staff';
    const rows = await this.database.sql.rows<WorkRow>(`${SELECT} where w.ticket_id = $1 and ($2::uuid is null or w.person_id = $2) order by w.started_at, w.id`, [ticket.id, ownOnly ? actor.personId : null]);
    return { items: rows.map(replyOf), totalSeconds: rows.reduce((sum, row) => sum + row.seconds, 0) };
  }

  /** @throws Refusal 403, 404, 422 for work that would end in the future */
  async add(actor: Actor, idOrReference: string, body: WorkBody): Promise<WorkReply> {
    return this.database.tx(async (tx) => {
      const ticket = await this.kernel.claim(tx, actor, idOrReference, { permission: 'workLog.write' });
      const startedAt = body.startedAt === undefined ? new Date(tx.now.getTime() - body.seconds * 1000) : new Date(body.startedAt);
      if (startedAt > tx.now) throw invalid('/startedAt', 'out_of_range');
      const id = this.ids.next();
      await tx.run('insert into work_log (id, ticket_id, person_id, seconds, note, started_at, created_at) values ($1, $2, $3, $4, $5, $6, $7)', [id, ticket.id, actor.personId, body.seconds, body.note ?? '', startedAt, tx.now]);
      await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind: 'work.logged', data: { workId: id, seconds: body.seconds } }, visibility: actor.face === 'supplier' ? 'supplier' : 'staff', changes: [{ field: 'workLog', from: null, to: body.seconds }] });
      return replyOf((await tx.one<WorkRow>(`${SELECT} where w.id = $1`, [id])) as WorkRow);
    }, { operation: actor.operation });
  }
}

const replyOf = ({ id, personId, displayName, seconds, note, startedAt, createdAt }: WorkRow): WorkReply => ({
  id, person: { id: personId, displayName }, seconds, note, startedAt: startedAt.toISOString(), createdAt: createdAt.toISOString(),
});
