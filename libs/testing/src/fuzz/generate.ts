import { type Document, resolve, type Route, type Schema } from './openapi';

export interface Generated {
  method: string;
  /** Path with its query. */
  target: string;
  headers: Record<string, string>;
  body: string | Buffer | undefined;
}

const DEEPEST = 6;
/* What people, machines and attackers send where something else is meant. */
const JUNK_TEXTS = [
  '', ' ', 'a', '\u0000', 'a\u0000b', '\ud800', 'їжак', 'ʼ’\'"`', '<script>alert(1)</script>', "'; drop table ticket; --", '%', '%%', '_', '\\', '{}', '[]', 'null', 'undefined', 'NaN', '-1', '0', '1e309', '9'.repeat(40), 'true', '__proto__', 'constructor', 'toString',
  '../../etc/passwd', 'INC-000001', 'inc-000001', 'INC-000001 ', 'INC-', '00000000-0000-0000-0000-000000000000', 'G'.repeat(8) + '-0000-7000-8000-000000000000', '2026-13-45T99:99:99Z', '2026-02-30', '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '9999-12-31T23:59:59.999999999Z', '2026-11-23T10:00:00+25:00',
  'x'.repeat(300), 'y'.repeat(60_000), '\u202e', '😀'.repeat(130), 'a\r\nSet-Cookie: x=1', 'Europe/Kyiv', 'https://evil.test', 'a@b.c', '| & ! :* <->', '(((', '"unclosed',
];
const JUNK_VALUES: unknown[] = [null, true, false, 0, -1, 1.5, 1e308, -0, 2 ** 53, 2 ** 31, [], {}, [[]], [null], { $ne: '' }, { __proto__x: 1 }, ['a', 'b'], { a: { b: { c: {} } } }, ...JUNK_TEXTS];
const RAW: (string | Buffer)[] = ['', '{', '[', 'null', '"text"', '1', '{"a":1,"a":2}', '{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), '\ufeff{}', '{"title":"\\ud800"}', '{"title":1e999}'];
const TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary=x', 'application/xml', 'application/json; charset=koi8-u', 'message/rfc822', ''];

/** Requests for the routes of a document, half of them as its schemas want them, the others wrong in one or more ways; the same for the same stream of numbers. */
export class RequestGenerator {
  constructor(
    private readonly document: Document,
    private readonly random: () => number,
    /** Ids and references that earlier answers showed. */
    private readonly known: readonly string[],
  ) {}

  request(route: Route): Generated {
    const headers: Record<string, string> = { accept: 'application/json', 'accept-language': this.pick(['uk', 'en', 'de', '*', ';;;']) };
    const target = this.target(route);
    if (route.method === 'GET') return { method: route.method, target, headers, body: undefined };
    if (this.chance(0.85)) headers['if-match'] = this.pick(['*', '*', '*', '"1"', '"2"', 'W/"1"', '"x"', '1', '""', '"99999999999999999999"']);
    if (this.chance(0.3)) headers['idempotency-key'] = this.pick(['one', 'two', crypto.randomUUID(), 'k'.repeat(255), 'k'.repeat(256), ' ', 'ключ'.replace(/./gu, 'k')]);
    const [type, content] = Object.entries(route.requestBody?.content ?? {})[0] ?? [];
    if (type === undefined && this.chance(0.9)) return { method: route.method, target, headers, body: undefined };
    headers['content-type'] = this.chance(0.95) ? (type?.startsWith('multipart') ? 'multipart/form-data; boundary=x' : route.method === 'PATCH' && this.chance(0.5) ? 'application/merge-patch+json' : 'application/json') : this.pick(TYPES);
    if (type?.startsWith('multipart')) return { method: route.method, target, headers, body: this.form() };
    if (this.chance(0.07)) return { method: route.method, target, headers, body: this.pick(RAW) };
    const valid = this.chance(0.5);
    const body = this.value(content?.schema, valid ? 0 : 0.25);
    return { method: route.method, target, headers, body: JSON.stringify(valid || this.chance(0.8) ? body : this.pick(JUNK_VALUES)) };
  }

  private target(route: Route): string {
    const path = route.path.replace(/\{(\w+)\}/g, () => encodeURIComponent(this.chance(0.75) ? this.id() : safe(this.pick(JUNK_TEXTS).slice(0, 400))) || '%20');
    const query = new URLSearchParams();
    for (const { name, schema, required, in: place } of route.parameters ?? []) {
      if (place !== 'query' || !(required || this.chance(0.25))) continue;
      const value = this.value(schema, this.chance(0.6) ? 0 : 1);
      for (const one of Array.isArray(value) ? value.slice(0, 5) : [value]) query.append(name, safe(typeof one === 'object' ? JSON.stringify(one) : String(one)).slice(0, 2_000));
    }
    if (this.chance(0.05)) query.append(this.pick(['unknown', '__proto__', 'sort[]', 'filter[$where]', 'limit']), safe(this.pick(JUNK_TEXTS)).slice(0, 500));
    const text = query.toString();
    return text ? `${path}?${text}` : path;
  }

  /** @param wrong how probable it is at each place that something else stands there */
  private value(given: Schema | undefined, wrong: number, depth = 0): unknown {
    const schema = resolve(this.document, given);
    if (this.chance(wrong)) return this.pick(JUNK_VALUES);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return this.pick(schema.enum);
    const alternatives = schema.oneOf ?? schema.anyOf;
    if (alternatives?.length) return this.value(this.pick(alternatives), wrong, depth);
    if (schema.allOf?.length) return Object.assign({}, ...schema.allOf.map((part) => this.value(part, wrong, depth))) as unknown;
    if (schema.example !== undefined && this.chance(0.4) && schema.format !== 'uuid') return schema.example;
    const types = [schema.type ?? (schema.properties ? 'object' : 'string')].flat();
    return this.ofType(types.includes('null') && this.chance(0.2) ? 'null' : (types.find((type) => type !== 'null') ?? 'string'), schema, wrong, depth);
  }

  private ofType(type: string, schema: Schema, wrong: number, depth: number): unknown {
    if (type === 'null') return null;
    if (type === 'boolean') return this.chance(0.5);
    if (type === 'integer' || type === 'number') {
      const { minimum = 0, maximum = Math.max(minimum, 1_000) } = schema;
      const value = minimum + this.random() * (maximum - minimum);
      return type === 'integer' ? Math.round(value) : value;
    }
    if (type === 'array') return depth > DEEPEST ? [] : Array.from({ length: Math.max(schema.minItems ?? 0, Math.floor(this.random() * 4)) }, () => this.value(schema.items, wrong, depth + 1));
    if (type === 'object') return this.object(schema, wrong, depth);
    return this.text(schema);
  }

  private object(schema: Schema, wrong: number, depth: number): unknown {
    const made: Record<string, unknown> = {};
    if (depth > DEEPEST) return made;
    for (const [name, property] of Object.entries(schema.properties ?? {})) if (schema.required?.includes(name) ? !this.chance(wrong / 3) : this.chance(0.4)) made[name] = this.value(property, wrong, depth + 1);
    if (this.chance(wrong / 2)) made[this.pick(['unknown', 'id', 'version', 'state', 'isAdmin', 'toString'])] = this.pick(JUNK_VALUES);
    return made;
  }

  private text({ format, minLength = 1, maxLength = 200 }: Schema): string {
    if (format === 'uuid') return this.id();
    if (format === 'date-time') return new Date(Date.UTC(2026, 10, 23) + Math.round((this.random() - 0.5) * 4e10)).toISOString();
    if (format === 'date') return new Date(Date.UTC(2026, 10, 23) + Math.round((this.random() - 0.5) * 4e10)).toISOString().slice(0, 10);
    if (format === 'email') return `p${Math.floor(this.random() * 1_000)}@example.test`;
    const words = 'принтер не друкує vpn пошта login помилка екран'.split(' ');
    let text = '';
    for (const length = Math.min(maxLength, Math.max(minLength, Math.floor(this.random() * 60))); text.length < length; ) text += `${this.pick(words)} `;
    return text.slice(0, maxLength) || 'a';
  }

  private id(): string {
    return this.chance(0.85) && this.known.length > 0 ? this.pick(this.known) : `0192f7a0-5b7c-7c3e-9d53-${Math.floor(this.random() * 2 ** 48).toString(16).padStart(12, '0')}`;
  }

  private form(): string {
    const part = (name: string, file: string): string => `--x\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\nContent-Type: text/plain\r\n\r\nhello\r\n`;
    return this.pick([`${part('file', 'a.txt')}--x--\r\n`, `${part('file', '../../a.svg')}--x--\r\n`, part('file', 'a'), '--x--\r\n', 'garbage', `${part('', '')}${part('file', 'b.txt')}--x--\r\n`, '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--x--\r\n']);
  }

  private chance(probability: number): boolean {
    return this.random() < probability;
  }

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }
}

/** A lone surrogate cannot stand in an address. */
function safe(text: string): string {
  return text.replace(/[\ud800-\udfff]/g, (unit, at: number, all: string) => (/[\ud800-\udbff][\udc00-\udfff]/.test(all.slice(at, at + 2)) || /[\ud800-\udbff][\udc00-\udfff]/.test(all.slice(Math.max(0, at - 1), at + 1)) ? unit : '?'));
}
