import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Clock, Database, type Sql, systemActor } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { ClockReactor } from './clock.reactor';
import { ClockStore } from './clock.store';
import type { Measured } from './policies';
import { second } from './ticket-past';

/** A ticket whose clocks may run, as far as they are concerned. */
export type OpenTicket = Measured & Pick<Ticket, 'id' | 'reference' | 'state' | 'nextDueAt'>;

const OPEN = `select t.id, t.reference, t.state, t.next_due_at as "nextDueAt", t.kind, t.priority, t.created_at as "createdAt", p.department_id as "requesterDepartmentId", t.service_id as "serviceId", t.category_id as "categoryId",
    t.group_id as "groupId", g.supplier_id as "groupSupplierId", t.command_facts as "commandFacts"
  from ticket t join person p on p.id = t.requester_id left join support_group g on g.id = t.group_id
  where t.phase in ('new', 'active', 'waiting') and t.imported_from is null and t.id > $1 order by t.id limit $2`;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** All tickets that are open, in batches. */
export async function* openTickets(sql: Sql, batch: number): AsyncGenerator<OpenTicket[]> {
  for (let after = FIRST; ; ) {
    const rows = await sql.rows<OpenTicket>(OPEN, [after, batch]);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.id;
  }
}

/** Open tickets measured anew. */
@Injectable()
export class OpenTicketWork {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly journal: Journal,
    private readonly kernel: TicketKernel,
    private readonly store: ClockStore,
    private readonly reactor: ClockReactor,
  ) {}

  /** Those of a batch that are measured by another version than the one that holds for them. */
  async concerned(batch: readonly OpenTicket[]): Promise<OpenTicket[]> {
    const clocks = await this.store.load(this.database.sql, batch.map(({ id }) => id));
    const now = second(this.clock.now());
    const found: OpenTicket[] = [];
    for (const ticket of batch) if (await this.reactor.measuredByAnother(ticket, clocks.filter(({ ticketId }) => ticketId === ticket.id), now)) found.push(ticket);
    return found;
  }

  /** @returns due times that moved */
  measure({ id }: OpenTicket): Promise<number> {
    return this.database.tx(async (tx) => {
      const system = systemActor('sla.policy', id);
      const ticket = await this.kernel.claim(tx, system, id, { follow: false });
      if (!['new', 'active', 'waiting'].includes(ticket.phase)) return 0;
      const { patch, moved } = await this.reactor.selectAnew(tx, ticket);
      await this.kernel.patch(tx, id, patch);
      await this.journal.append(tx, { streamId: id, streamKind: ticket.kind, kind: 'sla.policy_applied', actor: system, visibility: 'staff', data: { moved, nextDueAt: patch.nextDueAt?.toISOString() ?? null } });
      return moved;
    });
  }
}
