import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Lifecycle, conflict, defineLifecycle } from '@opora/kit';
import { Actor, type ActorFields, Clock, Config, Database, PERMISSIONS, PlatformModule, type RoleKey, type Scope, Settle } from '@opora/platform';
import { type TestDatabase, testDatabase } from '@opora/testing';
import { v7 } from 'uuid';
import type { NewTicket, TicketKind } from '../domain/faces';
import type { Ticket, TicketSet } from '../domain/ticket';
import { TicketKernel } from '../kernel/kernel';
import { TicketKinds } from '../kernel/registry';
import { permitted } from '../scopes';
import { TicketJobs, TicketModule } from '../ticket.module';

/** A process as small as it can be: what the kernel does must not depend on any real one. */
export const ERRAND: Lifecycle<'open' | 'doing' | 'waiting' | 'done' | 'over', string> = defineLifecycle({
  kind: 'errand',
  prefix: 'ERR',
  initial: ['open'],
  states: { open: { phase: 'new' }, doing: { phase: 'active' }, waiting: { phase: 'waiting' }, done: { phase: 'resolved' }, over: { phase: 'closed', final: true } },
  commands: {
    start: { from: ['open'], to: 'doing', permission: 'ticket.edit', by: ['person'] },
    wait: { from: ['doing'], to: 'waiting', permission: 'ticket.edit', by: ['person'] },
    finish: { from: ['doing', 'waiting'], to: 'done', permission: 'ticket.edit', by: ['person'] },
    redo: { from: ['done'], to: 'doing', permission: 'ticket.edit', by: ['person'] },
    end: { from: ['open', 'done'], to: 'over', permission: 'ticket.edit', by: ['person'] },
  },
});

export const errandKind = (kernel: TicketKernel): TicketKind => ({
  kind: 'errand',
  prefix: 'ERR',
  lifecycle: ERRAND,
  mergedState: 'over',
  allowedCommands: (actor, ticket) => Object.entries(ERRAND.commands).filter(([, rule]) => (rule.from as string[]).includes(ticket.state) && permitted(actor, rule.permission, ticket)).map(([name]) => name),
  async execute(tx, actor, id, { command, body, ifMatch }) {
    const ticket = await kernel.claim(tx, actor, id, { permission: 'ticket.edit', ifMatch });
    if (command === 'edit') return void (await kernel.apply(tx, actor, ticket, { set: body as TicketSet, entry: { kind: 'errand.edited' }, visibility: 'public' }));
    const rule = ERRAND.commands[command];
    if (!rule || !(rule.from as string[]).includes(ticket.state)) throw conflict('not_now', { state: ticket.state });
    await kernel.apply(tx, actor, ticket, { set: { state: rule.to as string }, entry: { kind: `errand.${command}` }, visibility: 'public' });
  },
});

/** The shipped columns of `security.md` D.3. */
const column = (role: RoleKey): ReadonlyMap<string, readonly Scope[]> => new Map(PERMISSIONS.map((row) => [row.permission, row.cells[role]]));

export type RoleName = RoleKey;

const FACES: Readonly<Record<RoleName, ActorFields['face']>> = { dispatcher: 'staff', specialist: 'staff', requester: 'requester', supplier: 'supplier', manager: 'staff', auditor: 'auditor', admin: 'staff' };

/** The union of the columns of these roles, as a person who holds them has. */
export function actorOf(roles: readonly RoleName[], fields: Partial<ActorFields> = {}): Actor {
  const grants = new Map<string, Set<Scope>>();
  for (const role of roles)
    for (const [permission, scopes] of column(role)) if (scopes.length > 0) grants.set(permission, new Set([...(grants.get(permission) ?? []), ...scopes]));
  return new Actor({
    personId: v7(), displayName: roles.join('+'), face: FACES[roles[0] as RoleName], supplierId: null, departmentIds: [], groups: [], grants, locale: 'uk', timeZone: 'Europe/Kyiv', via: 'session',
    sessionId: v7(), tokenId: null, requestId: v7(), ip: null, breakGlass: false, ...fields,
  });
}

export interface Fixture {
  app: INestApplicationContext;
  db: TestDatabase;
  database: Database;
  kernel: TicketKernel;
  clock: Clock;
  /** Delivers all outbox events that wait. */
  settle(): Promise<void>;
  department(): Promise<string>;
  supplier(): Promise<string>;
  person(fields?: { departmentId?: string; managerId?: string; supplierId?: string }): Promise<string>;
  group(fields?: { supplierId?: string }): Promise<string>;
  errand(requesterId: string, more?: Partial<NewTicket>): NewTicket;
  /** Registers an errand of this requester. */
  open(requester: Actor, more?: Partial<NewTicket>): Promise<Ticket>;
  close(): Promise<void>;
}

/** The kernel on a database of its own, with the errand for a process and no HTTP. */
export async function fixture(...modules: Type[]): Promise<Fixture> {
  const db = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'opora-ticket-'));
  const config = new Config({ DATABASE_URL: db.url, OPORA_DATA: folder, OPORA_SECRET_KEY: 'k'.repeat(32), OPORA_TEST_CLOCK: '1', LOG_LEVEL: 'silent' });
  @Module({ imports: [PlatformModule.forRoot({ config, entities: [] }), TicketModule, TicketJobs, ...modules] })
  class KernelAlone {}
  const app = await NestFactory.createApplicationContext(KernelAlone, { logger: ['error'], abortOnError: false });
  await db.sql.run('create sequence ticket_reference_err');
  app.get(TicketKinds).register(errandKind(app.get(TicketKernel)));
  let made = 0;
  const errand = (requesterId: string, more: Partial<NewTicket> = {}): NewTicket => ({
    kind: 'errand', title: 'Printer', description: 'It does not print', state: 'open', channel: 'portal', requesterId, reporterId: requesterId, reporterAs: 'requester', impact: 'low', urgency: 'low', priority: 5, ...more,
  });
  return {
    app,
    db,
    database: app.get(Database),
    kernel: app.get(TicketKernel),
    clock: app.get(Clock),
    settle: async () => void (await app.get(Settle, { strict: false }).drain()),
    async department() {
      const id = v7();
      await db.sql.run('insert into department (id, name_uk, name_en) values ($1, $2, $2)', [id, `Department ${++made}`]);
      return id;
    },
    async supplier() {
      const id = v7();
      await db.sql.run('insert into supplier (id, name) values ($1, $2)', [id, `Supplier ${++made}`]);
      return id;
    },
    async person({ departmentId, managerId, supplierId } = {}) {
      const id = v7();
      await db.sql.run('insert into person (id, email, display_name, department_id, manager_id, supplier_id) values ($1, $2, $3, $4, $5, $6)', [id, `p${++made}@test.example`, `Person ${made}`, departmentId ?? null, managerId ?? null, supplierId ?? null]);
      return id;
    },
    async group({ supplierId } = {}) {
      const id = v7();
      await db.sql.run('insert into support_group (id, name_uk, name_en, line, supplier_id) values ($1, $2, $2, 1, $3)', [id, `Group ${++made}`, supplierId ?? null]);
      return id;
    },
    errand,
    open: (requester, more) => app.get(Database).tx((tx) => app.get(TicketKernel).open(tx, requester, errand(requester.personId, more))),
    async close() {
      await app.close();
      await db.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
