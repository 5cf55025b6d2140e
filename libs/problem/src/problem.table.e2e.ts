import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';
import { PROBLEM_COMMANDS, PROBLEM_STATES, type ProblemCommand, type ProblemState } from './domain';

/* Every row of the problem command table (domain.md §5) for every role (security.md D.3), written down here apart from the code: who may, in which state, and what the others are told. */
const OPEN: readonly ProblemState[] = ['new', 'investigating', 'known_error', 'fixing'];
const WORKED: readonly ProblemState[] = ['investigating', 'known_error', 'fixing'];
const FROM: Record<ProblemCommand, readonly ProblemState[]> = {
  classify: OPEN, assign: OPEN, investigate: ['new'], analyse: WORKED, recordCause: WORKED, recordWorkaround: WORKED, publish: ['known_error', 'fixing', 'resolved'], broadcast: ['known_error', 'fixing'],
  fix: ['investigating', 'known_error'], resolve: WORKED, resolveIncidents: ['resolved'], reopen: ['resolved'], close: ['resolved'], cancel: OPEN,
};
const TO: Partial<Record<ProblemCommand, ProblemState>> = { investigate: 'investigating', fix: 'fixing', resolve: 'resolved', reopen: 'investigating', close: 'closed', cancel: 'cancelled' };
const MASS: readonly ProblemCommand[] = ['broadcast', 'resolveIncidents'];

interface Role {
  persona: string;
  sees: boolean;
  /** The permission in some scope: out of it 403 as well, for whoever sees the problem. */
  works: boolean;
}
const ROLES: readonly Role[] = [
  { persona: 'employee', sees: false, works: false },
  { persona: 'dispatcher', sees: true, works: false },
  { persona: 'specialist', sees: true, works: true },
  { persona: 'supplier', sees: false, works: false },
  { persona: 'manager', sees: true, works: true },
  { persona: 'admin', sees: false, works: false },
  { persona: 'auditor', sees: true, works: false },
];

const body = (command: ProblemCommand): object => {
  switch (command) {
    case 'classify': return { urgency: 'high' };
    case 'assign': return { groupId: demoId('group:workplace') };
    case 'analyse': return { technique: 'five_whys', whys: ['Ключ недоступний', 'Порт змінився'] };
    case 'recordCause': case 'recordWorkaround': case 'resolve': return { text: 'Перезапустити службу.' };
    case 'publish': return { audience: 'staff' };
    case 'fix': return { plan: 'Оновити HASP у суботу' };
    case 'reopen': case 'cancel': return { reason: 'Повторилося' };
    default: return {};
  }
};

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ jobs: false });
});
afterAll(() => app?.close());

const give = (id: string, command: ProblemCommand): Promise<Json> => app.as('manager').must('POST', `/problems/${id}/${command}`, body(command));

/** A problem of the specialist's group in this state, with a workaround where the state can have one. */
async function bring(state: ProblemState): Promise<Json> {
  let problem = await app.as('manager').must<Json>('POST', '/problems', { title: 'Ключ ERP зникає', groupId: demoId('group:workplace') });
  if (state === 'new') return problem;
  if (state === 'cancelled') return give(problem.id, 'cancel');
  problem = await give(problem.id, 'investigate');
  if (state === 'investigating') return problem;
  problem = await give(problem.id, 'recordWorkaround');
  if (state === 'known_error') return problem;
  if (state === 'fixing') return give(problem.id, 'fix');
  problem = await give(problem.id, 'resolve');
  return state === 'resolved' ? problem : give(problem.id, 'close');
}

const attempt = (role: Role, id: string, command: ProblemCommand) => {
  const client = app.as(role.persona);
  return command === 'classify' ? client.patch(`/problems/${id}`, body(command)) : client.post(`/problems/${id}/${command}`, body(command));
};

/** Without a workaround there is nothing to publish or to send, whatever the state says. */
const takes = (command: ProblemCommand, state: ProblemState): boolean => FROM[command].includes(state);

describe.each(PROBLEM_STATES)('in %s', (state) => {
  it.each(ROLES.map((role) => [role.persona, role] as const))('%s', async (_, role) => {
    let problem = await bring(state);
    expect(problem.state).toBe(state);
    const seen = await app.as(role.persona).get(`/problems/${problem.id}`);
    expect(seen.status).toBe(role.sees ? 200 : role.persona === 'supplier' ? 404 : 403);
    if (role.sees) expect([...seen.body.allowedCommands].sort()).toEqual(role.works ? PROBLEM_COMMANDS.filter((command) => takes(command, state)).sort() : []);
    for (const command of PROBLEM_COMMANDS) {
      const wanted = !role.works ? 403 : takes(command, state) ? 200 : 409;
      const reply = await attempt(role, problem.id, command);
      expect(`${command} → ${reply.status}`).toBe(`${command} → ${wanted}`);
      if (wanted === 200) {
        if (!MASS.includes(command)) expect(reply.body.state).toBe(TO[command] ?? (command === 'recordCause' || command === 'recordWorkaround' ? (state === 'fixing' ? 'fixing' : 'known_error') : state));
        problem = await bring(state);
      } else if (wanted === 409) expect(reply.body).toMatchObject({ status: 409, state, allowedCommands: seen.body.allowedCommands });
    }
  });
});

it('a specialist of another group reads it and changes nothing', async () => {
  const problem = await app.as('manager').must<Json>('POST', '/problems', { title: 'Канал падає', groupId: demoId('group:network') });
  expect((await app.as('specialist').must<Json>('GET', `/problems/${problem.id}`)).allowedCommands).toEqual([]);
  expect((await app.as('specialist').post(`/problems/${problem.id}/investigate`, {})).status).toBe(403);
});
