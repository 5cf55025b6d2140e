import { Injectable } from '@nestjs/common';
import { conflict, invalid, unknownReference } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import { TicketKernel, permitted } from '@opora/ticket';
import { INCIDENT, INCIDENT_LIFECYCLE, type IncidentState } from './domain';
import { IncidentQueries } from './incident.queries';
import type { IncidentReply } from './incident.reply';

/** Which incident stands over which: a child follows its parent into resolution (`domain.md` §4). */
@Injectable()
export class IncidentParents {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly queries: IncidentQueries,
  ) {}

  /** @throws Refusal 403, 404, 409, 412, 422 */
  change(actor: Actor, idOrReference: string, ifMatch: number | '*', parent: string | null): Promise<IncidentReply> {
    return this.database.tx(async (tx) => {
      const child = await this.kernel.claim(tx, actor, idOrReference, { kind: INCIDENT, permission: 'ticket.link', ifMatch });
      const parentId = parent === null ? null : await this.parentFor(tx, actor, child.id, parent);
      const kind = parentId === null ? 'incident.parent_removed' : 'incident.parent_set';
      return this.queries.reply(tx, actor, await this.kernel.apply(tx, actor, child, { set: { parentId }, entry: { kind }, visibility: 'staff', skipIfUnchanged: true }));
    });
  }

  /** Locks the tree's rows in the order of the walk upwards, so that two changes cannot close a circle together. */
  private async parentFor(tx: Tx, actor: Actor, childId: string, idOrReference: string): Promise<string> {
    const parent = await this.kernel.read(tx, actor, idOrReference, INCIDENT);
    if (!parent || !permitted(actor, 'ticket.link', parent)) throw unknownReference('/parentId');
    if (INCIDENT_LIFECYCLE.states[parent.state as IncidentState].final) throw conflict('incident.parent.closed', { state: parent.state, allowedCommands: [] });
    await tx.run(`select pg_advisory_xact_lock(hashtextextended('incident parents', 0))`);
    const circle = await tx.one(
      `with recursive above as (select id, parent_id from ticket where id = $1 union select t.id, t.parent_id from ticket t join above a on t.id = a.parent_id) select 1 from above where id = $2`,
      [parent.id, childId],
    );
    if (circle) throw invalid('/parentId', 'incident.parent.circle');
    return parent.id;
  }
}
