import { Journal } from '@opora/journal';
import { type Actor, systemActor } from '@opora/platform';
import type { TicketReactor } from '../domain/faces';
import type { Ticket } from '../domain/ticket';
import { type Fixture, actorOf, fixture } from '../test/fixture';
import { TicketReactors } from './registry';

let f: Fixture;
let requester: Actor;
let dispatcher: Actor;
beforeAll(async () => {
  f = await fixture();
  requester = actorOf(['requester'], { personId: await f.person() });
  dispatcher = actorOf(['dispatcher'], { personId: await f.person() });
});
afterAll(() => f?.close());

const open = (more = {}): Promise<Ticket> => f.database.tx((tx) => f.kernel.open(tx, requester, f.errand(requester.personId, more)));
const start = (id: string, ifMatch: number | '*' = '*', actor = dispatcher): Promise<Ticket> =>
  f.database.tx(async (tx) => f.kernel.apply(tx, actor, await f.kernel.claim(tx, actor, id, { permission: 'ticket.edit', ifMatch }), { set: { state: 'doing', assigneeId: actor.personId }, entry: { kind: 'errand.started' }, visibility: 'public' }));

describe('a registered ticket', () => {
  it('has row, first journal entry and event together, and a reference that counts up', async () => {
    const [one, two] = [await open(), await open()];
    expect(one).toMatchObject({ phase: 'new', version: 1, publicVersion: 1, reference: expect.stringMatching(/^ERR-\d{6}$/) });
    expect(Number(two.reference.slice(4))).toBe(Number(one.reference.slice(4)) + 1);
    expect(await f.db.sql.rows('select kind, version, visibility from journal where stream_id = $1', [one.id])).toEqual([{ kind: 'errand.registered', version: 1, visibility: 'public' }]);
    expect(await f.db.sql.rows('select topic, payload from outbox where key = $1', [one.id])).toEqual([{ topic: 'ticket.registered', payload: expect.objectContaining({ reference: one.reference, by: requester.personId }) }]);
    expect(await f.kernel.read(f.database.sql, requester, one.reference)).toEqual(one);
  });

  it('leaves nothing behind where its transaction fails', async () => {
    const counts = () => f.db.sql.one('select (select count(*) from ticket) as t, (select count(*) from journal) as j, (select count(*) from outbox) as o, (select count(*) from journal_head) as h');
    const before = await counts();
    await expect(f.database.tx(async (tx) => { await f.kernel.open(tx, requester, f.errand(requester.personId)); throw new Error('later'); })).rejects.toThrow('later');
    expect(await counts()).toEqual(before);
  });
});

describe('a change', () => {
  it('moves versions, phase and instants, and tells field by field', async () => {
    const after = await start((await open()).id);
    expect(after).toMatchObject({ state: 'doing', phase: 'active', version: 2, publicVersion: 2, supplierVersion: 2, assigneeId: dispatcher.personId, updatedBy: dispatcher.personId });
    const [, entry] = await f.app.get(Journal).read(f.database.sql, after.id);
    expect(entry?.data.changes).toEqual([{ field: 'state', from: 'open', to: 'doing' }, { field: 'assigneeId', from: null, to: dispatcher.personId }]);
    expect(await f.kernel.read(f.database.sql, dispatcher, after.reference)).toEqual(after);
  });

  it('that the requester does not see leaves the public version and instant alone', async () => {
    const ticket = await open();
    const after = await f.database.tx(async (tx) => f.kernel.apply(tx, dispatcher, await f.kernel.claim(tx, dispatcher, ticket.id), { set: { tags: ['vip'] }, entry: { kind: 'errand.tagged' }, visibility: 'staff' }));
    expect(after).toMatchObject({ version: 2, publicVersion: 1, supplierVersion: 1, publicUpdatedAt: ticket.publicUpdatedAt, publicUpdatedBy: requester.personId });
    expect(await f.kernel.read(f.database.sql, dispatcher, ticket.id)).toEqual(after);
  });

  it('to resolved, back, and to the end keeps the instants of the phases', async () => {
    const { id } = await start((await open()).id);
    const to = (state: string) => f.database.tx(async (tx) => f.kernel.apply(tx, dispatcher, await f.kernel.claim(tx, dispatcher, id), { set: { state }, entry: { kind: 'errand.moved' }, visibility: 'public' }));
    expect((await to('done')).resolvedAt).toBeInstanceOf(Date);
    expect(await to('doing')).toMatchObject({ resolvedAt: null, closedAt: null });
    const resolved = await to('done');
    expect(await to('over')).toMatchObject({ phase: 'closed', resolvedAt: resolved.resolvedAt, closedAt: expect.any(Date) });
  });

  it('with a stale version is refused with the fields that changed since, as far as the caller sees them', async () => {
    const ticket = await open();
    await start(ticket.id);
    await f.database.tx(async (tx) => f.kernel.apply(tx, dispatcher, await f.kernel.claim(tx, dispatcher, ticket.id), { set: { tags: ['x'] }, entry: { kind: 'errand.tagged' }, visibility: 'staff' }));
    await expect(start(ticket.id, 1)).rejects.toMatchObject({ status: 412, code: 'stale', extra: { version: 3, changedFields: ['state', 'assigneeId', 'tags'] } });
    const claim = (ifMatch: number) => f.database.tx((tx) => f.kernel.claim(tx, requester, ticket.id, { ifMatch }));
    await expect(claim(1)).rejects.toMatchObject({ status: 412, extra: { version: 2, changedFields: ['state', 'assigneeId'] } });
    expect((await claim(2)).id).toBe(ticket.id);
  });

  it('is refused with 404 to who may not know of it, 403 to who may only read it', async () => {
    const { id } = await open();
    const stranger = actorOf(['requester'], { personId: await f.person() });
    await expect(start(id, '*', stranger)).rejects.toMatchObject({ status: 404 });
    await expect(start(id, '*', requester)).rejects.toMatchObject({ status: 403 });
    for (const address of ['', 'null', '../1', '%00', 'ERR-1', 'err-000001', `${id} `, id.toUpperCase(), "' or 1=1--"]) await expect(start(address)).rejects.toMatchObject({ status: 404 });
  });

  it('of many at once gives versions without gap or repeat', async () => {
    const { id } = await start((await open()).id);
    await Promise.all(Array.from({ length: 12 }, (_, i) => f.database.tx(async (tx) => f.kernel.apply(tx, dispatcher, await f.kernel.claim(tx, dispatcher, id), { set: { title: `Title ${i}` }, entry: { kind: 'errand.edited' }, visibility: 'public' }))));
    const rows = await f.db.sql.rows<{ seq: number; version: number }>('select seq, version from journal where stream_id = $1 order by seq', [id]);
    expect(rows).toEqual(Array.from({ length: 14 }, (_, i) => ({ seq: i + 1, version: i + 1 })));
    expect((await f.kernel.read(f.database.sql, dispatcher, id))?.version).toBe(14);
  });
});

describe('a reactor', () => {
  const seen: string[] = [];
  const due = new Date('2026-12-01T09:00:00.000Z');
  const reactor: TicketReactor = {
    order: 1,
    opened: async (_tx, ticket) => (ticket.title === 'Clocked' ? { nextDueAt: due, nextDueMetric: 'response', nextDueState: 'running' } : null),
    changed: async (tx, before, after) => {
      if (after.title !== 'Clocked') return null;
      seen.push(`${before.state} → ${after.state}`);
      await f.app.get(Journal).append(tx, { streamId: after.id, streamKind: after.kind, kind: 'clock.stopped', actor: systemActor('clocks', 'r') });
      return { nextDueAt: null, nextDueMetric: null, nextDueState: null };
    },
    said: async (_tx, ticket, message) => (ticket.title === 'Clocked' && message.authorAs === 'staff' ? { firstResponseAt: message.releasedAt } : null),
  };
  beforeAll(() => f.app.get(TicketReactors).register(reactor));

  it('joins the transaction: its answer is in the row that is written, its entry in the chain', async () => {
    const ticket = await open({ title: 'Clocked' });
    expect(ticket).toMatchObject({ nextDueAt: due, nextDueMetric: 'response', version: 1 });
    const after = await start(ticket.id);
    expect(after).toMatchObject({ nextDueAt: null, version: 2 });
    expect(seen).toEqual(['open → doing']);
    expect((await f.db.sql.rows<{ kind: string }>('select kind from journal where stream_id = $1 order by seq', [ticket.id])).map((row) => row.kind)).toEqual(['errand.registered', 'clock.stopped', 'errand.started']);
    const { ticket: answered, message } = await f.database.tx(async (tx) => f.kernel.say(tx, dispatcher, await f.kernel.claim(tx, dispatcher, ticket.id), { visibility: 'public', body: 'On my way' }));
    expect(answered).toMatchObject({ version: 3, publicVersion: 3, firstResponseAt: message.releasedAt });
    expect(await f.kernel.read(f.database.sql, dispatcher, ticket.id)).toEqual(answered);
  });
});
