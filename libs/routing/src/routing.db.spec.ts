import { Clock, Config, Database, connectionOptions } from '@opora/platform';
import { type TestDatabase, testDatabase } from '@opora/testing';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { Routing, type Wish } from './routing';

let test: TestDatabase;
let source: DataSource;
let database: Database;
const routing = new Routing();

beforeAll(async () => {
  test = await testDatabase();
  const config = new Config({ DATABASE_URL: test.url, OPORA_SECRET_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent' });
  source = await new DataSource(connectionOptions(config, [])).initialize();
  database = new Database(source, new Clock());
});
afterAll(async () => {
  await source?.destroy();
  await test?.drop();
});

async function person(active = true): Promise<string> {
  const id = v7();
  await test.sql.run('insert into person (id, email, display_name, active) values ($1, $2, $2, $3)', [id, `${id}@example.test`, active]);
  return id;
}
async function group(strategy: string, { line = 1, parent = null, active = true }: { line?: number; parent?: string | null; active?: boolean } = {}): Promise<string> {
  const id = v7();
  await test.sql.run('insert into support_group (id, name_uk, name_en, line, strategy, parent_id, active) values ($1, $2, $2, $3, $4, $5, $6)', [id, id, line, strategy, parent, active]);
  return id;
}
async function member(groupId: string, { right = 'work', capacity = null, personId }: { right?: string; capacity?: number | null; personId?: string } = {}): Promise<string> {
  const id = personId ?? (await person());
  await test.sql.run('insert into group_member (group_id, person_id, right_, capacity) values ($1, $2, $3, $4)', [groupId, id, right, capacity]);
  return id;
}
const absent = (personId: string, fromHours: number, toHours: number) =>
  test.sql.run(`insert into absence (id, person_id, from_at, to_at) values ($1, $2, now() + make_interval(hours => $3), now() + make_interval(hours => $4))`, [v7(), personId, fromHours, toHours]);
async function open(assigneeId: string, groupId: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const id = v7();
    await test.sql.run(
      `insert into ticket (id, kind, reference, title, state, phase, channel, requester_id, reporter_id, reporter_as, impact, urgency, priority, group_id, assignee_id, created_at, updated_at, public_updated_at, updated_by, public_updated_by)
       values ($1, 'incident', $2, 'x', 'in_progress', 'active', 'api', $3, $3, 'staff', 'low', 'low', 5, $4, $3, now(), now(), now(), $3, $3)`,
      [id, id, assigneeId, groupId],
    );
  }
}
const place = (wish: Wish) => database.tx((tx) => routing.place(tx, wish));

describe('a group that gives tickets in turn', () => {
  it('passes over who is absent, at capacity, only looks on or has left, and says so', async () => {
    const id = await group('round_robin');
    const [anna, boris] = [await member(id), await member(id)];
    const away = await member(id);
    await absent(away, -1, 5);
    const full = await member(id, { capacity: 2 });
    await open(full, id, 2);
    await member(id, { right: 'view' });
    await member(id, { personId: await person(false) });
    const given = [];
    for (let turn = 0; turn < 4; turn++) given.push((await place({ groupId: id })).chosenAssigneeId);
    expect(given.slice(0, 2).sort()).toEqual([anna, boris].sort());
    expect(given.slice(2)).toEqual(given.slice(0, 2));
    const { decision } = await place({ groupId: id });
    expect(decision).toMatchObject({ rule: 'chosen', groupId: id, strategy: { strategy: 'round_robin', reason: 'their_turn' } });
    expect(Object.fromEntries(decision.strategy?.candidates.map(({ personId, outcome }) => [personId, outcome]) ?? [])).toMatchObject({ [away]: 'absent', [full]: 'at_capacity' });
    expect(decision.strategy?.candidates).toHaveLength(4);
  });

  it('gives each of many at once to another', async () => {
    const id = await group('round_robin');
    const members = [await member(id), await member(id), await member(id), await member(id)];
    const given = await Promise.all(Array.from({ length: 8 }, () => place({ groupId: id })));
    for (const one of members) expect(given.filter((placement) => placement.chosenAssigneeId === one)).toHaveLength(2);
  });

  it('includes who comes back', async () => {
    const id = await group('round_robin');
    const back = await member(id);
    await absent(back, -9, -1);
    expect((await place({ groupId: id })).chosenAssigneeId).toBe(back);
  });
});

describe('a group that gives to the least loaded', () => {
  it('counts what is open anywhere and respects absence', async () => {
    const id = await group('least_loaded');
    const [busy, idle, away] = [await member(id), await member(id), await member(id)];
    await open(busy, await group('manual'), 3);
    await open(idle, id, 1);
    await absent(away, -1, 1);
    expect((await place({ groupId: id })).chosenAssigneeId).toBe(idle);
  });
  it('forces nobody when all are away', async () => {
    const id = await group('least_loaded');
    await absent(await member(id), -1, 1);
    expect(await place({ groupId: id })).toMatchObject({ group: { id }, chosenAssigneeId: null, decision: { strategy: { reason: 'nobody_available' } } });
  });
});

describe('where a ticket goes', () => {
  it('by its category, else by the first line of its service or of the service above, else nowhere', async () => {
    const [first, second, other] = [await group('manual'), await group('manual', { line: 2 }), await group('manual')];
    const [above, below, category] = [v7(), v7(), v7()];
    await test.sql.run(`insert into service (id, name_uk, name_en) values ($1, 'a', 'a')`, [above]);
    await test.sql.run(`insert into service (id, name_uk, name_en, parent_id) values ($1, 'b', 'b', $2)`, [below, above]);
    await test.sql.run('insert into service_group (service_id, line, group_id) values ($1, 2, $2), ($1, 1, $3)', [above, second, first]);
    await test.sql.run(`insert into category (id, service_id, name_uk, name_en, default_group_id) values ($1, $2, 'c', 'c', $3)`, [category, below, other]);
    expect(await place({ serviceId: below, categoryId: category })).toMatchObject({ group: { id: other, line: 1 }, rule: 'category_default' });
    expect(await place({ serviceId: below })).toMatchObject({ group: { id: first, line: 1 }, rule: 'service_group' });
    expect(await place({ groupId: second, serviceId: below })).toMatchObject({ group: { id: second, line: 2 }, rule: 'chosen' });
    expect(await place({})).toMatchObject({ group: null, rule: 'none', chosenAssigneeId: null });
  });
  it('never to a group that is no more', async () => {
    expect((await place({ groupId: await group('manual', { active: false }) })).group).toBeNull();
    expect((await place({ groupId: v7() })).group).toBeNull();
  });
  it('to a person: in the group that has it, else in the group of the lowest line in which they work', async () => {
    const [first, second] = [await group('manual'), await group('manual', { line: 2 })];
    const anna = await member(first);
    await member(second, { personId: anna });
    expect(await place({ assigneeId: anna, currentGroupId: second })).toMatchObject({ group: { id: second, line: 2 }, assignee: { id: anna, works: true }, rule: 'assignee' });
    expect(await place({ assigneeId: anna })).toMatchObject({ group: { id: first } });
  });
  it('tells who does not work in the named group', async () => {
    const [own, foreign] = [await group('manual'), await group('manual')];
    const anna = await member(own);
    await member(foreign, { personId: anna, right: 'view' });
    expect((await place({ groupId: foreign, assigneeId: anna })).assignee).toEqual({ id: anna, works: false });
    expect((await place({ groupId: own, assigneeId: v7() })).assignee).toBeNull();
    const gone = await member(own, { personId: await person(false) });
    expect((await place({ groupId: own, assigneeId: gone })).assignee).toEqual({ id: gone, works: false });
  });
  it('lets the right to manage run down to sub-groups', async () => {
    const parent = await group('manual');
    const child = await group('manual', { parent });
    const lead = await member(parent, { right: 'manage' });
    const worker = await member(parent);
    expect((await place({ groupId: child, assigneeId: lead })).assignee?.works).toBe(true);
    expect((await place({ groupId: child, assigneeId: worker })).assignee?.works).toBe(false);
  });
});
