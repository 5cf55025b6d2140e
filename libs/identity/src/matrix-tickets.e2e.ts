import { demoId } from '@opora/organisation';
import { Database, type Tx } from '@opora/platform';
import { type Json, type TestApp, testApp } from '@opora/testing';
import { addPeople } from './test/people';
import { type Holder, type TicketObject, refusal, scopesOf } from './test/scopes';

/* Permission × role × object (security.md D.2, D.3): what each cell of the data file promises for tickets is asked of the server. Qualifications in words have cases of their own in the suites of their modules. */
const HOLDERS: readonly Holder[] = [
  { key: 'r', role: 'requester', department: 'accounting' },
  { key: 'rd', role: 'requester', department: 'accounting' },
  { key: 'rdg', role: 'requester', department: 'accounting', departmentGrant: true },
  { key: 'd', role: 'dispatcher' },
  { key: 's', role: 'specialist', groups: { workplace: 'work', network: 'view' } },
  { key: 'lead', role: 'specialist', groups: { workplace: 'manage', laptops: 'manage' } },
  { key: 'x', role: 'supplier', supplier: 'print', groups: { printers: 'work' } },
  { key: 'x2', role: 'supplier', supplier: 'telecom', groups: { wires: 'work' } },
  { key: 'm', role: 'manager' },
  { key: 'a', role: 'admin' },
  { key: 'u', role: 'auditor' },
];

const OBJECTS: readonly TicketObject[] = [
  { name: 't_own', requester: 'r', department: 'accounting', group: 'workplace' },
  { name: 't_dep', requester: 'rd', department: 'accounting', group: 'apps' },
  { name: 't_other', requester: 'employee2', department: 'sales', group: 'apps' },
  { name: 't_g1', requester: 'employee2', department: 'sales', group: 'workplace' },
  { name: 't_g1a', requester: 'employee2', department: 'sales', group: 'laptops' },
  { name: 't_g2', requester: 'employee2', department: 'sales', group: 'network' },
  { name: 't_gx', requester: 'employee2', department: 'sales', group: 'printers', supplier: 'print' },
  { name: 't_gx2', requester: 'employee2', department: 'sales', group: 'wires', supplier: 'telecom' },
  { name: 't_part', requester: 'employee2', department: 'sales', group: 'apps', participant: 'r' },
  { name: 't_restr', requester: 'employee2', department: 'sales', group: 'apps', restricted: true },
  { name: 't_restr_dep', requester: 'rd', department: 'accounting', group: 'workplace', restricted: true },
];

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';
interface Operation {
  permission: string;
  method: Method;
  path: (id: string) => string;
  body?: (who: Holder) => object;
  /** Cells with words in parentheses: their own cases stand elsewhere. */
  but?: readonly Holder['role'][];
}

const at = (path: string) => (id: string): string => `/tickets/${id}/${path}`;
const command = (name: string) => (id: string): string => `/incidents/${id}/${name}`;
const get = (permission: string, path: string): Operation => ({ permission, method: 'GET', path: at(path) });
const incident = (name: string, body: object, but: Operation['but'] = []): Operation => ({ permission: `incident.${name}`, method: 'POST', path: command(name), body: () => body, but });

const OPERATIONS: readonly Operation[] = [
  { permission: 'ticket.read', method: 'GET', path: (id) => `/tickets/${id}` },
  { permission: 'ticket.read', method: 'GET', path: (id) => `/incidents/${id}` },
  get('message.readPublic', 'messages'), get('timeline.read', 'timeline'), get('clock.read', 'clocks'), get('workLog.read', 'work-log'), get('ticket.viewers', 'viewers'), get('ticket.similar', 'similar'), get('attachment.read', 'attachments'),
  { permission: 'ticket.watchSelf', method: 'PUT', path: at('watchers/me') },
  { permission: 'ticket.watchOthers', method: 'POST', path: at('watchers'), body: () => ({ personId: demoId('person:rd2') }) },
  { permission: 'ticket.tag', method: 'PUT', path: at('tags'), body: () => ({ tags: ['матриця'] }) },
  { permission: 'ticket.edit', method: 'PATCH', path: (id) => `/incidents/${id}`, body: () => ({ urgency: 'high' }) },
  { permission: 'workLog.write', method: 'POST', path: at('work-log'), body: () => ({ seconds: 60 }) },
  { permission: 'message.writePublic', method: 'POST', path: at('messages'), body: () => ({ visibility: 'public', body: 'Привіт' }) },
  { permission: 'message.writePrivate', method: 'POST', path: at('messages'), body: ({ role }) => ({ visibility: 'private', body: 'Нотатка', ...(role === 'supplier' ? { audience: 'supplier' } : {}) }) },
  incident('accept', {}), incident('resolve', { code: 'solved', text: 'Готово' }), incident('cancel', { reason: 'Помилково' }), incident('resume', {}), incident('reopen', { reason: 'Знову' }),
  incident('reject', { reason: 'Ні' }), incident('major', { declared: true }), incident('confirm', {}, ['dispatcher']),
  incident('hold', { reason: 'scheduled', until: '2040-01-01T10:00:00Z' }, ['supplier']), incident('assign', { groupId: demoId('group:network'), reason: 'Далі' }, ['supplier']),
];

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ jobs: false });
  await app.api.get(Database, { strict: false }).tx(async (tx: Tx) => {
    const group = (key: string, parent: string | null, supplier: string | null) =>
      tx.run('insert into support_group (id, name_uk, name_en, line, parent_id, supplier_id) values ($1, $2, $2, 2, $3, $4)', [demoId(`group:${key}`), key, parent && demoId(`group:${parent}`), supplier && demoId(`supplier:${supplier}`)]);
    await group('laptops', 'workplace', null);
    await group('wires', null, 'telecom');
  });
  await addPeople(app, [
    ...HOLDERS.map(({ key, role, department, supplier, departmentGrant, groups = {} }) => ({
      key, roles: [role], ...(department ? { department } : {}), ...(supplier ? { supplier } : {}), grants: departmentGrant ? (['department_tickets'] as const) : [],
      groups: Object.entries(groups).filter(([name]) => !(key === 'lead' && name === 'laptops')).map(([name, right]) => [demoId(`group:${name}`), right] as const),
    })),
    { key: 'rd2', roles: ['requester'], department: 'accounting' },
  ]);
});
afterAll(() => app?.close());

async function make({ name, requester, group, participant, restricted }: TicketObject): Promise<{ id: string; title: string }> {
  const title = `Матриця ${name} ${Math.round(performance.now() * 1000)}`;
  const { id } = await app.as('dispatcher').must<Json>('POST', '/incidents', { title, requesterId: demoId(`person:${requester}`), groupId: demoId(`group:${group}`) });
  if (participant) await app.as('dispatcher').must('POST', `/tickets/${id}/watchers`, { personId: demoId(`person:${participant}`) });
  if (restricted) await app.db.sql.run('update ticket set restricted = true where id = $1', [id]);
  return { id, title };
}

describe.each(HOLDERS.map((who) => [who.key, who] as const))('%s', (_key, who) => {
  it.each(OPERATIONS.filter(({ but = [] }) => !but.includes(who.role)).map((operation) => [`${operation.permission} ${operation.method} ${operation.path('…')} holds ${scopesOf(operation.permission, who).join('+') || 'nothing'}`, operation] as const))('%s', async (_title, operation) => {
    const wrong: string[] = [];
    for (const object of OBJECTS) {
      const expected = refusal(operation.permission, who, object);
      const ticket = await shared(object, operation.method !== 'GET' && expected === null);
      const before = await versionOf(ticket.id);
      const reply = await app.as(who.key).request(operation.method, operation.path(ticket.id), operation.body?.(who) ?? (operation.method === 'GET' ? undefined : {}));
      const allowed = (reply.status >= 200 && reply.status < 300) || reply.status === 409;
      if (expected === null ? !allowed : reply.status !== expected) wrong.push(`${object.name} → ${reply.status}, not ${expected ?? '2xx or 409'} ${reply.text.slice(0, 200)}`);
      if (expected !== null && (reply.text.includes(ticket.title) || reply.etag !== null || (await versionOf(ticket.id)) !== before)) wrong.push(`${object.name} → ${reply.status}, but told or changed something`);
    }
    expect(wrong).toEqual([]);
  });
});

const objects = new Map<string, Promise<{ id: string; title: string }>>();
/** One ticket for all that only look or are refused; another for each that changes something. */
function shared(object: TicketObject, changing: boolean): Promise<{ id: string; title: string }> {
  if (changing) return make(object);
  const known = objects.get(object.name) ?? make(object);
  objects.set(object.name, known);
  return known;
}

const versionOf = async (id: string): Promise<number | undefined> => (await app.db.sql.one<{ version: number }>('select version from ticket where id = $1', [id]))?.version;
