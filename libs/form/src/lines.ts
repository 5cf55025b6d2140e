import { type FormDefinition, type FormField, type Words, visibleFields } from './form';
import type { Answers } from './validate';

const YES: Words = { uk: 'так', en: 'yes' };
const NO: Words = { uk: 'ні', en: 'no' };

/** The answers in words, in the order of the form: for cards, letters and the desk. Names of records come from whoever knows them. */
export function answerLines(form: FormDefinition, answers: Answers, nameOf: (id: string) => string | undefined): { name: string; label: Words; value: Words; forApprovers: boolean }[] {
  return visibleFields(form, answers).flatMap((name) => {
    const field = form.ui.fields[name];
    const answer = answers[name];
    if (!field || answer === undefined || field.widget === 'file') return [];
    return [{ name, label: field.label, value: valueOf(field, answer, nameOf), forApprovers: field.forApprovers === true }];
  });
}

function valueOf(field: FormField, answer: unknown, nameOf: (id: string) => string | undefined): Words {
  if (Array.isArray(answer)) {
    const parts = answer.map((one: unknown) => (field.fields ? groupOf(field.fields, (one ?? {}) as Answers, nameOf) : valueOf(field, one, nameOf)));
    return { uk: parts.map(({ uk }) => uk).join(field.fields ? '; ' : ', '), en: parts.map(({ en }) => en).join(field.fields ? '; ' : ', ') };
  }
  if (typeof answer === 'boolean') return answer ? YES : NO;
  const text = String(answer);
  return field.options?.[text] ?? same(nameOf(text) ?? text);
}

function groupOf(fields: Readonly<Record<string, FormField>>, row: Answers, nameOf: (id: string) => string | undefined): Words {
  const parts = Object.entries(fields).filter(([name]) => row[name] !== undefined).map(([name, field]) => ({ label: field.label, value: valueOf(field, row[name], nameOf) }));
  return { uk: parts.map(({ label, value }) => `${label.uk}: ${value.uk}`).join(', '), en: parts.map(({ label, value }) => `${label.en}: ${value.en}`).join(', ') };
}

const same = (text: string): Words => ({ uk: text, en: text });
