import { verifyJournal } from '@opora/journal';
import { systemActor } from '@opora/platform';
import type { RestoredTicket } from '../domain/faces';
import { SearchQueries } from '../search/search.queries';
import { type Fixture, actorOf, fixture } from '../test/fixture';
import { ticketChecks } from '../ticket.checks';
import { TicketRestorer } from './restore';

let f: Fixture;
let requesterId: string;
beforeAll(async () => {
  f = await fixture();
  requesterId = await f.person();
});
afterAll(() => f?.close());

const at = (hour: number): Date => new Date(Date.UTC(2012, 3, 1, hour));
const past = (n: number): RestoredTicket => ({
  ...f.errand(requesterId, { title: `Old printer ${n}`, state: 'over' }), importedFrom: 'volvo', importKey: `1-${n}`, createdAt: at(1), updatedAt: at(5), resolvedAt: at(4), closedAt: at(5), reassignmentCount: 1,
  history: [
    { kind: 'errand.registered', at: at(1), visibility: 'public' },
    { kind: 'errand.assigned', at: at(2), visibility: 'public', data: { changes: [{ field: 'groupId', from: null, to: null }] } },
    { kind: 'errand.noted', at: at(3), visibility: 'staff' },
    { kind: 'errand.ended', at: at(5), visibility: 'public', data: { changes: [{ field: 'state', from: 'done', to: 'over' }] } },
  ],
});
const restore = (tickets: readonly RestoredTicket[]) => f.database.tx((tx) => f.app.get(TicketRestorer).restoreMany(tx, systemActor('import', 'r'), tickets));

it('restored tickets keep their instants and life, fire nothing but their own event, and come once however often they are brought', async () => {
  const first = await restore([past(1), past(2), past(1)]);
  expect(first.map(({ importKey, created }) => [importKey, created])).toEqual([['1-1', true], ['1-2', true], ['1-1', true]]);
  expect(first[0]?.id).toBe(first[2]?.id);
  const second = await restore([past(2), past(3)]);
  expect(second.map(({ created }) => created)).toEqual([false, true]);
  expect(second[0]).toMatchObject({ id: first[1]?.id, reference: first[1]?.reference });

  const dispatcher = actorOf(['dispatcher'], { personId: await f.person() });
  const ticket = await f.kernel.read(f.database.sql, dispatcher, first[0]?.reference as string);
  expect(ticket).toMatchObject({ createdAt: at(1), updatedAt: at(5), resolvedAt: at(4), closedAt: at(5), phase: 'closed', version: 4, publicVersion: 3, supplierVersion: 3, importKey: '1-1', reassignmentCount: 1, nextDueAt: null });
  expect(await f.db.sql.rows('select kind, at, version from journal where stream_id = $1 order by seq', [ticket?.id])).toEqual([['errand.registered', 1], ['errand.assigned', 2], ['errand.noted', 3], ['errand.ended', 5]].map(([kind, hour], i) => ({ kind, at: at(hour as number), version: i + 1 })));
  expect(await f.db.sql.rows('select distinct topic from outbox')).toEqual([{ topic: 'ticket.imported' }]);
  await f.settle();
  expect((await f.app.get(SearchQueries).search(dispatcher, { q: 'old printers', limit: 20 })).items).toHaveLength(3);
  expect((await verifyJournal(f.database.sql)).problems).toEqual([]);
  for (const check of ticketChecks) expect([check.id, await check.run(f.db.sql)]).toEqual([check.id, []]);
});

it('nothing of a batch stays where one of it cannot be', async () => {
  await expect(restore([past(10), { ...past(11), state: 'no such state' }])).rejects.toThrow('errand has no state');
  expect(await f.db.sql.rows(`select 1 from ticket where import_key = '1-10'`)).toEqual([]);
});
