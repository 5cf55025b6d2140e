import { type Actor, type GroupRight, ROLE_KEYS, type Scope, systemActor } from '@opora/platform';
import * as fc from 'fast-check';
import { v7 } from 'uuid';
import { TICKET_JOINS, selectTicket } from './kernel/columns';
import type { Ticket } from './domain/ticket';
import { permitted, projectionOf, reaches, readsBy, staffView, summaryVisibleTo, visible, visibleTo } from './scopes';
import { type Fixture, actorOf, fixture } from './test/fixture';

const SEED = 20261123;
let f: Fixture;
let persons: string[];
let groups: string[];
let departments: string[];
let suppliers: string[];

beforeAll(async () => {
  f = await fixture();
  departments = [await f.department(), await f.department()];
  suppliers = [await f.supplier(), await f.supplier()];
  persons = [];
  for (let i = 0; i < 8; i++) persons.push(await f.person({ ...(i % 3 < 2 ? { departmentId: departments[i % 2] as string } : {}), ...(i > 4 ? { managerId: persons[0] as string } : {}) }));
  groups = [];
  for (let i = 0; i < 6; i++) groups.push(await f.group(i < 2 ? { supplierId: suppliers[i] as string } : {}));
  const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;
  const random = fc.sample(fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }), { numRuns: 250, seed: SEED });
  for (const [i, n] of random.entries()) {
    const id = v7();
    const at = (k: number): number => n[k] as number;
    await f.db.sql.run(
      `insert into ticket (id, kind, reference, title, state, phase, channel, requester_id, reporter_id, reporter_as, impact, urgency, priority, group_id, assignee_id, restricted, created_at, updated_at, public_updated_at, updated_by, public_updated_by)
       values ($1, $2, $3, 'x', 'open', $4, 'portal', $5, $6, $7, 'low', 'low', 5, $8, $9, $10, now(), now(), now(), $5, $5)`,
      [id, at(0) % 5 === 0 ? 'grant' : 'errand', `ERR-9${String(i).padStart(5, '0')}`, pick(['new', 'active', 'closed'], at(1)), pick(persons, at(2)), pick(persons, at(3)), pick(['requester', 'staff'], at(4)), pick([null, ...groups], at(5)), pick([null, null, ...persons], at(6)), at(7) % 4 === 0],
    );
    if (at(8) % 3 === 0) await f.db.sql.run('insert into ticket_watcher values ($1, $2, $3, $2, now())', [id, pick(persons, at(9)), at(10) % 2 === 0]);
    if (at(11) % 4 === 0) await f.db.sql.run('insert into ticket_share values ($1, $2, $3, $4, $5)', [id, v7(), at(8) % 2 ? pick(groups, at(9)) : null, at(8) % 2 ? null : pick(persons, at(9)), at(10) % 3 > 0]);
  }
});
afterAll(() => f?.close());

const actors = fc.record({
  roles: fc.subarray([...ROLE_KEYS], { minLength: 1 }),
  person: fc.nat(7),
  face: fc.constantFrom('staff', 'requester', 'supplier', 'auditor' as const),
  supplier: fc.constantFrom(null, 0, 1),
  departments: fc.subarray([0, 1]),
  groups: fc.array(fc.tuple(fc.nat(5), fc.constantFrom<GroupRight>('view', 'work', 'manage')), { maxLength: 3 }),
  breakGlass: fc.boolean(),
});
const actorFrom = (a: ReturnType<typeof actors.generate>['value']): Actor =>
  actorOf(a.roles, {
    grants: new Map([...actorOf(a.roles).grants, ['access.read', new Set<Scope>(a.person % 2 ? ['rqr', 'line'] : ['gw'])]]),
    personId: persons[a.person] as string, face: a.face, supplierId: a.supplier === null ? null : (suppliers[a.supplier] as string), departmentIds: a.departments.map((i) => departments[i] as string),
    groups: a.groups.map(([i, right]) => ({ id: groups[i] as string, right, line: 1 })), breakGlass: a.breakGlass,
  });

const facts = (actor: Actor): Promise<Ticket[]> => f.database.sql.rows<Ticket>(`select ${selectTicket('$1')} from ticket t ${TICKET_JOINS}`, [actor.personId]);
const selected = async (predicate: (params: unknown[]) => string): Promise<string[]> => {
  const params: unknown[] = [];
  const where = predicate(params);
  return (await f.database.sql.rows<{ id: string }>(`select t.id from ticket t where ${where}`, params, { prepare: false })).map((row) => row.id).sort();
};

it('the scopes say the same in SQL and over the facts, for random tickets and persons', async () => {
  readsBy('grant', 'access.read');
  await fc.assert(
    fc.asyncProperty(actors, async (drawn) => {
      const actor = actorFrom(drawn);
      const all = await facts(actor);
      const tested = (test: (ticket: Ticket) => boolean): string[] => all.filter(test).map((ticket) => ticket.id).sort();
      expect(await selected((params) => visibleTo(actor, 't', params))).toEqual(tested((ticket) => visible(actor, ticket)));
      expect(await selected((params) => staffView(actor, 't', params))).toEqual(tested((ticket) => projectionOf(actor, ticket) === 'staff'));
      expect(await selected((params) => summaryVisibleTo(actor, 't', params))).toEqual(tested((ticket) => permitted(actor, 'ticket.readSummary', ticket)));
      for (const permission of ['ticket.edit', 'message.writePublic', 'access.read', 'no.such'])
        expect(await selected((params) => reaches(actor, permission, 't', params))).toEqual(tested((ticket) => permitted(actor, permission, ticket)));
    }),
    { numRuns: 60, seed: SEED },
  );
  readsBy('grant', undefined);
});

it('the system reaches everything', async () => {
  expect(await selected((params) => visibleTo(systemActor('rule', 'r'), 't', params))).toHaveLength(250);
});

it('a restricted ticket is read by its requester, assignee and working group, by nobody through "all" or the department', async () => {
  const [owner, colleague, member] = [persons[0] as string, persons[1] as string, persons[2] as string];
  const group = groups[5] as string;
  const ticket = await f.database.tx((tx) => f.kernel.open(tx, systemActor('test', 'r'), f.errand(owner, { restricted: true, groupId: group })));
  const sees = async (actor: Actor): Promise<boolean> => (await f.kernel.read(f.database.sql, actor, ticket.id)) !== null;
  expect(await sees(actorOf(['requester'], { personId: owner }))).toBe(true);
  expect(await sees(actorOf(['requester'], { personId: colleague, departmentIds: departments }))).toBe(false);
  expect(await sees(actorOf(['dispatcher'], { personId: member }))).toBe(false);
  expect(await sees(actorOf(['specialist'], { personId: member, groups: [{ id: group, right: 'view', line: 2 }] }))).toBe(false);
  expect(await sees(actorOf(['specialist'], { personId: member, groups: [{ id: group, right: 'work', line: 2 }] }))).toBe(true);
  expect(await sees(actorOf(['manager'], { personId: member }))).toBe(false);
  expect(await sees(actorOf(['auditor'], { personId: member }))).toBe(true);
  expect(await sees(actorOf(['admin'], { personId: member }))).toBe(false);
  expect(await sees(actorOf(['admin'], { personId: member, breakGlass: true }))).toBe(true);
});
