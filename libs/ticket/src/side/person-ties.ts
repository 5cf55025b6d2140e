import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type PersonTies, PersonTiesRegistry, type Tie } from '@opora/identity';
import type { Actor, Sql } from '@opora/platform';
import { visibleTo } from '../scopes';

const MOST = 1_000;

/** Whom the caller meets on tickets: staff everybody on them, employees and suppliers the requester and the participants (`security.md` D.4, D.7). */
@Injectable()
export class TicketPeople implements PersonTies, OnModuleInit {
  constructor(private readonly registry: PersonTiesRegistry) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async met(sql: Sql, actor: Actor, among: readonly string[] | null): Promise<string[]> {
    const params: unknown[] = [among];
    const seen = visibleTo(actor, 't', params);
    const asStaff = actor.face === 'staff' || actor.face === 'auditor';
    const roles = asStaff ? ['t.requester_id', 't.reporter_id', 't.assignee_id'] : ['t.requester_id'];
    const rows = await sql.rows<{ id: string }>(
      `select distinct m.id from (
         select t.id as ticket_id, x.id from ticket t cross join lateral (values ${roles.map((column) => `(${column})`).join(', ')}) x(id) where ($1::uuid[] is null or x.id = any($1)) and ${seen}
         union all select w.ticket_id, w.person_id from ticket_watcher w join ticket t on t.id = w.ticket_id where ($1::uuid[] is null or w.person_id = any($1)) ${asStaff ? '' : 'and w.participant'} and ${seen}
       ) m where m.id is not null limit ${MOST}`,
      params,
      { prepare: false },
    );
    return rows.map((row) => row.id);
  }

  async hanging(sql: Sql, personId: string): Promise<Tie[]> {
    const row = await sql.one<Record<Tie['what'], number>>(
      `select (select count(*) from ticket where assignee_id = $1 and phase in ('new', 'active', 'waiting')) as "assignedTickets",
         (select count(*) from ticket where requester_id = $1 and phase in ('new', 'active', 'waiting')) as "requestedTickets", (select count(*) from service where owner_id = $1 and status <> 'retired') as "ownedServices"`,
      [personId],
    );
    return (['assignedTickets', 'requestedTickets', 'ownedServices'] as const).map((what) => ({ what, count: row?.[what] ?? 0 }));
  }
}
