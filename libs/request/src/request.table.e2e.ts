import { demoId } from '@opora/organisation';
import { type TestApp, testApp } from '@opora/testing';
import { REQUEST_COMMANDS, REQUEST_STATES, type RequestCommand, type RequestState } from './domain';
import { Shop } from './test/shop';

/* Every row of the request command table (domain.md §6) for every role (security.md D.3), written down here apart from the code: who may, in which state, and what the others are told. */
const SYSTEM = ['approve', 'refuse', 'close'] as const;
type Command = Exclude<RequestCommand, (typeof SYSTEM)[number]>;
const COMMANDS = REQUEST_COMMANDS.filter((command): command is Command => !(SYSTEM as readonly string[]).includes(command));
const FROM: Record<Command, readonly RequestState[]> = {
  assign: ['submitted', 'fulfilling', 'on_hold'], accept: ['fulfilling'], hold: ['fulfilling'], resume: ['on_hold'], decline: ['submitted', 'approving', 'fulfilling', 'on_hold'], fulfil: ['submitted', 'fulfilling', 'on_hold'],
  confirm: ['fulfilled'], reject: ['fulfilled'], reopen: ['fulfilled'], withdraw: ['submitted', 'approving'],
};
const TO: Record<Command, RequestState> = { assign: 'fulfilling', accept: 'fulfilling', hold: 'on_hold', resume: 'fulfilling', decline: 'rejected', fulfil: 'fulfilled', confirm: 'closed', reject: 'fulfilling', reopen: 'fulfilling', withdraw: 'cancelled' };
const WORK: readonly Command[] = ['assign', 'accept', 'hold', 'resume', 'decline', 'fulfil', 'reopen'];
type Path = 'specialist' | 'supplier';

interface Role {
  persona: string;
  /** The ticket is in their sight. */
  sees(state: RequestState, path: Path): boolean;
  /** The permission in some scope: out of it 404, not 403. */
  held: readonly Command[];
  may(command: Command, state: RequestState, path: Path): boolean;
}
/** In a group: those that were approved. */
const grouped = (state: RequestState): boolean => !['submitted', 'approving', 'rejected', 'cancelled'].includes(state);
const THEIRS: readonly Command[] = ['confirm', 'reject', 'withdraw'];

const ROLES: readonly Role[] = [
  { persona: 'employee', sees: () => true, held: THEIRS, may: (command) => THEIRS.includes(command) },
  { persona: 'employee2', sees: () => false, held: THEIRS, may: () => false },
  // Until it is handed on it lies with the service desk, their own group.
  { persona: 'dispatcher', sees: () => true, held: COMMANDS, may: (command, state) => command !== 'reject' && (command !== 'accept' || ['approving', 'rejected', 'cancelled'].includes(state)) },
  // Who fulfilled it is its assignee, and whoever has it in hands does not take it again.
  { persona: 'specialist', sees: (state, path) => path === 'specialist' && grouped(state), held: WORK, may: (command, state, path) => path === 'specialist' && grouped(state) && WORK.includes(command) && (command !== 'accept' || !['fulfilled', 'closed'].includes(state)) },
  { persona: 'supplier', sees: (state, path) => path === 'supplier' && grouped(state), held: WORK, may: (command, state, path) => path === 'supplier' && grouped(state) && ['accept', 'hold', 'resume', 'fulfil'].includes(command) && (command !== 'accept' || !['fulfilled', 'closed'].includes(state)) },
  { persona: 'manager', sees: () => true, held: [...WORK, 'withdraw'], may: (command) => ['assign', 'hold', 'resume', 'decline', 'fulfil', 'reopen', 'withdraw'].includes(command) },
  { persona: 'admin', sees: () => false, held: [], may: () => false },
  { persona: 'auditor', sees: () => true, held: [], may: () => false },
];
/* Every internal person is an employee too. */
const holds = (role: Role, command: Command): boolean => role.held.includes(command) || (role.persona !== 'supplier' && THEIRS.includes(command));

function expected(role: Role, command: Command, state: RequestState, path: Path): number {
  if (!holds(role, command)) return 403;
  if (!role.sees(state, path)) return 404;
  return role.may(command, state, path) ? (FROM[command].includes(state) ? 200 : 409) : 403;
}

const body = (command: Command, persona: string): object => {
  switch (command) {
    case 'assign': return persona === 'supplier' ? {} : { groupId: demoId('group:workplace') };
    case 'hold': return { reason: 'requester', message: 'Який колір?' };
    case 'fulfil': return { text: 'Видано.' };
    case 'decline': case 'reject': case 'reopen': return { reason: 'Не та модель' };
    default: return {};
  }
};

let app: TestApp;
let shop: Shop;
beforeAll(async () => {
  app = await testApp({ jobs: false });
  shop = new Shop(app);
});
afterAll(() => app?.close());

describe.each<Path>(['specialist', 'supplier'])('the command table, with the request in the hands of the %s', (path) => {
  describe.each(REQUEST_STATES.filter((state) => path === 'specialist' || grouped(state)))('in %s', (state) => {
    it.each(ROLES.map((role) => [role.persona, role] as const))('%s', async (_, role) => {
      let request = await shop.bring(state, path);
      expect(request.state).toBe(state);
      const seen = await app.as(role.persona).get(`/requests/${request.id}`);
      if (role.sees(state, path)) expect(seen.status).toBe(200);
      else expect([403, 404]).toContain(seen.status);
      if (seen.status === 200) expect([...seen.body.allowedCommands].sort()).toEqual(COMMANDS.filter((command) => expected(role, command, state, path) === 200).sort());
      for (const command of COMMANDS) {
        const wanted = expected(role, command, state, path);
        const reply = await app.as(role.persona).post(`/requests/${request.id}/${command}`, body(command, role.persona));
        expect(`${command} → ${reply.status}`).toBe(`${command} → ${wanted}`);
        if (wanted === 200) {
          expect(reply.body.state).toBe(TO[command]);
          request = await shop.bring(state, path);
        } else if (wanted === 409) expect(reply.body).toMatchObject({ status: 409, state, allowedCommands: seen.body.allowedCommands });
      }
      expect((await shop.get('dispatcher', request)).state).toBe(state);
      for (const command of SYSTEM) expect([404, 403]).toContain((await app.as(role.persona).post(`/requests/${request.id}/${command}`, {})).status);
    });
  });
});

describe('words in parentheses', () => {
  it('nobody confirms by phone what they fulfilled themselves, and only the requester rates', async () => {
    const request = await shop.bring('fulfilling');
    await shop.command('dispatcher', request, 'fulfil', { text: 'Видано.' });
    expect((await app.as('dispatcher').post(`/requests/${request.id}/confirm`, {})).status).toBe(403);
    expect(await app.as('dispatcher2').post(`/requests/${request.id}/confirm`, { rating: 5 })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/rating', code: 'read_only' }] } });
    expect((await app.as('dispatcher2').post(`/requests/${request.id}/confirm`, {})).status).toBe(200);
  });
  it('what is said beside a command is checked', async () => {
    const request = await shop.bring('fulfilling');
    const wrong = async (command: string, given: object) => (await app.as('specialist').post(`/requests/${request.id}/${command}`, given)).body.errors?.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`);
    expect(await wrong('hold', { reason: 'requester' })).toEqual(['/message request.hold.question_required']);
    expect(await wrong('hold', { reason: 'scheduled' })).toEqual(['/until request.hold.until_required']);
    expect(await wrong('hold', { reason: 'scheduled', until: '2001-01-01T00:00:00Z' })).toEqual(['/until request.hold.until_in_future']);
    expect(await wrong('fulfil', { text: '  ' })).toEqual(['/text invalid_value']);
    expect(await wrong('assign', {})).toEqual(['/groupId request.assign.target_required']);
    expect(await wrong('assign', { assigneeId: demoId('person:employee') })).toEqual(['/assigneeId request.assign.not_a_member']);
  });
});
