import type { FieldSchema, FormDefinition, FormField, Words } from '@opora/form';
import type { Schemas } from '../../../shared/api';

export type Definition = Omit<Schemas['DefinitionBody'], 'form'> & { form: FormDefinition };

/** What a field of the builder can be; each is one shape of schema and one widget. */
export const TYPES = ['text', 'long', 'number', 'date', 'yesno', 'agree', 'choice', 'choices', 'email', 'phone', 'person', 'location', 'department', 'service', 'configurationItem', 'file'] as const;
export type FieldType = (typeof TYPES)[number];
export const hasOptions = (type: FieldType): boolean => type === 'choice' || type === 'choices';

/** A field as the builder edits it. */
export interface BuiltField {
  name: string;
  type: FieldType;
  label: Words;
  hint: Words;
  required: boolean;
  forApprovers: boolean;
  /** `value | українською | English`, a line each. */
  options: string;
  whenField: string;
  /** Separated by commas. */
  whenIn: string;
  /** What the builder does not know of it: kept as it was. */
  keep?: { schema: FieldSchema; look: FormField };
}

const id = { type: 'string', format: 'uuid' } as const;
const SCHEMAS: Readonly<Record<FieldType, FieldSchema>> = {
  text: { type: 'string', maxLength: 300 }, long: { type: 'string', maxLength: 4_000 }, number: { type: 'number' }, date: { type: 'string', format: 'date' }, yesno: { type: 'boolean' }, agree: { type: 'boolean', const: true }, choice: { type: 'string' },
  choices: { type: 'array', items: { type: 'string' }, uniqueItems: true }, email: { type: 'string', format: 'email' }, phone: { type: 'string', maxLength: 40 }, person: id, location: id, department: id, service: id, configurationItem: id,
  file: { type: 'array', items: id, maxItems: 10 },
};
const WIDGETS: Partial<Record<FieldType, FormField['widget']>> = { long: 'long', phone: 'phone', person: 'person', location: 'location', department: 'department', service: 'service', configurationItem: 'configurationItem', file: 'file' };

function typeOf(schema: FieldSchema, look: FormField): FieldType | null {
  if (schema.items?.type === 'object') return null;
  if (look.widget === 'file') return 'file';
  if (schema.type === 'array') return 'choices';
  if (schema.type === 'boolean') return schema.const === true ? 'agree' : 'yesno';
  if (schema.enum) return 'choice';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  if (look.widget && (TYPES as readonly string[]).includes(look.widget)) return look.widget as FieldType;
  if (schema.format === 'date' || schema.format === 'email') return schema.format;
  return schema.format === undefined ? 'text' : null;
}

const NOTHING: Words = { uk: '', en: '' };

export const builtFields = ({ schema, ui }: FormDefinition): BuiltField[] =>
  ui.order.flatMap((name) => {
    const [own, look] = [schema.properties[name], ui.fields[name]];
    if (!own || !look) return [];
    const values = own.enum ?? (own.items?.type === 'string' ? own.items.enum : undefined) ?? [];
    return [{
      name, type: typeOf(own, look) ?? 'text', label: look.label, hint: look.hint ?? NOTHING, required: schema.required?.includes(name) ?? false, forApprovers: look.forApprovers ?? false,
      options: values.map((value) => `${value} | ${look.options?.[value]?.uk ?? ''} | ${look.options?.[value]?.en ?? ''}`).join('\n'), whenField: look.visibleWhen?.field ?? '', whenIn: look.visibleWhen?.in.join(', ') ?? '', keep: { schema: own, look },
    }];
  });

/** What the builder says, as a form; what it does not know (limits, conditions of the whole, pages, groups of rows) stays as it was. */
export function formOf(fields: readonly BuiltField[], before: FormDefinition): FormDefinition {
  const names = fields.map(({ name }) => name);
  const pages = before.ui.pages && before.ui.order.join() === names.join() ? { pages: before.ui.pages } : {};
  return {
    schema: { ...before.schema, type: 'object', properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])), required: fields.filter(({ required }) => required).map(({ name }) => name) },
    ui: { order: names, fields: Object.fromEntries(fields.map((field) => [field.name, lookOf(field, fields)])), ...pages },
  };
}

const optionsOf = (text: string): { value: string; words: Words }[] =>
  text.split('\n').flatMap((line) => {
    const [value = '', uk = '', en = ''] = line.split('|').map((part) => part.trim());
    return value === '' ? [] : [{ value, words: { uk: uk || value, en: en || uk || value } }];
  });

function schemaOf({ type, options, keep }: BuiltField): FieldSchema {
  const known = keep && typeOf(keep.schema, keep.look);
  if (keep && (known === null || (known === type && !hasOptions(type)))) return keep.schema;
  const values = optionsOf(options).map(({ value }) => value);
  const base = keep && known === type ? keep.schema : SCHEMAS[type];
  if (type === 'choice') return { ...base, enum: values };
  if (type === 'choices') return { ...base, items: { type: 'string', enum: values } };
  return base;
}

function lookOf({ type, label, hint, forApprovers, options, whenField, whenIn, keep }: BuiltField, all: readonly BuiltField[]): FormField {
  const { hint: _hint, visibleWhen: _when, options: _options, forApprovers: _for, widget, notBefore, ...rest } = keep?.look ?? ({} as FormField);
  const same = keep && typeOf(keep.schema, keep.look);
  const own = WIDGETS[type];
  const parent = all.find(({ name }) => name === whenField);
  const values = whenIn.split(',').map((one) => one.trim()).filter(Boolean).map((one) => (parent?.type === 'yesno' || parent?.type === 'agree' ? one === 'true' || one === 'так' || one === 'yes' : one));
  return {
    ...rest, label, ...(hint.uk.trim() === '' && hint.en.trim() === '' ? {} : { hint }), ...(forApprovers ? { forApprovers } : {}),
    ...(same === null || same === type ? { ...(widget ? { widget } : {}), ...(notBefore ? { notBefore } : {}) } : own ? { widget: own } : {}),
    ...(hasOptions(type) ? { options: Object.fromEntries(optionsOf(options).map(({ value, words }) => [value, words])) } : {}),
    ...(whenField === '' || values.length === 0 ? {} : { visibleWhen: { field: whenField, in: values } }),
  };
}

/** A name that the form does not have yet. */
export function freeName(fields: readonly BuiltField[]): string {
  for (let n = fields.length + 1; ; n++) if (!fields.some(({ name }) => name === `field${n}`)) return `field${n}`;
}

export const newDefinition = (): Definition => ({
  name: { uk: '', en: '' }, summary: { uk: '', en: '' }, description: { uk: '', en: '' }, form: { schema: { type: 'object', properties: {}, required: [] }, ui: { order: [], fields: {} } },
  entitlement: { all: true }, approval: [], plan: [], cost: null, targets: {},
});
