import { type OutputUnit, Validator } from '@cfworker/json-schema';
import type { FieldError } from '@opora/kit';
import { type FieldSchema, type FormDefinition, type FormField, type Lookup, LOOKUPS, type ObjectSchema, visibleFields } from './form';

export type Answers = Record<string, unknown>;

/** Characters of all answers together, as JSON. */
const MOST_CHARACTERS = 64_000;
const PHONE = /^\+?[0-9][0-9 ().-]{4,24}$/;

/** What is said without saying anything (blank text, an empty list) is left out; texts lose the blanks around them. Both sides tidy before they validate, and this is what is stored. */
export function tidy(answers: unknown): Answers {
  const clean = clear(answers);
  return typeof clean === 'object' && clean !== null && !Array.isArray(clean) ? (clean as Answers) : {};
}

function clear(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (Array.isArray(value)) {
    const items = value.map(clear).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return value === null ? undefined : value;
  const kept = Object.entries(value).map(([name, inner]) => [name, clear(inner)] as const).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(kept);
}

/**
 * What is wrong with the answers, each with the JSON pointer of its field. The browser and the server ask this same function (`ux.md` §1.5.2).
 * @param answers as `tidy` left them
 * @param today the requester's day, `YYYY-MM-DD`
 */
export function validateAnswers(form: FormDefinition, answers: Answers, today: string): FieldError[] {
  if (JSON.stringify(answers).length > MOST_CHARACTERS) return [{ pointer: '', code: 'too_long', params: { max: MOST_CHARACTERS } }];
  const shown = visibleFields(form, answers);
  const { valid, errors } = new Validator(schemaOf(form, shown) as never, '2020-12', false).validate(answers);
  const found = valid ? [] : errors.flatMap((unit) => errorOf(unit, form.schema));
  for (const name of shown) found.push(...beyondSchema(form.ui.fields[name], answers[name], `/${name}`, today));
  const seen = new Set<string>();
  return found.filter(({ pointer }) => !seen.has(pointer) && seen.add(pointer)).sort((a, b) => place(form, a.pointer) - place(form, b.pointer));
}

const place = ({ ui }: FormDefinition, pointer: string): number => {
  const at = ui.order.indexOf(pointer.split('/')[1] ?? '');
  return at === -1 ? ui.order.length : at;
};

/** The schema of what is asked for now: what is hidden is neither required nor taken, what it does not know is refused. */
function schemaOf({ schema }: FormDefinition, shown: readonly string[]): ObjectSchema & { additionalProperties: boolean } {
  const asked = (names: readonly string[] | undefined): string[] => (names ?? []).filter((name) => shown.includes(name));
  const branch = <B extends { required?: readonly string[] }>(one: B | undefined): B | undefined => one && { ...one, ...(one.required ? { required: asked(one.required) } : {}) };
  const properties = Object.fromEntries(Object.entries(schema.properties).filter(([name]) => shown.includes(name)).map(([name, field]) => [name, closed(field)]));
  const { then, else: otherwise, dependentRequired } = schema;
  return {
    ...schema, properties, required: asked(schema.required), additionalProperties: false,
    ...(dependentRequired ? { dependentRequired: Object.fromEntries(Object.entries(dependentRequired).map(([name, names]) => [name, asked(names)])) } : {}),
    ...(then ? { then: branch(then) } : {}), ...(otherwise ? { else: branch(otherwise) } : {}),
  } as ObjectSchema & { additionalProperties: boolean };
}

const closed = (field: FieldSchema): FieldSchema => (field.items?.type === 'object' ? ({ ...field, items: { ...field.items, additionalProperties: false } } as FieldSchema) : field);

/** Keywords that only say that something below them is wrong. */
const ABOVE: ReadonlySet<string> = new Set(['properties', 'items', 'if', 'allOf', 'false']);

function errorOf({ keyword, instanceLocation, error }: OutputUnit, schema: ObjectSchema): FieldError[] {
  const pointer = instanceLocation.replace(/^#/, '');
  const named = /"([^"]+)"/g;
  if (ABOVE.has(keyword)) return [];
  if (keyword === 'required') return [{ pointer: `${pointer}/${named.exec(error)?.[1] ?? ''}`, code: 'required' }];
  if (keyword === 'dependentRequired') return [{ pointer: `${pointer}/${[...error.matchAll(named)][1]?.[1] ?? ''}`, code: 'required' }];
  if (keyword === 'additionalProperties') return [{ pointer: `${pointer}/${named.exec(error)?.[1] ?? ''}`, code: 'unknown_field' }];
  const field = fieldAt(schema, pointer);
  switch (keyword) {
    case 'type': return [{ pointer, code: 'wrong_type' }];
    case 'enum': return [{ pointer, code: 'not_one_of', params: { values: field?.enum ?? [] } }];
    case 'const': return [{ pointer, code: field?.const === true ? 'form.must_agree' : 'invalid_value' }];
    case 'minLength': return [{ pointer, code: 'too_short', params: { min: field?.minLength } }];
    case 'maxLength': return [{ pointer, code: 'too_long', params: { max: field?.maxLength } }];
    case 'minItems': return [{ pointer, code: 'form.too_few', params: { min: field?.minItems } }];
    case 'maxItems': return [{ pointer, code: 'form.too_many', params: { max: field?.maxItems } }];
    case 'minimum': return [{ pointer, code: 'form.too_small', params: { min: field?.minimum } }];
    case 'maximum': return [{ pointer, code: 'form.too_large', params: { max: field?.maximum } }];
    case 'format': return [{ pointer, code: FORMATS[field?.format ?? ''] ?? 'invalid_value' }];
    default: return [{ pointer, code: 'invalid_value' }];
  }
}

const FORMATS: Readonly<Record<string, string>> = { email: 'not_an_email', date: 'form.not_a_date', 'date-time': 'not_an_instant', uuid: 'not_an_id' };

function fieldAt(schema: ObjectSchema, pointer: string): FieldSchema | undefined {
  let at: FieldSchema | ObjectSchema | undefined = schema;
  for (const step of pointer.split('/').slice(1)) at = at?.type === 'object' ? at.properties[step] : at?.type === 'array' ? at.items : undefined;
  return at as FieldSchema | undefined;
}

/** What no schema can say: that a number can be called, that a day is not over. */
function beyondSchema(field: FormField | undefined, answer: unknown, pointer: string, today: string): FieldError[] {
  if (!field || answer === undefined) return [];
  if (field.fields && Array.isArray(answer))
    return answer.flatMap((row: unknown, i) => Object.entries(field.fields ?? {}).flatMap(([name, inner]) => beyondSchema(inner, (row as Answers | null)?.[name], `${pointer}/${i}/${name}`, today)));
  if (typeof answer !== 'string') return [];
  if (field.widget === 'phone' && !PHONE.test(answer)) return [{ pointer, code: 'form.not_a_phone' }];
  if (field.notBefore === 'today' && answer.slice(0, 10) < today) return [{ pointer, code: 'form.over' }];
  return [];
}

/** Records that the answers name, with their places; the server sees whether they exist for who asks. */
export function referencesIn(form: FormDefinition, answers: Answers): { lookup: Lookup | 'file'; id: string; pointer: string }[] {
  const found: { lookup: Lookup | 'file'; id: string; pointer: string }[] = [];
  const look = (fields: Readonly<Record<string, FormField>>, values: Answers, base: string): void => {
    for (const [name, { widget, fields: inner }] of Object.entries(fields)) {
      const value = values[name];
      const pointer = `${base}/${name}`;
      if (inner && Array.isArray(value)) value.forEach((row: unknown, i) => look(inner, (row ?? {}) as Answers, `${pointer}/${i}`));
      else if (widget === 'file' || (LOOKUPS as readonly string[]).includes(widget ?? ''))
        (Array.isArray(value) ? value : [value]).forEach((id: unknown, i) => {
          if (typeof id === 'string') found.push({ lookup: widget as Lookup, id, pointer: Array.isArray(value) ? `${pointer}/${i}` : pointer });
        });
    }
  };
  look(form.ui.fields, answers, '');
  return found;
}
