/** The same words in both languages. */
export interface Words {
  uk: string;
  en: string;
}

/** The part of JSON Schema 2020-12 that forms are made of (`ux.md` §1.5.2); whatever else a schema says is refused when it is saved. */
export interface FieldSchema {
  type: 'string' | 'number' | 'integer' | 'boolean' | 'array';
  format?: 'email' | 'date' | 'date-time' | 'uuid';
  enum?: readonly string[];
  const?: string | boolean | number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  items?: FieldSchema | ObjectSchema;
}

export interface ObjectSchema {
  $schema?: string;
  type: 'object';
  properties: Readonly<Record<string, FieldSchema>>;
  required?: readonly string[];
  dependentRequired?: Readonly<Record<string, readonly string[]>>;
  if?: Partial<Omit<ObjectSchema, 'properties'>> & { properties?: Readonly<Record<string, Partial<FieldSchema>>> };
  then?: Branch;
  else?: Branch;
}
type Branch = { required?: readonly string[]; properties?: Readonly<Record<string, Partial<FieldSchema>>> };

export const LOOKUPS = ['person', 'configurationItem', 'service', 'location', 'department'] as const;
export type Lookup = (typeof LOOKUPS)[number];

/** How a field is shown where its schema alone does not say it. */
export const WIDGETS = ['text', 'long', 'phone', 'radio', 'select', 'checkboxes', 'date', 'datetime', 'number', 'yesno', 'file', 'group', ...LOOKUPS] as const;
export type Widget = (typeof WIDGETS)[number];

export interface FormField {
  label: Words;
  /** One sentence. */
  hint?: Words;
  widget?: Widget;
  /** Words of the values of an enumeration. */
  options?: Readonly<Record<string, Words>>;
  /** Shown, and asked for, only while an earlier field has one of these values. */
  visibleWhen?: { field: string; in: readonly (string | boolean | number)[] };
  /** Of a date: not before the day of the order. */
  notBefore?: 'today';
  /** Approvers read this answer on their card (`security.md` D.5). */
  forApprovers?: boolean;
  /** Of a repeatable group. */
  order?: readonly string[];
  fields?: Readonly<Record<string, FormField>>;
}

/** One topic a page, where a form has more than fits on one (`ux.md` §1.5.2). */
export interface FormPage {
  title: Words;
  fields: readonly string[];
}

export interface FormDefinition {
  schema: ObjectSchema;
  ui: { order: readonly string[]; fields: Readonly<Record<string, FormField>>; pages?: readonly FormPage[] };
}

export const EMPTY_FORM: FormDefinition = { schema: { type: 'object', properties: {} }, ui: { order: [], fields: {} } };

/** Fields that are asked for while the answers are these, in their order. What depends on a hidden field is hidden too. */
export function visibleFields({ ui }: FormDefinition, answers: Readonly<Record<string, unknown>>): string[] {
  const shown: string[] = [];
  for (const name of ui.order) {
    const when = ui.fields[name]?.visibleWhen;
    if (!when || (shown.includes(when.field) && matches(answers[when.field], when.in))) shown.push(name);
  }
  return shown;
}

/** A list matches where it holds one of the values. */
const matches = (answer: unknown, wished: readonly unknown[]): boolean => (Array.isArray(answer) ? answer.some((one) => wished.includes(one)) : wished.includes(answer));

const MOST_ON_ONE_PAGE = 7;

/** Pages of a form: its own, or where it names none one page, or as many as its length asks for. */
export function pagesOf({ ui }: FormDefinition): readonly { title: Words | null; fields: readonly string[] }[] {
  if (ui.pages?.length) return ui.pages;
  if (ui.order.length <= MOST_ON_ONE_PAGE) return [{ title: null, fields: ui.order }];
  const count = Math.ceil(ui.order.length / MOST_ON_ONE_PAGE);
  const each = Math.ceil(ui.order.length / count);
  return Array.from({ length: count }, (_unused, page) => ({ title: null, fields: ui.order.slice(page * each, (page + 1) * each) }));
}
