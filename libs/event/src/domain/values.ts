import { type FieldError, Refusal } from '@opora/kit';
import { MAX_KEY, type Severity } from './event';

export type Fields = Readonly<Record<string, unknown>>;

/** Lengths that are kept, characters; what is longer is cut, the deduplication key is refused. */
const MAX = { title: 250, text: 10_000, link: 2_000, name: 200, labelName: 100, labelValue: 1_000 };
const MAX_LABELS = 64;

export const wrong = (pointer: string, code: string, params?: Record<string, unknown>): Refusal => new Refusal('invalid', { errors: [{ pointer, code, ...(params ? { params } : {}) } satisfies FieldError] });

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws Refusal 422 where it is no object */
export function fieldsAt(value: unknown, pointer: string): Fields {
  if (!isFields(value)) throw wrong(pointer, value === undefined ? 'required' : 'wrong_type');
  return value;
}

export function optionalFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** Text, number or truth value as trimmed text; null where there is nothing to read. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text;
}

export function firstText(...values: readonly unknown[]): string | null {
  for (const value of values) {
    const text = textOf(value);
    if (text !== null) return text;
  }
  return null;
}

/** Cut to whole characters: a half of a pair cannot be stored. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = text.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/.test(end) ? end.slice(0, -1) : end}…`;
}

export const titleOf = (...values: readonly unknown[]): string | null => {
  const text = firstText(...values);
  return text === null ? null : cut(text.replace(/\s+/g, ' '), MAX.title);
};

export const bodyOf = (...values: readonly unknown[]): string | null => {
  const text = firstText(...values);
  return text === null ? null : cut(text, MAX.text);
};

export const nameOf = (...values: readonly unknown[]): string | null => {
  const text = firstText(...values);
  return text === null ? null : cut(text, MAX.name);
};

/** An absolute address as it is; a relative one joined to its base, or dropped: a broken link is never stored. */
export function linkOf(value: unknown, base?: unknown): string | null {
  const text = textOf(value);
  if (text === null || text.length > MAX.link) return null;
  if (/^https?:\/\/[^\s/]/i.test(text)) return text;
  const root = textOf(base);
  if (root === null || !/^https?:\/\/[^\s/]/i.test(root) || /^[a-z][a-z0-9+.-]*:/i.test(text) || text.startsWith('//') || /\s/.test(text)) return null;
  const joined = text.startsWith('/') ? `${/^https?:\/\/[^/]+/i.exec(root)?.[0] ?? ''}${text}` : `${root.replace(/[?#].*$/, '').replace(/\/*$/, '/')}${text}`;
  return joined.length > MAX.link ? null : joined;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})?$/;

/** RFC 3339 or epoch (seconds or milliseconds) as RFC 3339; null for the zero instants by which senders say "none". */
export function instantOf(value: unknown): string | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d{9,13}$/.test(value.trim()) ? Number(value) : null;
  if (number !== null) return number > 0 && number < 253_402_300_799_999 ? new Date(number < 100_000_000_000 ? number * 1000 : number).toISOString() : null;
  if (typeof value !== 'string' || !INSTANT.test(value.trim())) return null;
  const ms = Date.parse(/([Zz]|[+-]\d{2}:?\d{2})$/.test(value.trim()) ? value.trim() : `${value.trim().replace(' ', 'T')}Z`);
  return Number.isNaN(ms) || ms < -60_000_000_000_000 || ms > 253_402_300_799_999 ? null : new Date(ms).toISOString();
}

/** Names and values as text, at most so many and so long; nested ones as JSON. */
export function labelsOf(...sources: readonly unknown[]): Record<string, string> {
  const labels: Record<string, string> = {};
  let kept = 0;
  for (const source of sources)
    for (const [name, value] of Object.entries(optionalFields(source))) {
      const text = textOf(value) ?? (typeof value === 'object' && value !== null ? JSON.stringify(value) : null);
      if (text === null || name.trim() === '' || name in labels) continue;
      if (kept++ >= MAX_LABELS) return labels;
      labels[cut(name, MAX.labelName)] = cut(text, MAX.labelValue);
    }
  return labels;
}

/** @throws Refusal 422: empty, too long */
export function keyAt(value: unknown, pointer: string): string {
  const key = textOf(value);
  if (key === null) throw wrong(pointer, value === undefined || value === null ? 'required' : typeof value === 'string' ? 'required' : 'wrong_type');
  if (key.length > MAX_KEY) throw wrong(pointer, 'too_long', { max: MAX_KEY });
  return key;
}

/** FNV-1a of 64 bits twice, as 32 hexadecimal digits: not a secret, only a short name for a long key. */
export function shortName(text: string): string {
  const half = (seed: bigint): string => {
    let hash = seed;
    for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
    return hash.toString(16).padStart(16, '0');
  };
  return half(0xcbf29ce484222325n) + half(0x84222325cbf29ce4n);
}

/** A key out of parts, or its short name where it would be too long. */
export function keyOf(...parts: readonly (string | null)[]): string {
  const key = parts.filter((part): part is string => part !== null && part !== '').join(' ');
  return key.length <= MAX_KEY ? key : `#${shortName(key)}`;
}

/** Labels in one order for all, so that equal sets give equal keys. */
export const canonicalLabels = (labels: Fields): string => keyOf(...Object.keys(labels).sort().map((name) => `${name}=${textOf(labels[name]) ?? JSON.stringify(labels[name])}`));

const SEVERITY: Readonly<Record<string, Severity>> = {
  critical: 'exception', crit: 'exception', fatal: 'exception', emergency: 'exception', emerg: 'exception', alert: 'exception', disaster: 'exception', high: 'exception', error: 'exception', err: 'exception',
  major: 'exception', average: 'exception', down: 'exception', page: 'exception', exception: 'exception', unreachable: 'exception', severe: 'exception', p1: 'exception', p2: 'exception',
  warning: 'warning', warn: 'warning', minor: 'warning', medium: 'warning', moderate: 'warning', degraded: 'warning', unknown: 'warning', p3: 'warning', p4: 'warning',
  info: 'informational', informational: 'informational', information: 'informational', notice: 'informational', debug: 'informational', ok: 'informational', none: 'informational', low: 'informational',
  'not classified': 'informational', p5: 'informational',
};

/** A sender's word for how bad it is; `otherwise` for none and for words that nobody knows. */
export const severityOf = (value: unknown, otherwise: Severity): Severity => SEVERITY[(textOf(value) ?? '').toLowerCase()] ?? otherwise;

const RESOLVED = new Set(['resolved', 'ok', 'recovery', 'recovered', 'cleared', 'clear', 'closed', 'close', 'up', 'normal', 'inactive', 'success', 'resolve', 'healthy', 'end', 'ended']);
const FIRING = new Set(['firing', 'alerting', 'problem', 'open', 'opened', 'active', 'triggered', 'trigger', 'down', 'critical', 'warning', 'error', 'failed', 'failure', 'start', 'started', 'pending', 'no_data', 'nodata', 'unknown', 'unreachable']);

/** Whether a word says that it goes on or that it is over; null for a word that says neither. */
export function statusOf(value: unknown): 'firing' | 'resolved' | null {
  const word = (textOf(value) ?? '').toLowerCase();
  if (RESOLVED.has(word)) return 'resolved';
  return FIRING.has(word) ? 'firing' : null;
}

/** `host2:9100` → `host2`; addresses of version 6 stay whole. */
export const withoutPort = (name: string): string => (/^[^:]+:\d{1,5}$/.test(name) ? name.slice(0, name.indexOf(':')) : name);

const ITEM_LABELS = ['configurationItem', 'configuration_item', 'ci', 'host', 'hostname', 'instance', 'node', 'server', 'device', 'machine', 'target', 'pod', 'exported_instance', 'nodename'];

/** Names by which the labels may mean a configuration item. */
export function itemsOf(labels: Fields, ...named: readonly (string | null)[]): string[] {
  const values = [...named, ...ITEM_LABELS.map((label) => textOf(labels[label]))].filter((name): name is string => name !== null);
  return [...new Set(values.flatMap((name) => [name, withoutPort(name)]).map((name) => cut(name, MAX.name)))].slice(0, 8);
}

export const serviceOf = (labels: Fields, ...named: readonly unknown[]): string | null => nameOf(...named, labels['service'], labels['service_name'], labels['app'], labels['application']);
