import { PERMISSIONS, ROLE_KEYS, RouteCheck, type RouteEntry } from '@opora/platform';
import { type TestApp, testApp } from '@opora/testing';
import { addPeople } from './test/people';

/* Each route of the application × each role taken alone (security.md D.1): the cells are those of the data file that the guard reads. */
const UNKNOWN = '01900000-0000-7000-8000-00000000dead';
const ENDLESS = /\/stream$|\/test\/clock$|\/auth\/logout$/;
const CELLS = new Map(PERMISSIONS.map(({ permission, cells }) => [permission, cells]));

let app: TestApp;
let routes: RouteEntry[];
beforeAll(async () => {
  app = await testApp({ env: { DATABASE_POOL: '4' } });
  await addPeople(app, ROLE_KEYS.map((role) => ({ key: `alone-${role}`, roles: [role], ...(role === 'supplier' ? { supplier: 'print' } : {}) })));
  routes = app.api.get(RouteCheck, { strict: false }).routes();
});
afterAll(() => app?.close());

const address = ({ path }: RouteEntry): string => path.replace(/:(\w+)/g, (_whole, name: string) => (name === 'type' ? 'runs_on' : UNKNOWN));
const line = ({ method, path, permissions }: RouteEntry): string => `${method} ${path} (${permissions.join(', ')})`;

async function statuses(who: string, list: readonly RouteEntry[]): Promise<Map<RouteEntry, number>> {
  const client = who === 'nobody' ? app.anonymous() : app.as(who);
  const found = new Map<RouteEntry, number>();
  for (const route of list) found.set(route, (await client.request(route.method as 'GET', address(route), route.method === 'GET' || route.method === 'DELETE' ? undefined : {})).status);
  return found;
}

it('covers the whole application', () => expect(routes.length).toBeGreaterThan(120));

it('nobody gets past the sign-in but on the way to it (D.8)', async () => {
  const open = routes.filter(({ isPublic }) => isPublic).map(({ method, path }) => `${method} ${path}`);
  const allowed = ['POST /auth/login', 'POST /auth/password-reset', 'POST /auth/password-reset/finish', 'GET /health/live', 'GET /health/ready', 'GET /metrics', 'POST /events/intake/:source'];
  expect(open.filter((route) => !allowed.includes(route) && !/^(GET|POST) \/(surveys|approval-links)\/:token$/.test(route))).toEqual([]);
  const answers = await statuses('nobody', routes.filter(({ isPublic }) => !isPublic));
  expect([...answers].filter(([, status]) => status !== 401).map(([route, status]) => `${line(route)} → ${status}`)).toEqual([]);
});

describe.each([...ROLE_KEYS])('a %s alone', (role) => {
  const scopes = (route: RouteEntry): string[] => route.permissions.flatMap((permission) => [...(CELLS.get(permission)?.[role] ?? [])]);

  it('is refused where the matrix holds no scope, whether or not the object exists', async () => {
    const closed = routes.filter((route) => !route.isPublic && !ENDLESS.test(route.path) && scopes(route).length === 0);
    const answers = await statuses(`alone-${role}`, closed);
    expect([...answers].filter(([, status]) => status !== 403).map(([route, status]) => `${line(route)} → ${status}`)).toEqual([]);
  });

  it('is let in where it holds all, and never hears an error of ours', async () => {
    const whole = routes.filter((route) => !route.isPublic && !ENDLESS.test(route.path) && scopes(route).includes('all'));
    const answers = await statuses(`alone-${role}`, whole);
    expect([...answers].filter(([, status]) => status === 401 || status === 403 || status >= 500).map(([route, status]) => `${line(route)} → ${status}`)).toEqual([]);
    expect([...answers].filter(([route, status]) => route.method === 'GET' && !route.path.includes(':') && status !== 200 && status !== 422).map(([route, status]) => `${line(route)} → ${status}`)).toEqual([]);
  });

  it('meets what it holds in part as absent, wrong or not its own', async () => {
    const part = routes.filter((route) => !route.isPublic && !ENDLESS.test(route.path) && scopes(route).length > 0 && !scopes(route).includes('all'));
    const answers = await statuses(`alone-${role}`, part);
    expect([...answers].filter(([, status]) => status === 401 || status >= 500).map(([route, status]) => `${line(route)} → ${status}`)).toEqual([]);
  });
});
