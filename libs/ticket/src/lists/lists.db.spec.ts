import { type Actor, ListQuery } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import { MessageService } from '../messages/message.service';
import { SearchQueries } from '../search/search.queries';
import { SimilarQueries } from '../search/similar.queries';
import { Desk } from '../side/desk';
import { TimelineQueries } from '../side/timeline.queries';
import { Watchers } from '../side/watchers';
import { type Fixture, actorOf, fixture } from '../test/fixture';
import { SavedViews } from '../views/views';
import { TicketListQuery } from './list.dto';
import { TicketQueries } from './ticket.queries';

let f: Fixture;
let queries: TicketQueries;
let groups: string[];
let requester: Actor;
let stranger: Actor;
let dispatcher: Actor;
let specialist: Actor;
const made: Ticket[] = [];
beforeAll(async () => {
  f = await fixture();
  queries = f.app.get(TicketQueries);
  groups = [await f.group(), await f.group()];
  requester = actorOf(['requester'], { personId: await f.person() });
  stranger = actorOf(['requester'], { personId: await f.person() });
  dispatcher = actorOf(['dispatcher'], { personId: await f.person() });
  specialist = actorOf(['specialist', 'requester'], { personId: await f.person(), face: 'staff', groups: [{ id: groups[0] as string, right: 'work', line: 2 }] });
  for (let i = 0; i < 25; i++)
    made.push(
      await f.open(i % 2 ? requester : stranger, {
        title: `Принтер ${i}`, description: i % 5 === 0 ? 'Потрібен картридж' : 'Не друкує', priority: ((i % 5) + 1) as 1, groupId: groups[i % 3] ?? null, tags: i % 4 === 0 ? ['vip'] : [], ...(i === 7 ? { restricted: true } : {}),
      }),
    );
  await f.settle();
});
afterAll(() => f?.close());

const query = (fields: Partial<TicketListQuery>): TicketListQuery => Object.assign(new TicketListQuery(), fields);
const list = (actor: Actor, fields: Partial<TicketListQuery> = {}) => queries.list(actor, query(fields));
const everyPage = async (actor: Actor, fields: Partial<TicketListQuery>): Promise<string[]> => {
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list(actor, { ...fields, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  }
  return found;
};

describe('a list', () => {
  it('holds what the caller may see and no more, and counts only that', async () => {
    expect((await list(dispatcher, { limit: 200, count: 'exact' })).total).toBe(24);
    expect((await list(requester, { limit: 200, count: 'exact' })).total).toBe(12);
    expect((await list(requester, { count: 'exact', q: 'картридж' })).total).toBe(2);
    expect((await list(stranger, { count: 'exact', requesterId: [requester.personId] })).total).toBe(0);
    expect((await list(specialist, { limit: 200 })).items.every((item) => item.group?.id === groups[0])).toBe(true);
  });

  it.each(['priority', '-priority', 'createdAt', '-createdAt', '-updatedAt', 'dueAt', 'title,-createdAt', '-reassignmentCount,priority', 'state,reference'])('pages through everything once, sorted by %s', async (sort) => {
    const whole = (await list(dispatcher, { sort, limit: 200 })).items.map((item) => item.id);
    expect(await everyPage(dispatcher, { sort, limit: 4 })).toEqual(whole);
    expect(new Set(whole).size).toBe(24);
  });

  it('sorted by priority gives the oldest of each first', async () => {
    const items = (await list(dispatcher, { sort: 'priority', limit: 200 })).items;
    expect(items.map((item) => `${item.priority} ${item.createdAt}`)).toEqual(items.map((item) => `${item.priority} ${item.createdAt}`).sort());
  });

  it('filters by named values, by @me, @my_groups and none', async () => {
    const total = async (actor: Actor, fields: Partial<TicketListQuery>): Promise<number> => (await list(actor, { ...fields, count: 'exact' })).total ?? -1;
    expect(await total(dispatcher, { groupId: ['none'] })).toBe(8);
    expect(await total(dispatcher, { groupId: ['none', groups[0] as string] })).toBe(17);
    expect(await total(specialist, { groupId: ['@my_groups'] })).toBe(await total(specialist, {}));
    expect(await total(dispatcher, { assigneeId: ['@me'] })).toBe(0);
    expect(await total(dispatcher, { tag: ['vip'], priority: ['1', '5'] })).toBe(made.filter((t, i) => i % 4 === 0 && [1, 5].includes(t.priority)).length);
    expect(await total(requester, { requesterId: ['@me'], phase: ['new', 'active'] })).toBe(12);
    expect(await total(dispatcher, { createdTo: made[3]?.createdAt.toISOString() as string })).toBe(3);
  });

  it('refuses a requester what would tell of hidden fields, and everybody what is no sort or cursor (BO-11, BO-12, IN-02)', async () => {
    for (const filter of [{ assigneeId: ['@me'] }, { tag: ['vip'] }, { watcherId: ['@me'] }, { line: ['1'] }, { updatedFrom: '2026-01-01T00:00:00Z' }, { restricted: 'true' }])
      await expect(list(requester, filter)).rejects.toMatchObject({ status: 422, errors: [{ pointer: `/${Object.keys(filter)[0]}`, code: 'unknown_filter' }] });
    for (const sort of ['reassignmentCount', 'dueAt', 'CreatedAt', 'createdAt;select pg_sleep(5)', '(case when true then 1 end)', 'toString', '', 'title,state,priority,reference'])
      await expect(list(requester, { sort })).rejects.toMatchObject({ status: 422, errors: [{ code: 'unknown_sort' }] });
    const { nextCursor } = await list(dispatcher, { limit: 2 });
    for (const [actor, fields] of [[specialist, {}], [dispatcher, { phase: ['new'] }]] as [Actor, Partial<TicketListQuery>][]) await expect(list(actor, { ...fields, cursor: nextCursor as string })).rejects.toMatchObject({ code: 'invalid_cursor' });
    await expect(list(dispatcher, { cursor: `${nextCursor?.startsWith('A') ? 'B' : 'A'}${nextCursor?.slice(1)}` })).rejects.toMatchObject({ code: 'invalid_cursor' });
  });

  it('shows a requester a row without what is the staff’s', async () => {
    const [row] = (await list(requester, { limit: 1 })).items;
    expect(row).toMatchObject({ requester: { id: requester.personId, email: expect.any(String) }, viewers: [] });
    for (const field of ['line', 'reassignmentCount', 'tags', 'impact', 'urgency', 'restricted']) expect(row).not.toHaveProperty(field);
    const [staffRow] = (await list(dispatcher, { limit: 1 })).items;
    expect(staffRow).toMatchObject({ tags: expect.any(Array), allowedCommands: ['start', 'end'], restricted: false });
  });

  it('knows what is unread, drafted and looked at', async () => {
    const ticket = made[1] as Ticket;
    const desk = f.app.get(Desk);
    const row = async (actor: Actor) => (await list(actor, { limit: 200 })).items.find((item) => item.id === ticket.id);
    expect(await row(dispatcher)).toMatchObject({ unread: true, hasDraft: false, viewers: [] });
    await desk.seen(dispatcher, ticket.id, 1);
    await desk.keepDraft(dispatcher, ticket.reference, 'public', { text: 'to be said' });
    await desk.look(dispatcher, ticket.id, { mode: 'writing', field: 'public' });
    const another = actorOf(['dispatcher'], { personId: await f.person() });
    expect(await row(dispatcher)).toMatchObject({ unread: false, hasDraft: true, viewers: [] });
    expect(await row(another)).toMatchObject({ unread: true, hasDraft: false, viewers: [{ id: dispatcher.personId, mode: 'writing', field: 'public' }] });
    expect(await row(requester)).toMatchObject({ unread: false, hasDraft: false, viewers: [] });
    await expect(desk.viewers(requester, ticket.id)).rejects.toMatchObject({ status: 404 });
    expect(await desk.drafts(another, ticket.id)).toEqual([]);
    await f.app.get(MessageService).say(another, ticket.id, { visibility: 'public', body: 'On it' });
    expect([(await row(dispatcher))?.unread, (await row(requester))?.unread, (await row(another))?.unread]).toEqual([true, true, false]);
  });
});

describe('a search', () => {
  const hits = async (actor: Actor, q: string): Promise<string[]> => (await f.app.get(SearchQueries).search(actor, { q, limit: 50 })).items.map((hit) => `${hit.reference} ${hit.access}`);

  it('finds words in all their forms and a reference however typed', async () => {
    expect(await hits(dispatcher, 'принтером картриджа')).toHaveLength(5);
    expect(await hits(dispatcher, (made[3] as Ticket).reference.toLowerCase())).toEqual([`${(made[3] as Ticket).reference} full`]);
    expect(await hits(dispatcher, '& | ! ( ) <-> :* \'\'')).toEqual([]);
    expect(await hits(dispatcher, "' OR 1=1--")).toEqual(await hits(dispatcher, '1'));
  });

  it('gives a specialist foreign tickets as summaries by words of their titles alone', async () => {
    const found = await hits(specialist, 'принтер');
    expect(found).toHaveLength(24);
    expect(found.filter((hit) => hit.endsWith('full'))).toHaveLength(made.filter((ticket) => ticket.groupId === groups[0] && !ticket.restricted).length + (made[7]?.groupId === groups[0] ? 1 : 0));
    const words = await hits(specialist, 'картридж');
    expect(words.every((hit) => hit.endsWith('full'))).toBe(true);
    const page = await f.app.get(SearchQueries).search(specialist, { q: 'принтер', limit: 50 });
    for (const hit of page.items.filter((one) => one.access === 'summary')) expect(Object.keys(hit).sort()).toEqual(['access', 'category', 'createdAt', 'id', 'kind', 'phase', 'reference', 'service', 'state', 'title', 'type']);
  });

  it('gives a requester nothing of others (BO-10)', async () => {
    expect(await hits(requester, 'принтер')).toHaveLength(12);
    expect(await hits(stranger, (made[1] as Ticket).reference)).toEqual([]);
  });

  it('offers similar tickets for a text that is no ticket yet', async () => {
    const similar = await f.app.get(SimilarQueries).toText(dispatcher, { title: 'Потрібен новий картридж для принтера' });
    expect(similar.length).toBeGreaterThan(0);
    expect(similar[0]).toMatchObject({ access: 'full', score: expect.any(Number) });
    expect((await f.app.get(SimilarQueries).toText(stranger, { title: 'Потрібен картридж' })).every((hit) => made.find((ticket) => ticket.id === hit.id)?.requesterId === stranger.personId)).toBe(true);
    expect((await f.app.get(SimilarQueries).toTicket(dispatcher, (made[0] as Ticket).id)).map((hit) => hit.id)).not.toContain((made[0] as Ticket).id);
  });
});

describe('saved views', () => {
  it('are one’s own, shared by right, run with the reader’s rights and counted together (BO-16)', async () => {
    const views = f.app.get(SavedViews);
    const mine = await views.create(dispatcher, { name: 'No group', filter: { groupId: ['none'] }, sort: 'priority' });
    const shared = await views.create(dispatcher, { name: 'Everything', filter: { phase: ['new'] }, sharedWith: 'all' });
    await expect(views.create(specialist, { name: 'x', filter: {}, sharedWith: 'all' })).rejects.toMatchObject({ status: 403 });
    await expect(views.create(dispatcher, { name: 'x', filter: { bogus: 1, limit: 3 } })).rejects.toMatchObject({ status: 422 });
    await expect(views.create(dispatcher, { name: 'x', filter: { groupId: ["' or 1=1"] } })).rejects.toMatchObject({ status: 422, errors: [{ pointer: '/filter/groupId' }] });
    expect((await views.list(specialist)).map((view) => [view.name, view.mine])).toEqual([['Everything', false]]);
    expect(await views.list(requester)).toEqual([]);
    expect(await views.counts(dispatcher, [mine.id, shared.id])).toEqual(expect.arrayContaining([{ id: mine.id, count: 8 }, { id: shared.id, count: 24 }]));
    const [counted] = await views.counts(specialist, [mine.id, shared.id]);
    expect(counted).toEqual({ id: shared.id, count: (await list(specialist, { phase: ['new'], count: 'exact' })).total });
    await expect(views.change(specialist, shared.id, '*', { name: 'mine now' })).rejects.toMatchObject({ status: 403 });
    await expect(views.change(dispatcher, mine.id, 5, { name: 'x' })).rejects.toMatchObject({ status: 412 });
    expect(await views.change(dispatcher, mine.id, 1, { name: 'Nobody’s' })).toMatchObject({ name: 'Nobody’s', version: 2 });
    await views.remove(dispatcher, mine.id, '*');
    await expect(views.get(dispatcher, mine.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a participant', () => {
  it('reads the public part while invited, and nothing at once when not any more (BO-07)', async () => {
    const ticket = await f.open(requester);
    const watchers = f.app.get(Watchers);
    await expect(queries.get(stranger, ticket.id)).rejects.toMatchObject({ status: 404 });
    await watchers.add(requester, ticket.id, stranger.personId);
    expect((await queries.get(stranger, ticket.id)).watchers).toEqual([{ id: stranger.personId, displayName: expect.any(String), participant: true }]);
    expect((await list(stranger, { limit: 200 })).items.map((item) => item.id)).toContain(ticket.id);
    await expect(f.database.tx((tx) => f.kernel.claim(tx, stranger, ticket.id, { permission: 'ticket.edit' }))).rejects.toMatchObject({ status: 403 });
    await watchers.remove(requester, ticket.id, stranger.personId);
    await expect(queries.get(stranger, ticket.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('the timeline', () => {
  it('is the journal, filtered for the reader and labelled in the reader’s language', async () => {
    const ticket = await f.open(requester);
    const change = (set: object, kind: string, visibility: 'public' | 'staff', reason?: string) =>
      f.database.tx(async (tx) => f.kernel.apply(tx, dispatcher, await f.kernel.claim(tx, dispatcher, ticket.id), { set, entry: { kind, ...(reason ? { reason } : {}) }, visibility }));
    await change({ groupId: groups[0], line: 2, reassignmentCount: 1 }, 'errand.assigned', 'public', 'needs a specialist');
    await change({ tags: ['x'] }, 'errand.tagged', 'staff');
    const story = async (actor: Actor) => (await f.app.get(TimelineQueries).list(actor, ticket.reference, new ListQuery())).items;
    const [, assigned, tagged] = await story(dispatcher);
    expect(assigned).toMatchObject({ reason: 'needs a specialist', changes: [{ field: 'groupId', from: null, to: groups[0], toLabel: expect.stringMatching(/^Group/) }, { field: 'line' }, { field: 'reassignmentCount' }] });
    expect(tagged?.kind).toBe('errand.tagged');
    const shown = await story(requester);
    expect(shown.map((entry) => entry.kind)).toEqual(['errand.registered', 'errand.assigned']);
    expect(shown[1]?.changes.map((one) => one.field)).toEqual(['groupId']);
    expect(shown[1]).not.toHaveProperty('reason');
    await expect(story(stranger)).rejects.toMatchObject({ status: 404 });
  });
});
