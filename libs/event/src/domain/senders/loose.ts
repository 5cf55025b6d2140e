import { type Fields, firstText, isFields, textOf } from '../values';

/** A value that the sending script left unfilled: `{TRIGGER.ID}`, `*UNKNOWN*`, `$HOSTNAME$`. */
const UNFILLED = /^(\{[A-Z0-9._]+\}|\*UNKNOWN\*|\$[A-Z_]+\$)$/;

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Fields of a body that a script writes: `host_name`, `HOSTNAME`, `{HOST.NAME}` and `host: {name}` are one name. */
export class LooseFields {
  private readonly values = new Map<string, unknown>();

  constructor(readonly body: Fields) {
    this.take(body, '', 0);
  }

  text(...names: readonly string[]): string | null {
    return firstText(...names.map((name) => this.values.get(name)).filter((value) => !UNFILLED.test(textOf(value) ?? '')));
  }

  get(name: string): unknown {
    return this.values.get(name);
  }

  private take(fields: Fields, prefix: string, depth: number): void {
    for (const [name, value] of Object.entries(fields)) {
      const key = `${prefix}${plain(name)}`;
      if (isFields(value) && depth < 2) this.take(value, key, depth + 1);
      else if (!this.values.has(key)) this.values.set(key, value);
    }
  }
}
