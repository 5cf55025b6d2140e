import type { Actor } from '@opora/platform';
import type { LetterDetails, LetterWords } from './kinds/kind';

type Locale = Actor['locale'];

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

const FRAME: Readonly<Record<Locale, { footer: string; quote: string }>> = {
  uk: { footer: 'Лист надіслала система «Опора». Відповідати на нього не потрібно: напишіть на сторінці звернення.', quote: 'Текст повідомлення' },
  en: { footer: 'Sent by Opora. There is no need to reply to this letter: write on the ticket’s page.', quote: 'The message' },
};

/** `{name}` by its value; what has none is left out. One pass, so that a value's own braces mean nothing. */
export const fill = (text: string, values: Readonly<Record<string, string | number | null | undefined>>): string => text.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ''));

/** Header fields are one line: what a person typed adds no other (`security.md` C.9, header injection). */
export const oneLine = (text: string, max: number): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim().slice(0, max);

/** A letter in the recipient's language, as text and as the same in plain HTML. `url` is ours; all other values are escaped. */
export function letterOf(words: LetterWords, locale: Locale, values: Readonly<Record<string, string | number | null | undefined>>, details: LetterDetails & { url: string }): Letter {
  const all = { ...values, ...details.values };
  const subject = oneLine(fill(words.subject[locale], all), 200);
  const paragraphs = fill(words.body[locale], all).split('\n\n');
  const { footer } = FRAME[locale];
  const quote = details.quote?.trim();
  const text = [...paragraphs, ...(quote ? [quote.replace(/^/gm, '> ')] : []), `${words.button[locale]}: ${details.url}`, '-- ', footer].join('\n\n');
  const p = (inner: string, style = ''): string => `<p style="margin:0 0 16px;${style}">${inner}</p>`;
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escape(subject)}</title></head><body style="margin:0;padding:24px;background:#f6f6f4;color:#1f2328;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;border:1px solid #dcdcd6;border-radius:8px">
${paragraphs.map((paragraph) => p(escape(paragraph))).join('\n')}
${quote ? `<blockquote style="margin:0 0 16px;padding:8px 16px;border-left:3px solid #8a8f98;white-space:pre-wrap">${escape(quote)}</blockquote>` : ''}
${p(`<a href="${escape(details.url)}" style="display:inline-block;padding:10px 18px;background:#1d5fbf;color:#fff;border-radius:6px;text-decoration:none">${escape(words.button[locale])}</a>`)}
${p(escape(footer), 'color:#59636e;font-size:13px')}
</div></body></html>`;
  return { subject, text, html };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
