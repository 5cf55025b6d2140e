import type { Locale } from '@opora/kit';

export type Message = Readonly<Record<Locale, string>>;

const catalogue = new Map<string, Message>();

/** Adds texts of refusal and field codes; `{name}` is replaced by the parameter of that name. A code is written once. */
export function registerMessages(messages: Readonly<Record<string, Message>>): void {
  for (const [code, message] of Object.entries(messages)) {
    const known = catalogue.get(code);
    if (known && (known.uk !== message.uk || known.en !== message.en)) throw new Error(`the message ${code} is written twice`);
    catalogue.set(code, message);
  }
}

export function messageOf(code: string, locale: Locale, params: Readonly<Record<string, unknown>> = {}): string {
  const text = catalogue.get(code)?.[locale] ?? catalogue.get('invalid')?.[locale] ?? code;
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = params[name];
    return Array.isArray(value) ? value.join(', ') : String(value ?? '');
  });
}

/** `Accept-Language` to one of ours; Ukrainian first. */
export function localeOf(header: string | undefined): Locale {
  const wished = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';');
      const q = rest.find((piece) => piece.trim().startsWith('q='));
      return { tag, weight: q ? Number(q.trim().slice(2)) || 0 : 1 };
    })
    .sort((a, b) => b.weight - a.weight);
  for (const { tag, weight } of wished) {
    if (weight > 0 && (tag === 'uk' || tag.startsWith('uk-'))) return 'uk';
    if (weight > 0 && (tag === 'en' || tag.startsWith('en-'))) return 'en';
  }
  return 'uk';
}
