import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What reports count by. The requester's department is kept as it was when the ticket came: last year's figures stay although people have moved since. A trigger keeps it,
 * because imports and seeds write tickets too.
 */
export class TicketFigures1790000010002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ticket add column requester_department_id uuid;
      update ticket t set requester_department_id = p.department_id from person p where p.id = t.requester_id and p.department_id is not null;
      create function ticket_requester_department() returns trigger language plpgsql as $$ begin
        new.requester_department_id := (select p.department_id from person p where p.id = new.requester_id); return new; end $$;
      create trigger ticket_department before insert or update of requester_id on ticket for each row execute function ticket_requester_department();
      create index ticket_ended on ticket ((coalesce(resolved_at, closed_at)));
      create index message_answers on message (released_at, author_id, ticket_id) where visibility = 'public' and author_as = 'staff';
      create index work_log_time on work_log (started_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
