import { type Json, type TestApp, type TestClient, testApp } from '@opora/testing';
import { demoId } from '@opora/organisation';

let app: TestApp;
let employee: TestClient;
let dispatcher: TestClient;
let specialist: TestClient;
let manager: TestClient;
const id = (client: TestClient): string => demoId(`person:${client.name}`);

beforeAll(async () => {
  app = await testApp();
  [employee, dispatcher, specialist, manager] = [app.as('employee'), app.as('dispatcher'), app.as('specialist'), app.as('manager')];
});
afterAll(() => app?.close());

const incident = (): Promise<Json> => employee.must('POST', '/incidents', { title: 'Потрібен новий диск' });
const ask = (ticket: Json, ...steps: Json[]): Promise<Json> => dispatcher.must('POST', `/tickets/${ticket.id}/approvals`, { question: 'Купити диск за 180 доларів?', steps });
const of = (...people: TestClient[]): Json[] => people.map((client) => ({ personId: id(client) }));
const voteOf = (approval: Json, client: TestClient): string => approval.steps.flatMap((step: Json) => step.votes).find((vote: Json) => vote.person.id === id(client)).id;
const answer = (client: TestClient, ticket: Json, approval: Json, body: Json, asked = client) => client.post(`/tickets/${ticket.id}/approvals/${voteOf(approval, asked)}/answer`, body);
const stateOf = async (ticket: Json, approval: Json): Promise<string> => (await dispatcher.must('GET', `/tickets/${ticket.id}/approvals`)).items.find((each: Json) => each.id === approval.id).state;

describe('an approval', () => {
  it('goes step by step to those who are asked, who see the card and nothing else of the ticket', async () => {
    const ticket = await incident();
    const other = app.as('employee2');
    const approval = await ask(ticket, { mode: 'any', name: 'Керівник', approvers: of(other) }, { mode: 'all', approvers: of(manager, specialist) });
    expect((await manager.must('GET', '/me/approvals')).items.map((card: Json) => card.ticketId)).not.toContain(ticket.id);
    const [card] = (await other.must('GET', '/me/approvals')).items;
    expect(card).toMatchObject({ ticketId: ticket.id, title: 'Потрібен новий диск', question: 'Купити диск за 180 доларів?', state: 'asked', requester: { id: id(employee) } });
    expect(card).not.toHaveProperty('description');
    expect((await other.get(`/tickets/${ticket.id}`)).status).toBe(404);
    expect((await answer(manager, ticket, approval, { answer: 'approved' })).body).toMatchObject({ status: 409 });
    expect((await answer(other, ticket, approval, { answer: 'approved' })).status).toBe(200);
    expect((await answer(other, ticket, approval, { answer: 'approved' })).status).toBe(409);
    expect((await answer(manager, ticket, approval, { answer: 'approved' })).status).toBe(200);
    expect(await stateOf(ticket, approval)).toBe('running');
    expect((await answer(specialist, ticket, approval, { answer: 'approved' })).status).toBe(200);
    expect(await stateOf(ticket, approval)).toBe('approved');
    expect((await employee.must('GET', `/tickets/${ticket.id}/approvals`)).items[0]).toMatchObject({ state: 'approved', steps: [{ missing: 0 }, { missing: 0 }] });
    expect((await other.must('GET', '/me/approvals', undefined, { query: { state: 'answered' } })).items[0]).toMatchObject({ ticketId: ticket.id, answer: 'approved' });
  });

  it('ends with a refusal, which needs its reason', async () => {
    const ticket = await incident();
    const approval = await ask(ticket, { mode: 'n_of_m', needed: 2, approvers: of(manager, specialist, dispatcher) });
    expect(await answer(manager, ticket, approval, { answer: 'refused' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/reason' }] } });
    expect((await answer(manager, ticket, approval, { answer: 'refused', reason: 'Є запасний' })).status).toBe(200);
    expect(await answer(specialist, ticket, approval, { answer: 'approved' })).toMatchObject({ status: 409, body: { state: 'refused' } });
    expect((await employee.must('GET', `/tickets/${ticket.id}/approvals`)).items[0].steps[0].votes).toContainEqual(expect.objectContaining({ answer: 'refused', reason: 'Є запасний' }));
  });

  it('is never answered by the requester, asked or standing in; their manager is asked instead (AP-04)', async () => {
    const ticket = await incident();
    await app.db.sql.run('update person set manager_id = $1 where id = $2', [id(manager), id(employee)]);
    const approval = await ask(ticket, { mode: 'all', approvers: of(employee) });
    expect(approval.steps[0].votes).toMatchObject([{ person: { id: id(manager) }, askedAs: 'stand_in' }]);
    await manager.must('POST', '/absences', { from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 3_600_000).toISOString(), substituteId: id(employee) });
    expect((await answer(employee, ticket, approval, { answer: 'approved' }, manager)).status).toBe(403);
    expect((await employee.must('GET', '/me/approvals')).items.map((card: Json) => card.ticketId)).not.toContain(ticket.id);
    await app.db.sql.run('delete from absence where person_id = $1', [id(manager)]);
  });

  it('is answered by who stands in during an absence, who is named (AP-12)', async () => {
    const ticket = await incident();
    const approval = await ask(ticket, { mode: 'any', approvers: of(specialist) });
    const colleague = app.as('dispatcher2');
    expect((await answer(colleague, ticket, approval, { answer: 'approved' }, specialist)).status).toBe(404);
    await specialist.must('POST', '/absences', { from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 3_600_000).toISOString(), substituteId: id(colleague) });
    expect((await colleague.must('GET', '/me/approvals')).items.find((card: Json) => card.ticketId === ticket.id)).toMatchObject({ standsInFor: { id: id(specialist) } });
    expect((await answer(colleague, ticket, approval, { answer: 'approved' }, specialist)).status).toBe(200);
    expect((await dispatcher.must('GET', `/tickets/${ticket.id}/approvals`)).items[0]).toMatchObject({ state: 'approved', steps: [{ votes: [{ person: { id: id(specialist) }, answeredBy: { id: id(colleague) } }] }] });
    await app.db.sql.run('delete from absence where person_id = $1', [id(specialist)]);
  });

  it('is handed over to somebody who may decide, and taken back', async () => {
    const ticket = await incident();
    const approval = await ask(ticket, { mode: 'any', approvers: of(manager) });
    const hand = (to: TestClient, by = manager) => by.post(`/tickets/${ticket.id}/approvals/${voteOf(approval, manager)}/delegate`, { personId: id(to) });
    expect(await hand(employee)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/personId', code: 'approval.own' }] } });
    expect((await hand(specialist, specialist)).status).toBe(404);
    expect((await hand(specialist)).status).toBe(200);
    expect((await specialist.must('GET', '/me/approvals')).items.find((card: Json) => card.ticketId === ticket.id)).toMatchObject({ standsInFor: { id: id(manager) } });
    expect((await hand(dispatcher, specialist)).status).toBe(403);
    expect((await hand(manager)).status).toBe(200);
    expect((await answer(specialist, ticket, approval, { answer: 'approved' }, manager)).status).toBe(404);
    await hand(specialist);
    expect((await answer(specialist, ticket, approval, { answer: 'approved' }, manager)).status).toBe(200);
    expect((await employee.must('GET', `/tickets/${ticket.id}/approvals`)).items[0].steps[0].votes[0]).toMatchObject({ person: { id: id(manager) }, answeredBy: { id: id(specialist) }, delegate: { id: id(specialist) } });
  });

  it('is answered by the link of its letter, once; opening the link decides nothing', async () => {
    const ticket = await employee.must('POST', '/incidents', { title: 'Потрібен диск за посиланням' });
    const approval = await ask(ticket, { mode: 'any', approvers: of(manager) });
    const letter = await app.mail.next(({ to, text }) => to.includes('manager@demo.opora.test') && text.includes('Потрібен диск за посиланням'));
    const token = /\/a\/([\w-]{20,})/.exec(letter.text)?.[1] ?? '';
    const nobody = app.anonymous();
    expect((await nobody.get('/approval-links/guessed')).status).toBe(404);
    expect(await nobody.get(`/approval-links/${token}`)).toMatchObject({ status: 200, body: { title: 'Потрібен диск за посиланням', state: 'asked' } });
    expect(await stateOf(ticket, approval)).toBe('running');
    expect((await nobody.post(`/approval-links/${token}`, { answer: 'refused' })).status).toBe(422);
    expect(await nobody.post(`/approval-links/${token}`, { answer: 'refused', reason: 'Є запасний' })).toMatchObject({ status: 200, body: { state: 'answered', answer: 'refused' } });
    expect((await nobody.post(`/approval-links/${token}`, { answer: 'approved' })).status).toBe(409);
    expect(await stateOf(ticket, approval)).toBe('refused');
    expect(JSON.stringify(await app.db.sql.rows('select * from approval_link'))).not.toContain(token);
  });

  it('asks the board that sits as CAB', async () => {
    expect((await specialist.put('/approval-boards/cab', { groupId: demoId('group:network') })).status).toBe(403);
    expect(await manager.put('/approval-boards/cab', { groupId: '01900000-0000-7000-8000-00000000dead' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/groupId' }] } });
    await manager.must('PUT', '/approval-boards/cab', { groupId: demoId('group:network') });
    const approval = await ask(await incident(), { mode: 'n_of_m', needed: 2, approvers: [{ position: 'cab' }] });
    expect(approval.steps[0].votes.map((vote: Json) => [vote.person.id, vote.askedAs]).sort()).toEqual([[demoId('person:net1'), 'cab'], [demoId('person:net2'), 'cab']].sort());
    await manager.must('PUT', '/approval-boards/cab', { groupId: null });
  });

  it('taken back asks nobody any more', async () => {
    const ticket = await incident();
    const approval = await ask(ticket, { mode: 'any', approvers: of(manager) });
    await dispatcher.must('POST', `/tickets/${ticket.id}/approvals/${approval.id}/withdraw`);
    expect(await answer(manager, ticket, approval, { answer: 'approved' })).toMatchObject({ status: 409 });
    expect(await stateOf(ticket, approval)).toBe('withdrawn');
  });

  it('names the step in which something is wrong', async () => {
    const ticket = await incident();
    const wrong = (steps: readonly Json[]) => dispatcher.post(`/tickets/${ticket.id}/approvals`, { question: 'Ні?', steps });
    for (const [steps, pointer] of [
      [[{ mode: 'n_of_m', approvers: of(manager) }], '/steps/0/needed'],
      [[{ mode: 'any', approvers: [{}] }], '/steps/0/approvers/0'],
      [[{ mode: 'any', approvers: of(manager) }, { mode: 'any', approvers: [{ personId: '01900000-0000-7000-8000-00000000dead' }] }], '/steps/1/approvers/0/personId'],
      [[{ mode: 'any', approvers: [{ position: 'king' }] }], '/steps/0/approvers/0/position'],
      [[], '/steps'],
    ] as const) expect(await wrong(steps)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect((await employee.post(`/tickets/${ticket.id}/approvals`, { question: 'x', steps: [{ mode: 'any', approvers: of(manager) }] })).status).toBe(403);
  });

  it('counts two answers at once, each of them once (AP-05)', async () => {
    const ticket = await incident();
    const approval = await ask(ticket, { mode: 'n_of_m', needed: 2, approvers: of(manager, specialist, dispatcher) });
    const replies = await Promise.all([manager, manager, specialist, specialist].map((client) => answer(client, ticket, approval, { answer: 'approved' })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409]);
    expect(await stateOf(ticket, approval)).toBe('approved');
  });
});

describe('a task', () => {
  it('waits for those before it, shows the ticket to its holder while it is open, and no longer', async () => {
    const ticket = await incident();
    const groupId = demoId('group:network');
    const first = await dispatcher.must('POST', `/tickets/${ticket.id}/tasks`, { title: 'Замовити диск', assigneeId: id(dispatcher) });
    const second = await dispatcher.must('POST', `/tickets/${ticket.id}/tasks`, { title: 'Поставити диск', assigneeId: id(specialist), groupId, after: [first.id], targetSeconds: 7_200 });
    expect([first.state, second.state, second.dueAt]).toEqual(['open', 'planned', null]);
    expect((await specialist.get(`/tickets/${ticket.id}`)).status).toBe(404);
    await dispatcher.must('POST', `/tickets/${ticket.id}/tasks/${first.id}/complete`, {});
    const opened = await specialist.must('GET', `/tickets/${ticket.id}/tasks/${second.id}`);
    expect(opened).toMatchObject({ state: 'open', allowedCommands: ['accept', 'complete', 'skip'] });
    expect(opened.dueAt).not.toBeNull();
    expect((await specialist.must('GET', '/me/tasks')).items.map((task: Json) => task.id)).toContain(second.id);
    expect(await specialist.post(`/tickets/${ticket.id}/tasks/${second.id}/skip`, {})).toMatchObject({ status: 422, body: { errors: [{ pointer: '/note' }] } });
    expect((await specialist.post(`/tickets/${ticket.id}/tasks/${first.id}/reopen`, { note: 'x' })).status).toBe(403);
    expect((await specialist.post(`/tickets/${ticket.id}/tasks/${second.id}/accept`, {}, { ifMatch: opened.version - 1 })).status).toBe(412);
    await specialist.must('POST', `/tickets/${ticket.id}/tasks/${second.id}/accept`, {});
    expect((await specialist.must('POST', `/tickets/${ticket.id}/tasks/${second.id}/complete`, { note: 'Стоїть' })).state).toBe('done');
    expect((await specialist.get(`/tickets/${ticket.id}`)).status).toBe(404);
    expect((await employee.get(`/tickets/${ticket.id}/tasks`)).status).toBe(403);
    expect(JSON.stringify((await employee.must('GET', `/tickets/${ticket.id}/timeline`)).items)).not.toContain('task.');
  });

  it('that is left when the ticket is over is cancelled, and one that is overdue is told once', async () => {
    const ticket = await incident();
    const task = await dispatcher.must('POST', `/tickets/${ticket.id}/tasks`, { title: 'Прибрати', dueAt: new Date(Date.now() + 600_000).toISOString(), assigneeId: id(specialist) });
    await app.clock.advance(1_200);
    await app.settle();
    expect((await dispatcher.must('GET', `/tickets/${ticket.id}/timeline`)).items.filter((entry: Json) => entry.kind === 'task.overdue')).toHaveLength(1);
    await dispatcher.must('POST', `/incidents/${ticket.id}/cancel`, { reason: 'Передумали' });
    await app.settle();
    expect((await dispatcher.must('GET', `/tickets/${ticket.id}/tasks`)).items).toMatchObject([{ id: task.id, state: 'cancelled', allowedCommands: [] }]);
    expect((await dispatcher.post(`/tickets/${ticket.id}/tasks`, { title: 'Ще' })).status).toBe(409);
    expect((await specialist.get(`/tickets/${ticket.id}`)).status).toBe(404);
  });

  it('expires an approval once its working days are over, after a reminder', async () => {
    const ticket = await incident();
    const approval = await ask(ticket, { mode: 'any', approvers: of(manager), dueDays: 2 });
    await app.clock.advance(15 * 86_400);
    await app.settle();
    expect(await stateOf(ticket, approval)).toBe('expired');
    expect(await answer(manager, ticket, approval, { answer: 'approved' })).toMatchObject({ status: 409 });
    expect(await app.db.sql.rows(`select topic from outbox where key = $1 and topic in ('approval.reminded', 'approval.ended') order by id`, [ticket.id])).toEqual([{ topic: 'approval.reminded' }, { topic: 'approval.ended' }]);
  });
});

describe('an expense', () => {
  it('within the limit is accepted, above it in sum waits for a manager who did not spend it (AP-07)', async () => {
    const ticket = await incident();
    const spend = (client: TestClient, amountCents: number) => client.must('POST', `/tickets/${ticket.id}/expenses`, { amountCents, note: 'Диск' });
    expect((await spend(dispatcher, 400_00)).state).toBe('accepted');
    const asked = await spend(dispatcher, 101_00);
    expect(asked.state).toBe('asked');
    const own = await spend(manager, 900_00);
    expect((await manager.post(`/tickets/${ticket.id}/expenses/${own.id}/approve`, { answer: 'approved' })).status).toBe(403);
    expect((await dispatcher.post(`/tickets/${ticket.id}/expenses/${asked.id}/approve`, { answer: 'approved' })).status).toBe(403);
    expect((await manager.must('POST', `/tickets/${ticket.id}/expenses/${asked.id}/approve`, { answer: 'approved' })).state).toBe('approved');
    expect((await manager.post(`/tickets/${ticket.id}/expenses/${asked.id}/approve`, { answer: 'approved' })).status).toBe(409);
    expect(await dispatcher.must('GET', `/tickets/${ticket.id}/expenses`)).toMatchObject({ totalCents: 501_00, limitCents: 500_00 });
    expect((await employee.get(`/tickets/${ticket.id}/expenses`)).status).toBe(403);
    expect(await dispatcher.post(`/tickets/${ticket.id}/expenses`, { amountCents: 1.5, note: 'x' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/amountCents' }] } });
  });

  it('has the limit that an administrator gives the role', async () => {
    const { items } = await app.as('admin').must('GET', '/expense-limits');
    const role = items.find((item: Json) => item.amountCents === 500_00);
    for (const { roleId } of items) await app.as('admin').must('PUT', '/expense-limits', { roleId, amountCents: 10_00 });
    expect(role).toBeDefined();
    const ticket = await incident();
    expect((await dispatcher.must('POST', `/tickets/${ticket.id}/expenses`, { amountCents: 11_00, note: 'Кабель' })).state).toBe('asked');
    expect((await dispatcher.post('/expense-limits', {})).status).toBe(404);
  });
});
