import { Readable } from 'node:stream';
import { type Actor, ListQuery } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import { TicketQueries } from '../lists/ticket.queries';
import { AttachmentReader } from '../messages/attachment.reader';
import { AttachmentService } from '../messages/attachment.service';
import { MessageQueries } from '../messages/message.queries';
import { MessageService } from '../messages/message.service';
import { Links } from '../side/links';
import { TimelineQueries } from '../side/timeline.queries';
import { Watchers } from '../side/watchers';
import { type Fixture, actorOf, fixture } from '../test/fixture';
import { ticketChecks } from '../ticket.checks';
import { Bulk } from './bulk';
import { Merge } from './merge';

let f: Fixture;
let merge: Merge;
let links: Links;
let requester: Actor;
let other: Actor;
let dispatcher: Actor;
beforeAll(async () => {
  f = await fixture();
  merge = f.app.get(Merge);
  links = f.app.get(Links);
  requester = actorOf(['requester'], { personId: await f.person() });
  other = actorOf(['requester'], { personId: await f.person() });
  dispatcher = actorOf(['dispatcher'], { personId: await f.person() });
});
afterAll(async () => {
  for (const check of ticketChecks) expect([check.id, await check.run(f.db.sql)]).toEqual([check.id, []]);
  await f?.close();
});

const bodies = async (actor: Actor, id: string): Promise<string[]> => (await f.app.get(MessageQueries).list(actor, id, new ListQuery())).items.map((item) => item.body);
const say = (actor: Actor, ticket: Ticket, body: string, visibility: 'public' | 'private' = 'public', attachmentIds?: string[]) => f.app.get(MessageService).say(actor, ticket.id, { visibility, body, ...(attachmentIds ? { attachmentIds } : {}) });
const get = (actor: Actor, address: string) => f.app.get(TicketQueries).get(actor, address);

describe('a merge', () => {
  it('takes messages, files, watchers and links to the survivor, to which the duplicate’s reference leads; undone, each has its own again', async () => {
    const [survivor, duplicate, related] = [await f.open(requester), await f.open(other, { description: 'No printing at all' }), await f.open(requester)];
    const file = await f.app.get(AttachmentService).upload(other, { filename: 'photo.txt', file: Readable.from([Buffer.from('photo')]) });
    await say(requester, survivor, 'first');
    await say(other, duplicate, 'second', 'public', [file.id]);
    await say(dispatcher, duplicate, 'inside', 'private');
    await f.app.get(Watchers).add(dispatcher, duplicate.id, dispatcher.personId);
    await links.add(dispatcher, duplicate.id, { type: 'related_to', ticketId: related.reference });

    const reply = await merge.merge(dispatcher, duplicate.reference, survivor.reference, '*');
    expect(reply).toMatchObject({ id: survivor.id, merged: [{ reference: duplicate.reference, description: 'No printing at all' }] });
    expect(await bodies(dispatcher, survivor.id)).toEqual(['first', 'second', 'inside']);
    expect(await bodies(requester, survivor.id)).toEqual(['first', 'second']);
    expect(await bodies(other, duplicate.reference)).toEqual(['first', 'second']);
    expect((await get(other, duplicate.reference)).reference).toBe(survivor.reference);
    expect((await f.app.get(AttachmentReader).list(other, duplicate.id)).map((one) => one.id)).toEqual([file.id]);
    expect((await links.list(dispatcher, survivor.id)).map((link) => [link.type, link.ticket.reference])).toEqual([['related_to', related.reference], ['duplicate_of', duplicate.reference]]);
    expect((await f.app.get(Watchers).list(dispatcher, survivor.id)).map((watcher) => watcher.id).sort()).toEqual([dispatcher.personId, other.personId].sort());
    expect(await f.db.sql.one('select state, phase, merged_into_id as into from ticket where id = $1', [duplicate.id])).toEqual({ state: 'over', phase: 'closed', into: survivor.id });
    const story = (await f.app.get(TimelineQueries).list(dispatcher, survivor.id, new ListQuery())).items;
    expect(story.filter((entry) => entry.message).map((entry) => [entry.message?.body, entry.fromReference])).toEqual([['first', undefined], ['second', duplicate.reference], ['inside', duplicate.reference]]);

    const alone = await merge.unmerge(dispatcher, duplicate.reference, '*');
    expect(alone).toMatchObject({ reference: duplicate.reference, state: 'open', phase: 'new', closedAt: null });
    expect(await bodies(dispatcher, survivor.id)).toEqual(['first']);
    expect(await bodies(dispatcher, duplicate.id)).toEqual(['second', 'inside']);
    expect((await f.app.get(AttachmentReader).list(other, duplicate.id)).map((one) => one.id)).toEqual([file.id]);
    expect(await f.app.get(Watchers).list(dispatcher, survivor.id)).toEqual([]);
    expect(await links.list(dispatcher, survivor.id)).toEqual([]);
    expect((await links.list(dispatcher, duplicate.id)).map((link) => link.ticket.reference)).toEqual([related.reference]);
    await expect(get(other, survivor.reference)).rejects.toMatchObject({ status: 404 });
    await expect(merge.unmerge(dispatcher, duplicate.reference, '*')).rejects.toMatchObject({ status: 404 });
  });

  it('of a survivor into another lets every reference of the chain lead to the last', async () => {
    const [a, b, c] = [await f.open(requester), await f.open(requester), await f.open(requester)];
    await say(requester, a, 'of a');
    await say(requester, b, 'of b');
    await merge.merge(dispatcher, a.id, b.id, '*');
    await merge.merge(dispatcher, b.id, c.id, '*');
    for (const ticket of [a, b, c]) expect((await get(requester, ticket.reference)).reference).toBe(c.reference);
    expect(await bodies(requester, c.id)).toEqual(['of a', 'of b']);
    await merge.unmerge(dispatcher, b.reference, '*');
    expect((await get(requester, a.reference)).reference).toBe(b.reference);
    expect(await bodies(requester, b.id)).toEqual(['of a', 'of b']);
    await merge.unmerge(dispatcher, a.reference, '*');
    expect((await get(requester, a.reference)).reference).toBe(a.reference);
    expect(await bodies(requester, a.id)).toEqual(['of a']);
  });

  it('into itself, into what is out of sight or closed is refused (BO-18)', async () => {
    const group = await f.group();
    const specialist = actorOf(['specialist'], { personId: await f.person(), groups: [{ id: group, right: 'work', line: 2 }] });
    const [own, foreign, closed] = [await f.open(requester, { groupId: group }), await f.open(requester), await f.open(requester, { state: 'over' })];
    await expect(merge.merge(specialist, own.id, foreign.id, '*')).rejects.toMatchObject({ status: 422, errors: [{ pointer: '/intoId', code: 'unknown_reference' }] });
    await expect(merge.merge(specialist, foreign.id, own.id, '*')).rejects.toMatchObject({ status: 404 });
    await expect(merge.merge(dispatcher, own.id, own.reference, '*')).rejects.toMatchObject({ status: 422 });
    await expect(merge.merge(dispatcher, own.id, closed.id, '*')).rejects.toMatchObject({ status: 409 });
    await expect(merge.merge(requester, own.id, foreign.id, '*')).rejects.toMatchObject({ status: 403 });
    await expect(merge.merge(dispatcher, own.id, foreign.id, 9)).rejects.toMatchObject({ status: 412 });
    expect(await f.db.sql.rows('select 1 from ticket where merged_into_id is not null and id = any($1)', [[own.id, foreign.id, closed.id]])).toEqual([]);
  });

  it('both ways at once ends with one survivor', async () => {
    const [a, b] = [await f.open(requester), await f.open(requester)];
    const results = await Promise.allSettled([merge.merge(dispatcher, a.id, b.id, '*'), merge.merge(dispatcher, b.id, a.id, '*')]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('links', () => {
  it.each(['duplicate_of', 'parent_of', 'caused_by', 'resolved_by', 'follow_up_of'] as const)('%s never close a circle, not even two made at once', async (type) => {
    const [a, b, c] = [await f.open(requester), await f.open(requester), await f.open(requester)];
    await links.add(dispatcher, a.id, { type, ticketId: b.id });
    await links.add(dispatcher, b.id, { type, ticketId: c.id });
    await expect(links.add(dispatcher, c.id, { type, ticketId: a.reference })).rejects.toMatchObject({ status: 422, errors: [{ code: 'link.cycle' }] });
    await expect(links.add(dispatcher, a.id, { type, ticketId: c.id, direction: 'inward' })).rejects.toMatchObject({ status: 422 });
    const [x, y] = [await f.open(requester), await f.open(requester)];
    const made = await Promise.allSettled([links.add(dispatcher, x.id, { type, ticketId: y.id }), links.add(dispatcher, y.id, { type, ticketId: x.id })]);
    expect(made.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('related_to is one link whichever side made it, and both tickets know', async () => {
    const [a, b] = [await f.open(requester), await f.open(requester)];
    const { id } = await links.add(dispatcher, b.id, { type: 'related_to', ticketId: a.id });
    await expect(links.add(dispatcher, a.id, { type: 'related_to', ticketId: b.id })).rejects.toMatchObject({ status: 409, code: 'link.exists' });
    expect((await links.list(dispatcher, a.id)).map((link) => link.id)).toEqual([id]);
    await links.remove(dispatcher, a.id, id);
    expect(await links.list(dispatcher, b.id)).toEqual([]);
  });

  it('to tickets out of sight are absent and not counted, and cannot be made (BO-18)', async () => {
    const [own, foreign] = [await f.open(requester), await f.open(other)];
    await links.add(dispatcher, own.id, { type: 'caused_by', ticketId: foreign.id });
    expect(await links.list(requester, own.id)).toEqual([]);
    await expect(links.add(requester, own.id, { type: 'related_to', ticketId: foreign.id })).rejects.toMatchObject({ status: 422 });
    await expect(links.add(requester, foreign.id, { type: 'related_to', ticketId: own.id })).rejects.toMatchObject({ status: 404 });
  });

  it('of a parent set and clear the child’s parent; a second parent is refused', async () => {
    const [parent, child, second] = [await f.open(requester), await f.open(requester), await f.open(requester)];
    const { id } = await links.add(dispatcher, parent.id, { type: 'parent_of', ticketId: child.id });
    expect((await get(dispatcher, child.id)).parent?.reference).toBe(parent.reference);
    await expect(links.add(dispatcher, second.id, { type: 'parent_of', ticketId: child.id })).rejects.toMatchObject({ status: 409, code: 'link.has_parent' });
    await links.remove(dispatcher, child.id, id);
    expect((await get(dispatcher, child.id)).parent).toBeNull();
  });
});

describe('bulk', () => {
  it('answers per item, each by its own permission; foreign ones look absent (BO-17)', async () => {
    const group = await f.group();
    const specialist = actorOf(['specialist'], { personId: await f.person(), groups: [{ id: group, right: 'work', line: 2 }] });
    const own = [await f.open(requester, { groupId: group }), await f.open(requester, { groupId: group, state: 'done' }), await f.open(requester, { groupId: group })];
    const foreign = await f.open(requester);
    const ids = [...own.map((ticket) => ticket.reference), foreign.id, 'ERR-999999'];
    const wish = { ids, command: 'start', body: {}, dryRun: false, allOrNothing: false };
    const bulk = f.app.get(Bulk);
    const statuses = async () => (await f.db.sql.rows<{ state: string }>('select state from ticket where id = any($1) order by reference', [[...own, foreign].map((ticket) => ticket.id)])).map((row) => row.state);
    const expected = [['done', undefined], ['refused', 409], ['done', undefined], ['refused', 404], ['refused', 404]];
    const tried = await bulk.run(specialist, { ...wish, dryRun: true });
    expect(tried.map((item) => [item.status, item.problem?.status])).toEqual(expected);
    expect(await statuses()).toEqual(['open', 'done', 'open', 'open']);
    const together = await bulk.run(specialist, { ...wish, allOrNothing: true });
    expect(together.map((item) => item.status)).toEqual(['not_done', 'refused', 'not_done', 'not_done', 'not_done']);
    expect(await statuses()).toEqual(['open', 'done', 'open', 'open']);
    expect((await bulk.run(specialist, wish)).map((item) => [item.status, item.problem?.status])).toEqual(expected);
    expect(await statuses()).toEqual(['doing', 'done', 'doing', 'open']);
  });

  it('merges many into one and edits fields', async () => {
    const [survivor, a, b] = [await f.open(requester), await f.open(requester), await f.open(requester)];
    const bulk = f.app.get(Bulk);
    expect((await bulk.run(dispatcher, { ids: [a.id, b.id, survivor.id], command: 'merge', body: { intoId: survivor.reference }, dryRun: false, allOrNothing: false })).map((item) => item.status)).toEqual(['done', 'done', 'refused']);
    expect((await bulk.run(dispatcher, { ids: [survivor.id], command: 'edit', body: { title: 'New title' }, dryRun: false, allOrNothing: false })).map((item) => item.status)).toEqual(['done']);
    expect((await get(dispatcher, a.reference)).title).toBe('New title');
    expect((await bulk.run(dispatcher, { ids: [survivor.id], command: 'toString', body: {}, dryRun: false, allOrNothing: false }))[0]).toMatchObject({ status: 'refused', problem: { status: 422 } });
  });
});
