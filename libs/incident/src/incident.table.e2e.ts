import { type TestApp, testApp } from '@opora/testing';
import { INCIDENT_COMMANDS, INCIDENT_STATES, type IncidentCommand, type IncidentState } from './domain';
import { Desk, type Path, bodyOf } from './test/desk';

/* Every row of the incident command table (domain.md §4) for every role (security.md D.3), written down here apart from the code: who may, in which state, and what the others are told. */
const FROM: Record<Exclude<IncidentCommand, 'close'>, readonly IncidentState[]> = {
  classify: ['new', 'assigned', 'in_progress', 'on_hold'],
  assign: ['new', 'assigned', 'in_progress', 'on_hold'],
  accept: ['assigned'],
  hold: ['new', 'assigned', 'in_progress'],
  resume: ['on_hold'],
  resolve: ['new', 'assigned', 'in_progress', 'on_hold'],
  confirm: ['resolved'],
  reject: ['resolved'],
  reopen: ['resolved'],
  cancel: ['new', 'assigned', 'in_progress', 'on_hold'],
  major: ['new', 'assigned', 'in_progress', 'on_hold', 'resolved'],
};
const TO: Partial<Record<IncidentCommand, IncidentState>> = {
  assign: 'assigned', accept: 'in_progress', hold: 'on_hold', resume: 'in_progress', resolve: 'resolved', confirm: 'closed', reject: 'in_progress', reopen: 'in_progress', cancel: 'cancelled',
};
type Command = keyof typeof FROM;
const COMMANDS = INCIDENT_COMMANDS.filter((command): command is Command => command !== 'close');

/* `held`: the role has the permission in some scope, so a ticket out of scope is 404, not 403. `may`: in scope on this ticket. */
interface Role {
  persona: string;
  sees(state: IncidentState, path: Path): boolean;
  held: readonly Command[];
  may(command: Command, state: IncidentState, path: Path): boolean;
}

const working = (state: IncidentState): boolean => !['new', 'assigned', 'cancelled'].includes(state);
const ROLES: readonly Role[] = [
  {
    persona: 'employee',
    sees: () => true,
    held: ['confirm', 'reject', 'reopen', 'cancel'],
    may: (command, state) => ['confirm', 'reject', 'reopen'].includes(command) || (command === 'cancel' && !['in_progress', 'on_hold'].includes(state)),
  },
  { persona: 'employee2', sees: () => false, held: ['confirm', 'reject', 'reopen', 'cancel'], may: () => false },
  {
    persona: 'dispatcher',
    sees: () => true,
    held: COMMANDS.filter((command) => command !== 'reject'),
    may: (command) => !['accept', 'reject'].includes(command),
  },
  {
    persona: 'specialist',
    sees: (state, path) => path === 'specialist' && state !== 'new',
    held: ['classify', 'assign', 'accept', 'hold', 'resume', 'resolve', 'reopen', 'cancel'],
    may: (command, state, path) => path === 'specialist' && state !== 'new' && !['confirm', 'reject', 'major'].includes(command) && (command !== 'hold' || working(state)),
  },
  {
    persona: 'supplier',
    sees: (state, path) => path === 'supplier' && state !== 'new',
    held: ['assign', 'accept', 'hold', 'resume', 'resolve'],
    may: (command, state, path) => path === 'supplier' && state !== 'new' && (['accept', 'resume', 'resolve'].includes(command) || (command === 'hold' && working(state))),
  },
  {
    persona: 'manager',
    sees: () => true,
    held: ['classify', 'assign', 'accept', 'resume', 'resolve', 'reopen', 'cancel', 'major'],
    may: (command) => ['classify', 'assign', 'resume', 'resolve', 'reopen', 'cancel', 'major'].includes(command),
  },
  { persona: 'admin', sees: () => false, held: [], may: () => false },
  { persona: 'auditor', sees: () => true, held: [], may: () => false },
];
/* Every internal person is an employee too: what only a requester may is, on another's ticket, out of scope rather than unknown. */
const REQUESTERS: readonly Command[] = ['confirm', 'reject', 'reopen', 'cancel'];
const holds = (role: Role, command: Command): boolean => role.held.includes(command) || (role.persona !== 'supplier' && REQUESTERS.includes(command));

function expected(role: Role, command: Command, state: IncidentState, path: Path): number {
  if (!holds(role, command)) return 403;
  if (!role.sees(state, path)) return 404;
  if (role.may(command, state, path)) return FROM[command].includes(state) ? 200 : 409;
  return role.persona === 'employee' && command === 'cancel' ? 409 : 403;
}

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await testApp({ jobs: false });
  desk = new Desk(app);
});
afterAll(() => app?.close());

async function attempt(role: Role, incident: { id: string }, command: Command, state: IncidentState) {
  const client = app.as(role.persona);
  if (command === 'classify') return client.patch(`/incidents/${incident.id}`, { urgency: 'high' });
  return client.post(`/incidents/${incident.id}/${command}`, await bodyOf(desk, command, state, role.persona));
}

describe.each<Path>(['specialist', 'supplier'])('the command table, with the incident in the hands of the %s', (path) => {
  describe.each(INCIDENT_STATES)('in %s', (state) => {
    it.each(ROLES.map((role) => [role.persona, role] as const))('%s', async (_, role) => {
      let incident = await desk.bring(state, path);
      expect(incident.state).toBe(state);
      const seen = await app.as(role.persona).get(`/incidents/${incident.id}`);
      if (role.sees(state, path)) expect(seen.status).toBe(200);
      else expect([403, 404]).toContain(seen.status);
      const taken = COMMANDS.filter((command) => expected(role, command, state, path) === 200);
      if (seen.status === 200) expect([...seen.body.allowedCommands].sort()).toEqual([...taken].sort());

      for (const command of COMMANDS) {
        const wanted = expected(role, command, state, path);
        const reply = await attempt(role, incident, command, state);
        expect(`${command} → ${reply.status}`).toBe(`${command} → ${wanted}`);
        if (wanted === 200) {
          expect(reply.body.state).toBe(TO[command] ?? state);
          incident = await desk.bring(state, path);
        } else if (wanted === 409) expect(reply.body).toMatchObject({ status: 409, state, allowedCommands: seen.body.allowedCommands });
        else expect(reply.body).toMatchObject({ status: wanted });
      }
      expect((await desk.get('dispatcher', incident)).state).toBe(state);
    });
  });
});

describe('words in parentheses', () => {
  it('from new only a question for the requester may hold', async () => {
    const reply = await app.as('dispatcher').post(`/incidents/${(await desk.bring('new')).id}/hold`, { reason: 'part' });
    expect(reply.status).toBe(409);
  });
  it('a dispatcher who works in the group accepts', async () => {
    const incident = await desk.register('dispatcher', { requesterId: await desk.id('employee'), groupId: await desk.group('dispatcher') });
    expect(await desk.command('dispatcher', incident, 'accept')).toMatchObject({ state: 'in_progress', assignee: { id: await desk.id('dispatcher') } });
  });
  it('a supplier gives back to the group that it came from, and only there', async () => {
    const incident = await desk.bring('in_progress');
    await desk.command('dispatcher', incident, 'assign', { groupId: await desk.group('supplier') });
    expect((await desk.get('supplier', incident)).allowedCommands).toContain('assign');
    expect((await app.as('supplier').post(`/incidents/${incident.id}/assign`, { groupId: await desk.group('dispatcher') })).status).toBe(403);
    expect((await app.as('supplier').post(`/incidents/${incident.id}/assign`, {})).status).toBe(200);
    expect((await desk.get('dispatcher', incident)).group.id).toBe(await desk.group('specialist'));
    expect((await app.as('supplier').get(`/incidents/${incident.id}`)).status).toBe(404);
  });
  it('nobody confirms by phone what they resolved themselves (AP-02)', async () => {
    const incident = await desk.bring('assigned');
    await desk.command('dispatcher', incident, 'resolve', { code: 'advice', text: 'Перезавантажте.' });
    expect((await desk.get('dispatcher', incident)).allowedCommands).not.toContain('confirm');
    expect((await app.as('dispatcher').post(`/incidents/${incident.id}/confirm`, {})).status).toBe(403);
    expect((await app.as('dispatcher2').post(`/incidents/${incident.id}/confirm`, {})).status).toBe(200);
  });
  it('only the requester rates (AP-02)', async () => {
    const incident = await desk.bring('resolved');
    const reply = await app.as('dispatcher').post(`/incidents/${incident.id}/confirm`, { rating: 5 });
    expect(reply.body).toMatchObject({ status: 422, errors: [{ pointer: '/rating', code: 'read_only' }] });
  });
});
