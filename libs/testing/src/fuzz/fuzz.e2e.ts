import { testApp, type TestApp } from '..';
import { DEMO_PASSWORD, emailOf, PERSONAS } from '../personas';
import { randomOf } from '../faults/random';
import { type Generated, RequestGenerator } from './generate';
import { type Document, type Route, routesOf } from './openapi';

/* 20,000 requests over the OpenAPI document: whatever is sent, the answer is ours, never an error of ours (security.md I42). A failing seed plays again with OPORA_SEED. */
const SEED = Number(process.env['OPORA_SEED'] ?? Math.floor(performance.timeOrigin % 1_000_000));
const REQUESTS = Number(process.env['OPORA_FUZZ'] ?? 20_000);
const CLIENTS = 12;
/** The endless stream, and what would end the fuzzing itself or move its clock for ever. */
const LEFT_OUT = /\/stream$|\/test\/clock$|\/auth\/|\/password|\/sessions|\/me\/tokens/;
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
const MOST_KNOWN = 3_000;

interface Caller {
  name: string;
  headers: Record<string, string>;
}

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

async function callers(): Promise<Caller[]> {
  const signedIn = await Promise.all(
    PERSONAS.map(async (persona) => {
      const login = await app.http.post('/api/v1/auth/login').send({ email: emailOf(persona), password: DEMO_PASSWORD }).expect(200);
      const minted = await app.http.post('/api/v1/me/tokens').set('cookie', login.headers['set-cookie'] ?? '').set('x-csrf-token', (login.body as { csrfToken: string }).csrfToken)
        .send({ name: 'fuzz', scopes: ['*'], expiresAt: new Date(Date.now() + 86_400_000).toISOString() });
      return { name: persona, headers: { authorization: `Bearer ${(minted.body as { token: string }).token}` } };
    }),
  );
  return [...signedIn, { name: 'nobody', headers: {} }];
}

/** Ids and references of an answer: what is asked for next should often exist. */
function remember(value: unknown, known: string[]): void {
  if (Array.isArray(value)) for (const one of value.slice(0, 20)) remember(one, known);
  else if (value && typeof value === 'object')
    for (const [name, one] of Object.entries(value)) {
      if (typeof one === 'string' && (UUID.test(one) || name === 'reference')) {
        if (known.length < MOST_KNOWN) known.push(one);
      } else remember(one, known);
    }
}

/** What is wrong with an answer, or null. */
function complaint(status: number, type: string, text: string): string | null {
  if (status >= 500) return String(status);
  if (status < 400) return null;
  if (!type.startsWith('application/problem+json')) return `${status} as ${type || 'nothing'}`;
  const problem = JSON.parse(text) as { type?: string; status?: number; instance?: string; errors?: unknown[] };
  if (!problem.type?.startsWith('/problems/') || problem.status !== status || !problem.instance) return `${status} with an incomplete problem ${text.slice(0, 200)}`;
  return status === 422 && !problem.errors?.length ? '422 that names no field' : null;
}

it(`answers ${REQUESTS} generated requests without an error of ours`, async () => {
  const random = randomOf(SEED);
  const document = (await app.http.get('/api/openapi.json').expect(200)).body as Document;
  const routes = routesOf(document).filter(({ path }) => !LEFT_OUT.test(path));
  const people = await callers();
  const known: string[] = [];
  const generator = new RequestGenerator(document, random, known);
  const complaints = new Map<string, string>();
  const statuses = new Map<number, number>();
  let left = REQUESTS;

  async function send(route: Route, caller: Caller, { method, target, headers, body }: Generated): Promise<void> {
    const answer = await fetch(`${app.url}${target}`, { method, headers: { ...headers, ...caller.headers }, body, redirect: 'manual', signal: AbortSignal.timeout(20_000) }).catch((error: unknown) => String((error as { cause?: unknown }).cause ?? error));
    const key = `${method} ${route.path}`;
    if (typeof answer === 'string') return void complaints.set(`${key}: no answer: ${answer}`, `${target} ${String(body).slice(0, 300)}`);
    const text = await answer.text();
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const wrong = complaint(answer.status, answer.headers.get('content-type') ?? '', text);
    if (wrong) complaints.set(`${key}: ${wrong}`, `as ${caller.name} ${target.slice(0, 200)} ${JSON.stringify(headers)} ${String(body).slice(0, 400)}`);
    if (answer.ok && (answer.headers.get('content-type') ?? '').startsWith('application/json')) remember(JSON.parse(text), known);
  }

  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (left-- > 0) {
        const route = routes[Math.floor(random() * routes.length)] as Route;
        await send(route, people[Math.floor(random() * people.length)] as Caller, generator.request(route));
      }
    }),
  );
  console.log(`seed ${SEED}: ${routes.length} routes; ${[...statuses].sort(([one], [two]) => one - two).map(([status, n]) => `${status} × ${n}`).join(', ')}`);
  expect([...complaints].map(([what, request]) => `${what}\n    ${request}`)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect((await app.anonymous().get('/health/ready')).status).toBe(200);
}, 600_000);
