import type { FieldError } from '@opora/kit';
import type { FieldSchema, FormDefinition, FormField } from '@opora/form';
import type { I18n } from '../../../shared/i18n';

export interface FoundField {
  field: FormField;
  schema: FieldSchema;
}

/** The field at a pointer into the answers, in a repeatable group too. */
export function fieldAt({ ui, schema }: FormDefinition, pointer: string): FoundField | null {
  const [name = '', , inner] = pointer.split('/').slice(1);
  const [field, own] = [ui.fields[name], schema.properties[name]];
  if (!field || !own) return null;
  const nested = inner === undefined ? undefined : field.fields?.[inner];
  if (!nested || own.items?.type !== 'object') return { field, schema: own };
  const within = own.items.properties[inner ?? ''];
  return within ? { field: nested, schema: within } : null;
}

const CHOSEN = new Set(['radio', 'select', 'checkboxes', 'yesno', 'person', 'configurationItem', 'service', 'location', 'department']);
const chosen = ({ field, schema }: FoundField): boolean => CHOSEN.has(field.widget ?? '') || schema.enum !== undefined || schema.type === 'boolean' || (schema.type === 'array' && field.widget !== 'file');

/** What to do about an error of a field, in words that name it (GOV.UK; ux.md §1.5.2). */
export function wordsOf(error: FieldError, form: FormDefinition, { t, tOr, locale }: I18n): string {
  const found = fieldAt(form, error.pointer);
  if (!found) return error.message ?? t('form.error');
  const label = found.field.label[locale];
  const params = { label, ...(error.params as Record<string, string | number> | undefined) };
  if (error.code === 'required') return t(found.field.widget === 'file' ? 'order.error.file' : chosen(found) ? 'order.error.choose' : 'order.error.fill', params);
  return tOr(`order.error.${error.code}`, error.message ?? t('order.error.other', params), params);
}
