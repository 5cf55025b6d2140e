import fc from 'fast-check';
import { answerLines, checkForm, type FormDefinition, pagesOf, referencesIn, tidy, validateAnswers, visibleFields } from './index';

const w = (uk: string, en = uk) => ({ uk, en });
const ID = '0190a000-0000-7000-8000-000000000001';
const TODAY = '2026-11-23';

const LAPTOP: FormDefinition = {
  schema: {
    type: 'object',
    properties: {
      why: { type: 'string', minLength: 5, maxLength: 200 },
      model: { type: 'string', enum: ['light', 'strong'] },
      programs: { type: 'array', items: { type: 'string', enum: ['cad', 'office', 'dev'] }, minItems: 1, maxItems: 2, uniqueItems: true },
      count: { type: 'integer', minimum: 1, maximum: 5 },
      until: { type: 'string', format: 'date' },
      phone: { type: 'string' },
      mail: { type: 'string', format: 'email' },
      agree: { type: 'boolean', const: true },
      colleague: { type: 'string', format: 'uuid' },
      parts: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' }, pieces: { type: 'integer', minimum: 1 } }, required: ['name'] } },
    },
    required: ['why', 'model', 'programs', 'until'],
    dependentRequired: { phone: ['mail'] },
    if: { properties: { model: { const: 'strong' } }, required: ['model'] },
    then: { required: ['count'], properties: { why: { minLength: 20 } } },
  },
  ui: {
    order: ['why', 'model', 'programs', 'count', 'until', 'phone', 'mail', 'agree', 'colleague', 'parts'],
    fields: {
      why: { label: w('Навіщо'), widget: 'long', forApprovers: true }, model: { label: w('Модель'), options: { light: w('Легкий'), strong: w('Потужний') }, forApprovers: true },
      programs: { label: w('Програми'), options: { cad: w('САПР'), office: w('Офіс'), dev: w('Розробка') }, visibleWhen: { field: 'model', in: ['strong'] } },
      count: { label: w('Скільки') }, until: { label: w('До'), notBefore: 'today' }, phone: { label: w('Телефон'), widget: 'phone' }, mail: { label: w('Пошта') }, agree: { label: w('Згода') },
      colleague: { label: w('Колега'), widget: 'person' }, parts: { label: w('Частини'), widget: 'group', order: ['name', 'pieces'], fields: { name: { label: w('Назва') }, pieces: { label: w('Штук') } } },
    },
  },
};
const GOOD = { why: 'Старий ноутбук не вмикається', model: 'strong', programs: ['cad'], count: 1, until: '2026-12-15' };
const errors = (answers: unknown, form = LAPTOP) => validateAnswers(form, tidy(answers), TODAY).map(({ pointer, code }) => `${pointer} ${code}`);

it('takes what the form asks for', () => {
  expect(checkForm(LAPTOP)).toEqual([]);
  expect(errors(GOOD)).toEqual([]);
  expect(errors({ ...GOOD, phone: '+380 44 500 1011', mail: 'a@b.ua', agree: true, colleague: ID, parts: [{ name: 'Мишка', pieces: 2 }] })).toEqual([]);
});

it.each([
  ['nothing at all, in the order of the form', {}, ['/why required', '/model required', '/until required']],
  ['blank text says nothing', { ...GOOD, why: '   ' }, ['/why required']],
  ['a condition asks for more', { ...GOOD, count: undefined, why: 'коротко' }, ['/why too_short', '/count required']],
  ['what depends on another answer', { ...GOOD, phone: '0445001011' }, ['/mail required']],
  ['a value that is none of them', { ...GOOD, model: 'golden' }, ['/model not_one_of', '/programs unknown_field']],
  ['lists: too many, twice the same, a stranger', { ...GOOD, programs: ['cad', 'office', 'dev'] }, ['/programs form.too_many']],
  ['lists: a stranger', { ...GOOD, programs: ['cad', 'games'] }, ['/programs/1 not_one_of']],
  ['numbers', { ...GOOD, count: 6 }, ['/count form.too_large']],
  ['a day that is over', { ...GOOD, until: '2026-11-22' }, ['/until form.over']],
  ['a day that is none', { ...GOOD, until: '2026-02-30' }, ['/until form.not_a_date']],
  ['a number that cannot be called', { ...GOOD, phone: 'дзвоніть', mail: 'a@b.ua' }, ['/phone form.not_a_phone']],
  ['an address that is none', { ...GOOD, mail: 'a@' }, ['/mail not_an_email']],
  ['what must be agreed to', { ...GOOD, agree: false }, ['/agree form.must_agree']],
  ['rows of a group', { ...GOOD, parts: [{ name: 'Мишка' }, { pieces: 0 }] }, ['/parts/1/name required', '/parts/1/pieces form.too_small']],
  ['a stranger in a row', { ...GOOD, parts: [{ name: 'Мишка', price: 1 }] }, ['/parts/0/price unknown_field']],
  ['a field that the form does not know', { ...GOOD, price: 1 }, ['/price unknown_field']],
])('%s', (_what, answers, expected) => expect([...errors(answers)].sort()).toEqual([...expected].sort()));

it('what is hidden is neither asked for nor taken, and hides what depends on it', () => {
  expect(visibleFields(LAPTOP, { model: 'light' })).not.toContain('programs');
  expect(errors({ why: 'Старий не вмикається', model: 'light', until: '2026-12-15' })).toEqual([]);
  expect(errors({ why: 'Старий не вмикається', model: 'light', until: '2026-12-15', programs: ['cad'] })).toEqual(['/programs unknown_field']);
});

it('says the answers in words and names what approvers read', () => {
  const lines = answerLines(LAPTOP, { ...GOOD, colleague: ID, parts: [{ name: 'Мишка', pieces: 2 }] }, (id) => (id === ID ? 'Олена' : undefined));
  expect(lines.map(({ label, value }) => `${label.uk}: ${value.uk}`)).toEqual(['Навіщо: Старий ноутбук не вмикається', 'Модель: Потужний', 'Програми: САПР', 'Скільки: 1', 'До: 2026-12-15', 'Колега: Олена', 'Частини: Назва: Мишка, Штук: 2']);
  expect(lines.filter(({ forApprovers }) => forApprovers).map(({ name }) => name)).toEqual(['why', 'model']);
  expect(referencesIn(LAPTOP, { ...GOOD, colleague: ID })).toEqual([{ lookup: 'person', id: ID, pointer: '/colleague' }]);
});

it('makes pages of a long form, one of a short one', () => {
  expect(pagesOf(LAPTOP).map(({ fields }) => fields.length)).toEqual([5, 5]);
  expect(pagesOf({ ...LAPTOP, ui: { ...LAPTOP.ui, order: ['why'] } })).toHaveLength(1);
});

const changed = (path: string, value: unknown): unknown => {
  const copy = structuredClone(LAPTOP) as unknown as Record<string, unknown>;
  const steps = path.split('/').slice(1);
  const last = steps.pop() as string;
  let at = copy;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
};

it.each([
  ['/schema/properties/why/pattern', '^(a+)+$', '/schema/properties/why/pattern form.unsupported'],
  ['/schema/properties/why/$ref', '#/x', '/schema/properties/why/$ref form.unsupported'],
  ['/schema/properties/why/type', 'object', '/schema/properties/why/type not_one_of'],
  ['/schema/properties/why/format', 'regex', '/schema/properties/why/format not_one_of'],
  ['/schema/properties/model/enum', [], '/schema/properties/model/enum form.values'],
  ['/schema/required', ['whyy'], '/schema/required/0 form.unknown_name'],
  ['/schema/anyOf', [], '/schema/anyOf form.unsupported'],
  ['/schema/then/properties/why/pattern', 'x', '/schema/then/properties/why/pattern form.unsupported'],
  ['/schema/properties/parts/items/if', {}, '/schema/properties/parts/items/if form.unsupported'],
  ['/ui/order', ['why'], '/ui/order form.order'],
  ['/ui/fields/why/label', { uk: 'Навіщо' }, '/ui/fields/why/label form.both_languages'],
  ['/ui/fields/model/options/light', undefined, '/ui/fields/model/options/light form.both_languages'],
  ['/ui/fields/why/widget', 'date', '/ui/fields/why/widget form.widget'],
  ['/ui/fields/colleague/widget', undefined, '/ui/fields/colleague/widget required'],
  ['/ui/fields/why/visibleWhen', { field: 'model', in: ['light'] }, '/ui/fields/why/visibleWhen form.visible_when'],
  ['/ui/fields/count/notBefore', 'today', '/ui/fields/count/notBefore form.unsupported'],
  ['/ui/pages', [{ title: w('Усе'), fields: ['why'] }], '/ui/pages form.pages'],
])('refuses %s', (path, value, expected) => expect(checkForm(changed(path, value)).map(({ pointer, code }) => `${pointer} ${code}`)).toContain(expected));

it('whatever comes, nothing throws: a form is refused or answers, and each refusal names a field', () => {
  fc.assert(fc.property(fc.jsonValue(), (form) => { expect(checkForm(form).length).toBeGreaterThan(0); }), { numRuns: 300 });
  const pieces = fc.dictionary(fc.constantFrom(...LAPTOP.ui.order, 'price', '__proto__', 'a/b'), fc.oneof(fc.jsonValue(), fc.constantFrom('strong', 'light', '2026-12-15', ID, true, 1, ['cad'])));
  fc.assert(
    fc.property(pieces, (answers) => {
      for (const { pointer, code } of validateAnswers(LAPTOP, tidy(answers), TODAY)) {
        expect(code).toMatch(/^[a-z_.]+$/);
        expect(pointer).toMatch(/^\/[^/]+/);
      }
    }),
    { numRuns: 1_000 },
  );
});
