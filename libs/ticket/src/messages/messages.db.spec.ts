import { Readable } from 'node:stream';
import { type Actor, Clock, ListQuery, Storage, StreamTopics, Timers } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import { TicketStream } from '../live/stream';
import { SearchQueries } from '../search/search.queries';
import { TimelineQueries } from '../side/timeline.queries';
import { type Fixture, actorOf, fixture } from '../test/fixture';
import { AttachmentReader } from './attachment.reader';
import { AttachmentService } from './attachment.service';
import { MessageQueries } from './message.queries';
import { MessageService } from './message.service';
import type { SayBody } from './messages.dto';

const CANARY = 'канарейка7731';
let f: Fixture;
let messages: MessageService;
let requester: Actor;
let colleague: Actor;
let dispatcher: Actor;
let supplier: Actor;
let supplierGroup: string;
beforeAll(async () => {
  f = await fixture();
  messages = f.app.get(MessageService);
  const supplierId = await f.supplier();
  supplierGroup = await f.group({ supplierId });
  requester = actorOf(['requester'], { personId: await f.person() });
  colleague = actorOf(['requester'], { personId: await f.person() });
  dispatcher = actorOf(['dispatcher'], { personId: await f.person() });
  supplier = actorOf(['supplier'], { personId: await f.person({ supplierId }), supplierId });
});
afterAll(() => f?.close());

const say = (actor: Actor, ticket: Ticket, body: string, more: Partial<SayBody> = {}) => messages.say(actor, ticket.id, { visibility: 'public', body, ...more });
const bodies = async (actor: Actor, ticket: Ticket): Promise<string[]> => (await f.app.get(MessageQueries).list(actor, ticket.id, new ListQuery())).items.map((item) => item.body);
const current = async (actor: Actor, ticket: Ticket): Promise<Ticket> => (await f.kernel.read(f.database.sql, actor, ticket.id)) as Ticket;
const fireTimers = async (): Promise<void> => void (await f.app.get(Timers).sweep());

describe('a message', () => {
  it('is read by whom it is for: all, insiders with the supplier, staff alone (PN-13)', async () => {
    const ticket = await f.open(requester, { groupId: supplierGroup });
    await say(requester, ticket, 'from the requester');
    await say(dispatcher, ticket, 'for all');
    await say(dispatcher, ticket, 'for staff', { visibility: 'private' });
    await say(dispatcher, ticket, 'for the supplier', { visibility: 'private', audience: 'supplier' });
    await say(supplier, ticket, 'from the supplier', { visibility: 'private' });
    expect(await bodies(requester, ticket)).toEqual(['from the requester', 'for all']);
    expect(await bodies(supplier, ticket)).toEqual(['from the requester', 'for all', 'for the supplier', 'from the supplier']);
    expect(await bodies(dispatcher, ticket)).toHaveLength(5);
    expect(await current(dispatcher, ticket)).toMatchObject({ version: 6, supplierVersion: 5, publicVersion: 3 });
  });

  it('is written by whom it may: a requester nothing private, a supplier nothing past himself, a stranger nothing (PN-03)', async () => {
    const ticket = await f.open(requester, { groupId: supplierGroup });
    await expect(say(requester, ticket, 'x', { visibility: 'private' })).rejects.toMatchObject({ status: 403 });
    await expect(say(supplier, ticket, 'x', { visibility: 'private', audience: 'staff' })).rejects.toMatchObject({ status: 403 });
    await expect(say(colleague, ticket, 'x')).rejects.toMatchObject({ status: 404 });
    await expect(say(requester, ticket, 'x', { sendAfterSeconds: 15 })).rejects.toMatchObject({ status: 422 });
    expect((await current(dispatcher, ticket)).version).toBe(1);
  });

  it('of the requester on a closed ticket asks for a follow-up', async () => {
    const ticket = await f.open(requester);
    await f.database.tx(async (tx) => f.kernel.apply(tx, dispatcher, await f.kernel.claim(tx, dispatcher, ticket.id), { set: { state: 'over' }, entry: { kind: 'errand.ended' }, visibility: 'public' }));
    await expect(say(requester, ticket, 'still broken')).rejects.toMatchObject({ status: 409, code: 'ticket.follow_up_wanted', extra: { state: 'over' } });
  });
});

describe('a delayed public message', () => {
  it('is seen by staff alone until it goes, then by all, once', async () => {
    const ticket = await f.open(requester);
    const reply = await say(dispatcher, ticket, 'answer', { sendAfterSeconds: 15 });
    expect(reply.releaseAt).toBeDefined();
    expect(await bodies(dispatcher, ticket)).toEqual(['answer']);
    expect(await bodies(requester, ticket)).toEqual([]);
    expect(await current(requester, ticket)).toMatchObject({ version: 2, publicVersion: 1, publicUpdatedAt: ticket.publicUpdatedAt });
    await fireTimers();
    expect(await bodies(requester, ticket)).toEqual([]);
    f.app.get(Clock).shift(16_000);
    await fireTimers();
    await fireTimers();
    expect(await bodies(requester, ticket)).toEqual(['answer']);
    expect(await current(requester, ticket)).toMatchObject({ version: 3, publicVersion: 2, publicUpdatedBy: dispatcher.personId });
    await expect(messages.withdraw(dispatcher, ticket.id, reply.id)).rejects.toMatchObject({ status: 409, code: 'message.sent' });
    f.app.get(Clock).shift(0);
  });

  it('taken back never was, for its requester; its files are the author’s again', async () => {
    const ticket = await f.open(requester);
    const file = await f.app.get(AttachmentService).upload(dispatcher, { filename: 'a.txt', file: Readable.from([Buffer.from('text')]) });
    const reply = await say(dispatcher, ticket, 'too hasty', { sendAfterSeconds: 15, attachmentIds: [file.id] });
    await expect(messages.withdraw(requester, ticket.id, reply.id)).rejects.toMatchObject({ status: 404 });
    expect((await messages.withdraw(dispatcher, ticket.id, reply.id)).body).toBe('too hasty');
    expect(await bodies(dispatcher, ticket)).toEqual([]);
    f.app.get(Clock).shift(60_000);
    await fireTimers();
    f.app.get(Clock).shift(0);
    expect((await current(requester, ticket)).publicVersion).toBe(1);
    expect(await f.db.sql.rows('select topic from outbox where key = $1 and topic = $2', [ticket.id, 'message.said'])).toEqual([]);
    expect((await say(dispatcher, ticket, 'better', { attachmentIds: [file.id] })).attachments).toMatchObject([{ id: file.id, name: 'a.txt', type: 'text/plain' }]);
  });
});

describe('a secret in a message', () => {
  it('is masked for all, revealed to the assignee with an entry, burnt when the ticket closes', async () => {
    const assignee = actorOf(['specialist'], { personId: await f.person() });
    const ticket = await f.open(requester, { assigneeId: assignee.personId, description: 'My password: Winter-2026' });
    expect(ticket.description).not.toContain('Winter-2026');
    const { id, body } = await say(requester, ticket, 'пароль: Qwerty!23 і картка 4111 1111 1111 1111');
    expect(body).toBe('пароль: •••••• і картка ••••••');
    await expect(messages.reveal(requester, ticket.id, id)).rejects.toMatchObject({ status: 403 });
    await expect(messages.reveal(dispatcher, ticket.id, id)).rejects.toMatchObject({ status: 403 });
    expect((await messages.reveal(assignee, ticket.id, id)).secrets).toEqual([{ kind: 'password', value: 'Qwerty!23' }, { kind: 'card', value: '4111 1111 1111 1111' }]);
    expect((await messages.reveal(assignee, ticket.id, null)).secrets).toEqual([{ kind: 'password', value: 'Winter-2026' }]);
    expect(await f.db.sql.rows('select actor_id from journal where stream_id = $1 and kind = $2', [ticket.id, 'secret.revealed'])).toHaveLength(2);
    await f.database.tx(async (tx) => f.kernel.apply(tx, assignee, await f.kernel.claim(tx, assignee, ticket.id), { set: { state: 'over' }, entry: { kind: 'errand.ended' }, visibility: 'public' }));
    expect((await messages.reveal(assignee, ticket.id, id)).secrets).toEqual([]);
    for (const table of ['ticket', 'message', 'journal', 'outbox', 'ticket_secret', 'ticket_search'])
      expect(await f.db.sql.rows(`select 1 from ${table} x where x::text like '%Qwerty!23%' or x::text like '%Winter-2026%'`)).toEqual([]);
  });
});

describe('a redacted message', () => {
  it('has lost its text everywhere; digest, reason and person stay (PN-15)', async () => {
    const ticket = await f.open(requester);
    const { id } = await say(dispatcher, ticket, `said by mistake ${CANARY}`);
    await f.settle();
    expect((await messages.redact(dispatcher, ticket.id, id, 'wrong window')).body).toBe('');
    await f.settle();
    expect(await bodies(requester, ticket)).toEqual(['']);
    expect((await f.app.get(SearchQueries).search(dispatcher, { q: CANARY, limit: 20 })).items).toEqual([]);
    for (const table of ['message', 'journal', 'outbox', 'ticket_search']) expect(await f.db.sql.rows(`select 1 from ${table} x where x::text like '%${CANARY}%'`)).toEqual([]);
    expect(await f.db.sql.rows('select data->>\'reason\' as reason, data->>\'sha256\' as sha from journal where stream_id = $1 and kind = $2', [ticket.id, 'message.redacted'])).toEqual([{ reason: 'wrong window', sha: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });
});

describe('an attachment', () => {
  const upload = (actor: Actor, filename = 'note.txt', content = 'hello') => f.app.get(AttachmentService).upload(actor, { filename, file: Readable.from([Buffer.from(content)]) });

  it('of a private message is read as its message, through its own ticket alone (UP-02, BO-04)', async () => {
    const [ticket, other] = [await f.open(requester), await f.open(requester)];
    const file = await upload(dispatcher);
    await say(dispatcher, ticket, 'see the file', { visibility: 'private', attachmentIds: [file.id] });
    const reader = f.app.get(AttachmentReader);
    expect((await reader.open(dispatcher, ticket.reference, file.id)).row.name).toBe('note.txt');
    for (const [actor, at] of [[requester, ticket], [colleague, ticket], [dispatcher, other]] as const) await expect(reader.open(actor, at.id, file.id)).rejects.toMatchObject({ status: 404 });
    expect(await reader.list(requester, ticket.id)).toEqual([]);
  });

  it('of another person, bound already or a day old cannot be bound (MA-07, UP-04)', async () => {
    const ticket = await f.open(requester);
    const [theirs, mine, old] = [await upload(dispatcher), await upload(requester), await upload(requester)];
    await f.db.sql.run(`update attachment set created_at = now() - interval '25 hours' where id = $1`, [old.id]);
    for (const attachmentIds of [[theirs.id], [old.id], [mine.id, theirs.id]]) await expect(say(requester, ticket, 'x', { attachmentIds })).rejects.toMatchObject({ status: 422, errors: [{ pointer: '/attachmentIds', code: 'unknown_reference' }] });
    await say(requester, ticket, 'mine', { attachmentIds: [mine.id] });
    await expect(say(requester, ticket, 'again', { attachmentIds: [mine.id] })).rejects.toMatchObject({ status: 422 });
    expect(await f.db.sql.one('select ticket_id from attachment where id = $1', [theirs.id])).toEqual({ ticket_id: null });
  });

  it.each([['run.exe', 'text'], ['a.exe ', 'text'], ['a.exe.', 'text'], ['page.html', 'text'], ['page.txt', '<!DOCTYPE html><script>'], ['x.js\u200b', 'text'], ['fine.png', 'MZ' + '\0'.repeat(100)]])('of a forbidden kind is refused by name or content: %j', async (name, content) => {
    await expect(upload(requester, name, content)).rejects.toMatchObject({ status: 422, code: 'type_not_allowed' });
  });

  it('has a name that shows itself as it is (UP-07)', async () => {
    for (const [given, shown] of [['../../etc/passwd.txt', 'passwd.txt'], ['C:\\temp\\x.txt', 'x.txt'], ['a\u202egpj.txt', 'agpj.txt'], ['CON.txt', '_CON.txt'], ['', 'file'], ['.htaccess', 'htaccess']])
      expect((await upload(requester, given)).name).toBe(shown);
  });

  it('the same twice is one blob with two rights; throwing one away leaves the other (UP-13)', async () => {
    const ticket = await f.open(requester);
    const [one, two] = [await upload(requester, 'same.txt', 'same content'), await upload(dispatcher, 'same.txt', 'same content')];
    const keys = await f.db.sql.rows<{ key: string }>('select distinct storage_key as key from attachment where id = any($1)', [[one.id, two.id]]);
    expect(keys).toHaveLength(1);
    await expect(f.app.get(AttachmentService).discard(requester, two.id)).rejects.toMatchObject({ status: 404 });
    await f.app.get(AttachmentService).discard(dispatcher, two.id);
    await say(requester, ticket, 'x', { attachmentIds: [one.id] });
    expect((await f.app.get(AttachmentReader).open(requester, ticket.id, one.id)).row.size).toBe(12);
    const lonely = await upload(requester, 'lonely.txt', 'lonely');
    const { key } = (await f.db.sql.one<{ key: string }>('select storage_key as key from attachment where id = $1', [lonely.id])) as { key: string };
    await f.app.get(AttachmentService).discard(requester, lonely.id);
    await expect(f.app.get(Storage).get(key)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a private note', () => {
  it('reaches its requester in no reading, count, version, timeline or stream (PN-01, PN-02)', async () => {
    const ticket = await f.open(requester, { groupId: supplierGroup });
    await f.settle();
    const before = await f.db.sql.one<{ seq: number }>('select max(seq) as seq from outbox');
    const reading = async (actor: Actor): Promise<string> =>
      JSON.stringify([await f.app.get(MessageQueries).list(actor, ticket.id, new ListQuery()), await f.app.get(TimelineQueries).list(actor, ticket.id, new ListQuery()), await f.app.get(SearchQueries).search(actor, { q: CANARY, limit: 20 })]);
    const [asRequester, asSupplier] = [await reading(requester), await reading(supplier)];
    const { id } = await say(dispatcher, ticket, CANARY, { visibility: 'private' });
    await f.settle();
    expect(await reading(requester)).toBe(asRequester);
    expect(await reading(supplier)).toBe(asSupplier);
    expect(await reading(dispatcher)).toContain(CANARY);
    expect((await f.app.get(SearchQueries).search(dispatcher, { q: CANARY, limit: 20 })).items.map((hit) => hit.id)).toEqual([ticket.id]);
    expect(await current(requester, ticket)).toMatchObject({ publicVersion: 1, supplierVersion: 1, publicUpdatedAt: ticket.publicUpdatedAt });

    new TicketStream(f.database, f.app.get(StreamTopics), f.app.get(Clock)).onModuleInit();
    const events = (await f.db.sql.rows<{ id: string; seq: number; topic: string; key: string; payload: Record<string, unknown>; at: Date }>('select id, seq, topic, key, payload, at from outbox where seq > $1 order by seq', [before?.seq ?? 0])).map((event) => ({ ...event, requestId: null }));
    const [topic] = f.app.get(StreamTopics).for('message.said');
    const told = await topic?.project([requester, colleague, supplier, dispatcher], events);
    expect([...(told?.keys() ?? [])]).toEqual([dispatcher]);
    expect(JSON.stringify(events)).not.toContain(CANARY);
    expect(told?.get(dispatcher)).toMatchObject([{ message: { event: 'ticket', data: { id: ticket.id, messageId: id, version: 2, changed: ['messages'] } } }]);
    const said = await say(dispatcher, ticket, 'for all');
    await f.settle();
    const publicEvents = (await f.db.sql.rows<{ id: string; seq: number; topic: string; key: string; payload: Record<string, unknown>; at: Date }>('select id, seq, topic, key, payload, at from outbox where payload->>\'messageId\' = $1', [said.id])).map((event) => ({ ...event, requestId: null }));
    const toldPublic = await topic?.project([requester, colleague, supplier, dispatcher], publicEvents);
    expect([...(toldPublic?.keys() ?? [])]).toEqual([requester, supplier, dispatcher]);
    expect(toldPublic?.get(requester)).toMatchObject([{ message: { data: { version: 2 } } }]);
    expect(JSON.stringify(toldPublic?.get(requester))).not.toContain('"by"');
  });
});
