import { checkForm, type FormDefinition } from '@opora/form';
import { builtFields, formOf, freeName } from './draft';

const w = (uk: string, en: string) => ({ uk, en });
const FORM: FormDefinition = {
  schema: {
    type: 'object', required: ['why'],
    properties: { why: { type: 'string', minLength: 5, maxLength: 100 }, size: { type: 'string', enum: ['s', 'm'] }, dock: { type: 'boolean' }, rows: { type: 'array', items: { type: 'object', properties: { what: { type: 'string' } } } }, until: { type: 'string', format: 'date' } },
  },
  ui: {
    order: ['why', 'size', 'dock', 'rows', 'until'],
    fields: {
      why: { label: w('Навіщо', 'What for'), widget: 'long', forApprovers: true }, size: { label: w('Розмір', 'Size'), options: { s: w('Малий', 'Small'), m: w('Середній', 'Medium') } }, dock: { label: w('Док', 'Dock'), visibleWhen: { field: 'size', in: ['m'] } },
      rows: { label: w('Рядки', 'Rows'), widget: 'group', order: ['what'], fields: { what: { label: w('Що', 'What') } } }, until: { label: w('До', 'Until'), notBefore: 'today' },
    },
  },
};

it('a form that is opened and saved is the same form', () => {
  expect(formOf(builtFields(FORM), FORM)).toEqual(FORM);
});

it('what is built is a form that the server takes', () => {
  const fields = [...builtFields(FORM), { name: freeName(builtFields(FORM)), type: 'choices' as const, label: w('Колір', 'Colour'), hint: w('', ''), required: true, forApprovers: false, options: 'red | Червоний | Red\nblue | Синій', whenField: 'dock', whenIn: 'так' }];
  const form = formOf(fields, FORM);
  expect(checkForm(form)).toEqual([]);
  expect(form.ui.fields['field6']).toMatchObject({ options: { blue: { uk: 'Синій', en: 'Синій' } }, visibleWhen: { field: 'dock', in: [true] } });
  const changed = formOf(fields.map((field) => (field.name === 'why' ? { ...field, type: 'date' as const } : field)), FORM);
  expect([changed.schema.properties['why'], changed.ui.fields['why']?.widget]).toEqual([{ type: 'string', format: 'date' }, undefined]);
});
