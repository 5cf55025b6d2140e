import { type OfferingDefinition, checkDefinition, entitled, planFor, stepsFor } from './offering';

const w = (text: string) => ({ uk: text, en: text });
const task = (key: string, after: string[] = [], when?: OfferingDefinition['plan'][number]['when']) => ({ key, title: w(key), groupId: 'g', after, ...(when ? { when } : {}) });
const NEWCOMER: OfferingDefinition = {
  name: w('Новий співробітник'), summary: w('…'), description: w('…'), entitlement: { all: true }, cost: null, targets: {},
  form: { schema: { type: 'object', properties: { laptop: { type: 'boolean' } } }, ui: { order: ['laptop'], fields: { laptop: { label: w('Ноутбук') } } } },
  approval: [{ name: w('Керівник'), mode: 'any', approvers: [{ position: 'line_manager' }] }, { name: w('Бюджет'), mode: 'any', approvers: [{ position: 'service_owner' }], when: { field: 'laptop', in: [true] } }],
  plan: [task('account'), task('buy', ['account'], { field: 'laptop', in: [true] }), task('setup', ['buy'], { field: 'laptop', in: [true] }), task('welcome', ['setup'])],
};
const changed = (set: Partial<OfferingDefinition>) => checkDefinition({ ...NEWCOMER, ...set }).map(({ pointer, code }) => `${pointer} ${code}`);

it('asks and plans what the answers need', () => {
  expect(checkDefinition(NEWCOMER)).toEqual([]);
  expect(stepsFor(NEWCOMER, { laptop: true })).toHaveLength(2);
  expect(stepsFor(NEWCOMER, { laptop: false })).toHaveLength(1);
  expect(planFor(NEWCOMER, { laptop: true }).map(({ key, after }) => [key, after])).toEqual([['account', []], ['buy', ['account']], ['setup', ['buy']], ['welcome', ['setup']]]);
  expect(planFor(NEWCOMER, {}).map(({ key, after }) => [key, after])).toEqual([['account', []], ['welcome', ['account']]]);
});

it('names what is wrong with a draft', () => {
  expect(changed({ entitlement: { all: false } })).toEqual(['/definition/entitlement offering.nobody']);
  expect(changed({ plan: [task('a', ['b']), task('b', ['a'])] })).toEqual(['/definition/plan task.circle']);
  expect(changed({ plan: [task('a'), task('a', ['x'])] })).toEqual(['/definition/plan/1/key already_taken', '/definition/plan/1/after/0 unknown_reference']);
  expect(changed({ approval: [{ name: w('x'), mode: 'n_of_m', approvers: [{ position: 'cab', groupId: 'g' }], when: { field: 'colour', in: ['red'] } }] })).toEqual([
    '/definition/approval/0/needed approval.needed', '/definition/approval/0/approvers/0 approval.approver', '/definition/approval/0/when/field form.unknown_name',
  ]);
});

it('entitles whoever belongs to one of those named', () => {
  const who = { departmentIds: ['accounting', 'finance'], groupIds: [], locationIds: ['kyiv'] };
  expect(entitled({ all: false, departmentIds: ['finance'] }, who)).toBe(true);
  expect(entitled({ all: false, departmentIds: ['sales'], locationIds: ['kyiv'] }, who)).toBe(true);
  expect(entitled({ all: false, departmentIds: ['sales'] }, who)).toBe(false);
});
