import { tokens } from './stem';

/** What a person typed, as it is looked up. */
export interface SearchQuery {
  /** For `tsvector @@ $::tsquery`; null where no word is left. */
  tsquery: string | null;
  /** The same over words of titles alone: what a summary may be found by (`security.md` D.3, readSummary). */
  titleTsquery: string | null;
  references: string[];
}

const MOST_WORDS = 16;
const REFERENCE = /^([A-Za-z]{2,6})[-–—]?(\d{1,12})$/;
/** Marks a word of the title among the words of a vector. */
export const TITLE_MARK = 't_';

const padded = (prefix: string, digits: string): string => `${prefix}-${digits.padStart(6, '0')}`;

export type WordsOf = 'public' | 'supplier' | 'staff';

/** Whether the words that these readers may find by match; who has no words of their own has the public ones. `text` is a placeholder of type tsquery, `s` the alias of `ticket_search`. */
export const matching = (words: WordsOf, s: string, text: string): string =>
  words === 'public' ? `${s}.tsv_public @@ ${text}` : `(${s}.tsv_${words} @@ ${text} or ${s}.tsv_${words} is null and ${s}.tsv_public @@ ${text})`;

/** Quotes a lexeme; ours hold letters, digits and the title mark alone, so that nothing in them can be an operator (`security.md` IN-04). */
const lexeme = (token: string, prefix: boolean): string => `'${token}'${prefix ? ':*' : ''}`;

/**
 * All words must be there; `or`/`або`/`или` between words asks for either, a leading minus for none of it.
 * @param prefixes of the kinds that exist, for numbers typed without them
 */
export function parseQuery(q: string, prefixes: readonly string[], options: { prefix?: boolean } = {}): SearchQuery {
  const text = q.trim();
  const reference = REFERENCE.exec(text);
  if (reference && prefixes.includes((reference[1] as string).toUpperCase())) return { tsquery: null, titleTsquery: null, references: [padded((reference[1] as string).toUpperCase(), reference[2] as string)] };
  const references = /^\d{3,12}$/.test(text) ? prefixes.map((prefix) => padded(prefix, text)) : [];
  return { tsquery: compose(text, '', options.prefix === true), titleTsquery: compose(text, TITLE_MARK, options.prefix === true), references };
}

function compose(text: string, mark: string, prefix: boolean): string | null {
  const words = text.split(/\s+/).filter(Boolean);
  const groups: string[][] = [];
  let either = false;
  let count = 0;
  for (const [i, word] of words.entries()) {
    if (/^(?:or|або|или|\|)$/i.test(word) && groups.length > 0) {
      either = true;
      continue;
    }
    const none = /^-[\p{L}\p{N}]/u.test(word);
    const found = tokens(word);
    if (found.length === 0 || count >= MOST_WORDS) continue;
    count += found.length;
    const last = prefix && i === words.length - 1 && !none;
    const term = found.map((token, k) => lexeme(mark + token, last && k === found.length - 1)).join(' & ');
    const wrapped = none ? `!(${term})` : found.length > 1 ? `(${term})` : term;
    if (either) (groups.at(-1) as string[]).push(wrapped);
    else groups.push([wrapped]);
    either = false;
  }
  /* A query of exclusions alone would ask for everything else. */
  if (groups.every((group) => group.every((term) => term.startsWith('!')))) return null;
  return groups.map((group) => (group.length > 1 ? `(${group.join(' | ')})` : group[0])).join(' & ');
}

/** SQL: the ticket `t` has one of these references, or had it before it was converted. */
export const referencedBy = (references: string): string => `(t.reference = any(${references}::text[]) or t.id in (select a.ticket_id from ticket_alias a where a.reference = any(${references}::text[])))`;
