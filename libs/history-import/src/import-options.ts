import { type FieldError, Refusal, invalid } from '@opora/kit';
import { Zone } from '@opora/calendar';
import { FORMAT_NAMES, type FormatName, type Mapping, isPattern } from './domain';
import type { NewImport } from './imports';

const MOST_NAMES = 500;

/** What stands beside the file, judged. @throws Refusal 422 */
export function importOptions(given: { format?: string; timeZone?: string; mapping?: string; checkOnly?: string; fileName?: string }): NewImport {
  const errors: FieldError[] = [];
  const { format } = given;
  if (format === undefined) errors.push({ pointer: '/format', code: 'required' });
  else if (!(FORMAT_NAMES as readonly string[]).includes(format)) errors.push({ pointer: '/format', code: 'not_one_of', params: { values: [...FORMAT_NAMES] } });
  const timeZone = given.timeZone ?? 'UTC';
  if (!isZone(timeZone)) errors.push({ pointer: '/timeZone', code: 'import.time_zone' });
  if (given.checkOnly !== undefined && !['true', 'false'].includes(given.checkOnly)) errors.push({ pointer: '/checkOnly', code: 'not_one_of', params: { values: ['true', 'false'] } });
  if (errors.length > 0) throw new Refusal('invalid', { errors });
  const fileName = (given.fileName ?? '').replace(/[\u0000-\u001f\u007f]/g, ' ').split(/[\\/]/).at(-1)?.trim().slice(0, 200);
  return { format: format as FormatName, timeZone, mapping: mappingOf(given.mapping), checkOnly: given.checkOnly === 'true', fileName: fileName || 'import.csv' };
}

function isZone(name: string): boolean {
  try {
    Zone.of(name);
    return true;
  } catch {
    return false;
  }
}

/** @throws Refusal 422 */
export function mappingOf(text: string | undefined): Mapping {
  if (text === undefined || text.trim() === '') return {};
  const mapping = parsed(text);
  const { columns, values, dateFormat, ...unknown } = isTable(mapping) ? mapping : { mapping: true };
  const wrong = Object.keys(unknown).length > 0 || (columns !== undefined && !isNames(columns)) || (values !== undefined && !(isTable(values) && Object.values(values).every(isNames)));
  if (wrong) throw invalid('/mapping', 'import.mapping');
  if (dateFormat !== undefined && (typeof dateFormat !== 'string' || dateFormat.length > 40 || !isPattern(dateFormat))) throw invalid('/mapping/dateFormat', 'import.date_format');
  return mapping as Mapping;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('/mapping', 'import.mapping');
  }
}

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length <= MOST_NAMES;
const isNames = (value: unknown): boolean => isTable(value) && Object.values(value).every((name) => typeof name === 'string' && !name.includes('\u0000'));
