import type { FieldError } from '@opora/kit';
import { type FieldSchema, type FormDefinition, type FormField, LOOKUPS, type ObjectSchema, WIDGETS, type Widget } from './form';

const NAME = /^[a-z][A-Za-z0-9_]{0,39}$/;
const MOST_FIELDS = 60;
const KEYWORDS: Readonly<Record<FieldSchema['type'], readonly string[]>> = {
  string: ['type', 'format', 'enum', 'const', 'minLength', 'maxLength'],
  number: ['type', 'minimum', 'maximum'],
  integer: ['type', 'minimum', 'maximum'],
  boolean: ['type', 'const'],
  array: ['type', 'items', 'minItems', 'maxItems', 'uniqueItems'],
};
const FORMATS = ['email', 'date', 'date-time', 'uuid'];
const ROOT = ['$schema', 'type', 'properties', 'required', 'dependentRequired', 'if', 'then', 'else'];
const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** Which widget shows which schema. */
const FITS: Readonly<Record<Widget, (field: FieldSchema) => boolean>> = {
  text: ({ type, enum: values }) => type === 'string' && !values, long: ({ type, enum: values, format }) => type === 'string' && !values && !format, phone: ({ type, format }) => type === 'string' && !format,
  radio: ({ enum: values }) => values !== undefined, select: ({ enum: values }) => values !== undefined, checkboxes: ({ type, items }) => type === 'array' && items?.type === 'string' && items.enum !== undefined,
  date: ({ format }) => format === 'date', datetime: ({ format }) => format === 'date-time', number: ({ type }) => type === 'number' || type === 'integer', yesno: ({ type }) => type === 'boolean',
  file: ({ type, items }) => type === 'array' && items?.type === 'string' && items.format === 'uuid', group: ({ type, items }) => type === 'array' && items?.type === 'object',
  ...(Object.fromEntries(LOOKUPS.map((lookup) => [lookup, ({ format }: FieldSchema) => format === 'uuid'])) as Record<(typeof LOOKUPS)[number], (field: FieldSchema) => boolean>),
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNames = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');
const wrong = (pointer: string, code = 'form.unsupported', params?: Record<string, unknown>): FieldError => (params ? { pointer, code, params } : { pointer, code });

/** What of a form this renderer and this validator do not know, with its place: refused when an administrator saves it, not when an employee opens it (`ux.md` §1.5.2). */
export function checkForm(form: unknown, base = ''): FieldError[] {
  if (!isObject(form) || !isObject(form['schema']) || !isObject(form['ui'])) return [wrong(base, 'wrong_type')];
  const strangers = Object.keys(form).filter((key) => key !== 'schema' && key !== 'ui').map((key) => wrong(`${base}/${key}`, 'unknown_field'));
  return [...strangers, ...checkObject(form['schema'], `${base}/schema`, true), ...checkUi(form['schema'], form['ui'], `${base}/ui`)];
}

export const isFormDefinition = (form: unknown): form is FormDefinition => checkForm(form).length === 0;

function checkObject(schema: Record<string, unknown>, at: string, root: boolean): FieldError[] {
  const errors = Object.keys(schema).filter((key) => !(root ? ROOT : ['type', 'properties', 'required']).includes(key)).map((key) => wrong(`${at}/${key}`));
  if (schema['type'] !== 'object') errors.push(wrong(`${at}/type`));
  if (schema['$schema'] !== undefined && schema['$schema'] !== DRAFT) errors.push(wrong(`${at}/$schema`));
  const properties = schema['properties'];
  if (!isObject(properties)) return [...errors, wrong(`${at}/properties`, 'required')];
  const names = Object.keys(properties);
  if (names.length > MOST_FIELDS) errors.push(wrong(`${at}/properties`, 'too_long', { max: MOST_FIELDS }));
  for (const [name, field] of Object.entries(properties)) {
    if (!NAME.test(name)) errors.push(wrong(`${at}/properties/${name}`, 'form.name'));
    errors.push(...checkField(field, `${at}/properties/${name}`, root));
  }
  const known = (list: unknown, where: string): FieldError[] => (list === undefined ? [] : !isNames(list) ? [wrong(where, 'wrong_type')] : list.flatMap((name, i) => (names.includes(name) ? [] : [wrong(`${where}/${i}`, 'form.unknown_name', { name })])));
  errors.push(...known(schema['required'], `${at}/required`));
  if (schema['dependentRequired'] !== undefined) {
    if (!isObject(schema['dependentRequired'])) errors.push(wrong(`${at}/dependentRequired`, 'wrong_type'));
    else for (const [name, list] of Object.entries(schema['dependentRequired'])) errors.push(...known([name], `${at}/dependentRequired`), ...known(list, `${at}/dependentRequired/${name}`));
  }
  for (const key of ['if', 'then', 'else'].filter((one) => schema[one] !== undefined)) errors.push(...checkBranch(schema[key], names, known, `${at}/${key}`));
  if ((schema['then'] !== undefined || schema['else'] !== undefined) && schema['if'] === undefined) errors.push(wrong(`${at}/if`, 'required'));
  return errors;
}

/** A condition and its consequences speak of fields that are there: they require or narrow them. */
function checkBranch(branch: unknown, names: readonly string[], known: (list: unknown, where: string) => FieldError[], at: string): FieldError[] {
  if (!isObject(branch)) return [wrong(at, 'wrong_type')];
  const errors = Object.keys(branch).filter((key) => !['properties', 'required'].includes(key)).map((key) => wrong(`${at}/${key}`));
  errors.push(...known(branch['required'], `${at}/required`));
  if (branch['properties'] === undefined) return errors;
  if (!isObject(branch['properties'])) return [...errors, wrong(`${at}/properties`, 'wrong_type')];
  for (const [name, part] of Object.entries(branch['properties'])) {
    if (!names.includes(name)) errors.push(wrong(`${at}/properties/${name}`, 'form.unknown_name', { name }));
    if (!isObject(part)) errors.push(wrong(`${at}/properties/${name}`, 'wrong_type'));
    else for (const [key, value] of Object.entries(part)) errors.push(...checkKeyword(key, value, `${at}/properties/${name}/${key}`, ['const', 'enum', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems']));
  }
  return errors;
}

function checkField(field: unknown, at: string, mayNest: boolean): FieldError[] {
  if (!isObject(field)) return [wrong(at, 'wrong_type')];
  const type = field['type'] as FieldSchema['type'];
  if (typeof type !== 'string' || !Object.hasOwn(KEYWORDS, type)) return [wrong(`${at}/type`, 'not_one_of', { values: Object.keys(KEYWORDS) })];
  const errors = Object.entries(field).flatMap(([key, value]) => checkKeyword(key, value, `${at}/${key}`, KEYWORDS[type]));
  if (type !== 'array') return errors;
  const items = field['items'];
  if (!isObject(items)) return [...errors, wrong(`${at}/items`, 'required')];
  if (items['type'] === 'object') return mayNest ? [...errors, ...checkObject(items, `${at}/items`, false)] : [...errors, wrong(`${at}/items/type`)];
  if (items['type'] !== 'string' || !(items['enum'] || items['format'] === 'uuid')) errors.push(wrong(`${at}/items`));
  return [...errors, ...checkField(items, `${at}/items`, false)];
}

function checkKeyword(key: string, value: unknown, at: string, allowed: readonly string[]): FieldError[] {
  if (!allowed.includes(key)) return [wrong(at)];
  const count = (most: number): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
  switch (key) {
    case 'format': return FORMATS.includes(value as string) ? [] : [wrong(at, 'not_one_of', { values: FORMATS })];
    case 'enum': return isNames(value) && value.length > 0 && value.length <= 200 && new Set(value).size === value.length && value.every((one) => one.length <= 100) ? [] : [wrong(at, 'form.values')];
    case 'const': return ['string', 'boolean', 'number'].includes(typeof value) ? [] : [wrong(at, 'wrong_type')];
    case 'minLength': case 'maxLength': return count(20_000) ? [] : [wrong(at, 'out_of_range')];
    case 'minItems': case 'maxItems': return count(200) ? [] : [wrong(at, 'out_of_range')];
    case 'minimum': case 'maximum': return typeof value === 'number' && Number.isFinite(value) ? [] : [wrong(at, 'wrong_type')];
    case 'uniqueItems': return typeof value === 'boolean' ? [] : [wrong(at, 'wrong_type')];
    default: return [];
  }
}

const isWords = (value: unknown, max: number): boolean => isObject(value) && ['uk', 'en'].every((locale) => typeof value[locale] === 'string' && value[locale].trim() !== '' && value[locale].length <= max) && Object.keys(value).length === 2;

function checkUi(schema: Record<string, unknown>, ui: Record<string, unknown>, at: string): FieldError[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const errors = Object.keys(ui).filter((key) => !['order', 'fields', 'pages'].includes(key)).map((key) => wrong(`${at}/${key}`, 'unknown_field'));
  errors.push(...checkFields(properties, ui['order'], ui['fields'], at));
  const { order } = ui;
  if (ui['pages'] === undefined || !isNames(order)) return errors;
  if (!Array.isArray(ui['pages'])) return [...errors, wrong(`${at}/pages`, 'wrong_type')];
  const placed = ui['pages'].flatMap((page: unknown, i) => {
    if (!isObject(page) || !isWords(page['title'], 200) || !isNames(page['fields'])) errors.push(wrong(`${at}/pages/${i}`, 'wrong_type'));
    return isObject(page) && isNames(page['fields']) ? page['fields'] : [];
  });
  if (placed.length !== order.length || placed.some((name, i) => name !== order[i])) errors.push(wrong(`${at}/pages`, 'form.pages'));
  return errors;
}

function checkFields(properties: Record<string, unknown>, order: unknown, fields: unknown, at: string): FieldError[] {
  const names = Object.keys(properties);
  if (!isNames(order)) return [wrong(`${at}/order`, 'wrong_type')];
  if (!isObject(fields)) return [wrong(`${at}/fields`, 'wrong_type')];
  const errors: FieldError[] = [];
  if (new Set(order).size !== order.length || order.length !== names.length || order.some((name) => !names.includes(name))) errors.push(wrong(`${at}/order`, 'form.order'));
  for (const name of Object.keys(fields)) if (!names.includes(name)) errors.push(wrong(`${at}/fields/${name}`, 'form.unknown_name', { name }));
  for (const name of names) errors.push(...checkLook(properties[name], fields[name], order.slice(0, order.indexOf(name)), `${at}/fields/${name}`));
  return errors;
}

function checkLook(schema: unknown, field: unknown, before: readonly string[], at: string): FieldError[] {
  if (!isObject(field)) return [wrong(at, 'required')];
  if (!isObject(schema)) return [];
  const one = field as unknown as FormField;
  const errors = Object.keys(field).filter((key) => !['label', 'hint', 'widget', 'options', 'visibleWhen', 'notBefore', 'forApprovers', 'order', 'fields'].includes(key)).map((key) => wrong(`${at}/${key}`, 'unknown_field'));
  if (!isWords(field['label'], 200)) errors.push(wrong(`${at}/label`, 'form.both_languages'));
  if (field['hint'] !== undefined && !isWords(field['hint'], 500)) errors.push(wrong(`${at}/hint`, 'form.both_languages'));
  if (one.widget !== undefined && (!WIDGETS.includes(one.widget) || !FITS[one.widget](schema as unknown as FieldSchema))) errors.push(wrong(`${at}/widget`, 'form.widget'));
  const { items } = schema as { items?: Partial<ObjectSchema> & { enum?: string[]; format?: string } };
  if ((schema['format'] === 'uuid' || items?.format === 'uuid') && !one.widget) errors.push(wrong(`${at}/widget`, 'required'));
  const values = (schema['enum'] ?? items?.enum) as readonly string[] | undefined;
  if (values) for (const value of values) if (!isWords((field['options'] as Record<string, unknown> | undefined)?.[value], 200)) errors.push(wrong(`${at}/options/${value}`, 'form.both_languages'));
  if (one.visibleWhen !== undefined && (!isObject(one.visibleWhen) || !before.includes(one.visibleWhen.field) || !Array.isArray(one.visibleWhen.in) || one.visibleWhen.in.length === 0)) errors.push(wrong(`${at}/visibleWhen`, 'form.visible_when'));
  if (one.notBefore !== undefined && (one.notBefore !== 'today' || !['date', 'date-time'].includes(String(schema['format'])))) errors.push(wrong(`${at}/notBefore`));
  if (items?.type === 'object') errors.push(...checkFields((items.properties ?? {}) as Record<string, unknown>, field['order'], field['fields'], at));
  return errors;
}
