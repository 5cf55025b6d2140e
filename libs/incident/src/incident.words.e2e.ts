import { type Persona, type TestApp, testApp } from '@opora/testing';
import { Desk } from './test/desk';
import { demoId } from '@opora/organisation';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await testApp({ jobs: false });
  desk = new Desk(app);
});
afterAll(() => app?.close());

const READERS: readonly Persona[] = ['employee', 'dispatcher', 'specialist', 'supplier', 'manager', 'auditor'];
interface Told {
  mayWrite: { public: boolean; private: boolean; undo: boolean };
}

/* The composer offers what the reply says (`security.md` I28): whatever it says must be what the server then does. */
describe.each(['workplace', 'network', 'printers'])('an incident of the group %s tells each reader what they may write', (group) => {
  it.each(READERS)('%s', async (persona) => {
    const { id } = await desk.register('employee', { serviceId: demoId('service:printing') });
    await app.as('dispatcher').must('POST', `/incidents/${id}/assign`, { groupId: demoId(`group:${group}`) });
    const seen = await app.as(persona).get<Told>(`/incidents/${id}`);
    const told = seen.status === 200 ? seen.body.mayWrite : { public: false, private: false, undo: false };
    const said = async (message: object): Promise<boolean> => (await app.as(persona).post(`/tickets/${id}/messages`, { body: 'A word', ...message })).status === 201;
    expect({
      public: await said({ visibility: 'public' }),
      private: await said({ visibility: 'private' }),
      undo: await said({ visibility: 'public', sendAfterSeconds: 15 }),
    }).toEqual({ public: told.public, private: told.private, undo: told.public && told.undo });
  });
});

it('tells a message once, though it also resumed the incident', async () => {
  const { id } = await desk.register('employee');
  await app.as('dispatcher').must('POST', `/incidents/${id}/hold`, { reason: 'requester', message: 'Яка модель принтера?' });
  await app.as('employee').must('POST', `/tickets/${id}/messages`, { visibility: 'public', body: 'MFP-3' });
  for (const persona of ['employee', 'dispatcher'] as const) {
    const { items } = await app.as(persona).must<{ items: { kind: string; message?: { body: string } }[] }>('GET', `/tickets/${id}/timeline`);
    expect([persona, items.filter((entry) => entry.message?.body === 'MFP-3').length, items.some((entry) => entry.kind === 'incident.resumed')]).toEqual([persona, 1, true]);
  }
});
