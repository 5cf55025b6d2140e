import { SEVERITIES, type NormalEvent, type Severity } from '../event';
import { type Fields, bodyOf, fieldsAt, instantOf, isFields, itemsOf, keyAt, labelsOf, linkOf, serviceOf, titleOf, wrong } from '../values';

/** The plain format (`api.md` Clarifications): one event or an array of them. */
export function opora(body: unknown): NormalEvent[] {
  if (!Array.isArray(body)) return [event(body, '')];
  if (body.length === 0) throw wrong('', 'required');
  return body.map((value, index) => event(value, `/${index}`));
}

function event(value: unknown, pointer: string): NormalEvent {
  const given = fieldsAt(value, pointer);
  const dedupKey = keyAt(given['dedupKey'], `${pointer}/dedupKey`);
  const status = oneOf(given, 'status', ['firing', 'resolved'] as const, pointer);
  const severity = given['severity'] === undefined && status === 'resolved' ? 'exception' : oneOf<Severity>(given, 'severity', SEVERITIES, pointer);
  const title = titleOf(given['title']);
  if (title === null && status === 'firing') throw wrong(`${pointer}/title`, given['title'] === undefined ? 'required' : 'wrong_type');
  for (const field of ['text', 'service', 'configurationItem', 'link']) if (given[field] !== undefined && given[field] !== null && typeof given[field] !== 'string') throw wrong(`${pointer}/${field}`, 'wrong_type');
  if (given['labels'] !== undefined && given['labels'] !== null && !isFields(given['labels'])) throw wrong(`${pointer}/labels`, 'wrong_type');
  const at = given['at'] === undefined || given['at'] === null ? null : instantOf(given['at']);
  if (at === null && given['at'] !== undefined && given['at'] !== null) throw wrong(`${pointer}/at`, 'not_an_instant');
  const labels = labelsOf(given['labels']);
  return {
    senderId: null, dedupKey, status, severity, title: title ?? dedupKey.slice(0, 250), text: bodyOf(given['text']), link: linkOf(given['link']), service: serviceOf(labels, given['service']),
    items: itemsOf(labels, typeof given['configurationItem'] === 'string' ? given['configurationItem'] : null), labels, at, raw: value,
  };
}

function oneOf<T extends string>(given: Fields, field: string, values: readonly T[], pointer: string): T {
  const value = given[field];
  if (!values.includes(value as T)) throw wrong(`${pointer}/${field}`, value === undefined ? 'required' : 'not_one_of', { values: [...values] });
  return value as T;
}
