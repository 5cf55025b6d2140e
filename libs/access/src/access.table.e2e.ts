import { type Json, type TestApp, testApp } from '@opora/testing';
import { ACCESS_COMMANDS, ACCESS_LIFECYCLE, ACCESS_STATES } from './domain';
import { Register, bodyOf } from './test/register';

const PERSONAS = ['employee', 'employee2', 'dispatcher', 'specialist', 'manager', 'auditor'] as const;
const BY_PERSON = ACCESS_COMMANDS.filter((command) => ACCESS_LIFECYCLE.commands[command].by.includes('person'));

let app: TestApp;
let register: Register;
beforeAll(async () => {
  app = await testApp({ env: { DATABASE_POOL: '4' } });
  register = await Register.open(app);
});
afterAll(() => app?.close());

describe('each row of the life-cycle table, over HTTP', () => {
  it.each([...ACCESS_STATES])('in %s: what is not allowed is refused and changes nothing, to everybody', async (state) => {
    const request = await register.bring(state);
    const before = await register.get('manager', request);
    expect(before.state).toBe(state);
    for (const persona of PERSONAS) {
      const seen = await app.as(persona).get(`/access-requests/${request.id}`);
      const allowed: string[] = seen.status === 200 ? seen.body.allowedCommands : [];
      for (const command of BY_PERSON.filter((one) => !allowed.includes(one))) {
        const { status, body } = await app.as(persona).post(`/access-requests/${request.id}/${command}`, await bodyOf(register, command));
        expect([persona, command, [403, 404, 409].includes(status), status]).toEqual([persona, command, true, status]);
        if (status === 409) expect(body).toMatchObject({ state, allowedCommands: allowed });
      }
    }
    expect(await register.get('manager', request)).toMatchObject({ state, version: before.version });
  });

  it.each([...ACCESS_STATES])('in %s: each command that is shown as allowed is taken, and leads where the table says', async (state) => {
    for (const persona of PERSONAS) {
      const probe = await register.bring(state);
      const seen = await app.as(persona).get(`/access-requests/${probe.id}`);
      const allowed: (typeof BY_PERSON)[number][] = seen.status === 200 ? seen.body.allowedCommands : [];
      for (const [i, command] of allowed.entries()) {
        const request = i === 0 ? probe : await register.bring(state);
        const after = await app.as(persona).must('POST', `/access-requests/${request.id}/${command}`, await bodyOf(register, command));
        const { to } = ACCESS_LIFECYCLE.commands[command];
        expect(to === 'same' ? [state] : [to].flat()).toContain(after.state);
      }
    }
  });

  it('who asked twice at once, or with a stale version, is told so', async () => {
    const request = await register.bring('granted');
    const stale = await app.as('employee').post(`/access-requests/${request.id}/confirm`, {}, { ifMatch: 1 });
    expect(stale.status).toBe(412);
    const both = await Promise.all([app.as('employee').post(`/access-requests/${request.id}/confirm`), app.as('employee').post(`/access-requests/${request.id}/reopen`, { reason: 'не бачу' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('a grant can be made by nothing but its request (AP-09)', async () => {
    for (const persona of ['admin', 'manager', 'dispatcher'] as const) {
      expect([404, 405]).toContain((await app.as(persona).post('/grants', { personId: await register.id('employee') })).status);
      const { grant }: Json = await register.granted();
      expect((await app.as(persona).patch(`/grants/${grant.id}`, { until: null })).status).toBe(404);
    }
  });
});
