import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from './format';
import { TAGS } from './format';
import type accessTexts from './messages/access.uk';
import type adminTexts from './messages/admin.uk';
import type agreementsTexts from './messages/agreements.uk';
import type approvalsTexts from './messages/approvals.uk';
import type authTexts from './messages/auth.uk';
import type baseTexts from './messages/base.uk';
import type catalogTexts from './messages/catalog.uk';
import type deskTexts from './messages/desk.uk';
import type eventsTexts from './messages/events.uk';
import type eventSourcesTexts from './messages/eventSources.uk';
import type followTexts from './messages/follow.uk';
import type importsTexts from './messages/imports.uk';
import type integrationsTexts from './messages/integrations.uk';
import type insightTexts from './messages/insight.uk';
import type macrosTexts from './messages/macros.uk';
import type meTexts from './messages/me.uk';
import type notesTexts from './messages/notes.uk';
import type surveyTexts from './messages/survey.uk';
import type offerTexts from './messages/offer.uk';
import type problemsTexts from './messages/problems.uk';
import type portalTexts from './messages/portal.uk';
import type queueTexts from './messages/queue.uk';
import type triageTexts from './messages/triage.uk';
import type workTexts from './messages/work.uk';
import type systemsTexts from './messages/systems.uk';
import type ticketTexts from './messages/ticket.uk';

/** One catalogue per part and language, loaded when a part is opened. Ukrainian is the source of the keys. */
export interface Catalogues {
  base: typeof baseTexts;
  catalog: typeof catalogTexts;
  access: typeof accessTexts;
  problems: typeof problemsTexts;
  systems: typeof systemsTexts;
  agreements: typeof agreementsTexts;
  approvals: typeof approvalsTexts;
  auth: typeof authTexts;
  macros: typeof macrosTexts;
  me: typeof meTexts;
  ticket: typeof ticketTexts;
  notes: typeof notesTexts;
  survey: typeof surveyTexts;
  offer: typeof offerTexts;
  portal: typeof portalTexts;
  events: typeof eventsTexts;
  eventSources: typeof eventSourcesTexts;
  follow: typeof followTexts;
  desk: typeof deskTexts;
  queue: typeof queueTexts;
  triage: typeof triageTexts;
  work: typeof workTexts;
  insight: typeof insightTexts;
  admin: typeof adminTexts;
  imports: typeof importsTexts;
  integrations: typeof integrationsTexts;
}
export type Part = keyof Catalogues;
export type TextKey = { [P in Part]: keyof Catalogues[P] }[Part] & string;
export type Values = Readonly<Record<string, string | number | Date | null | undefined>>;

const files = import.meta.glob<{ default: Readonly<Record<string, string>> }>('./messages/*.ts');
const texts: Record<Locale, Map<string, string>> = { uk: new Map(), en: new Map() };
const formats: Record<Locale, Map<string, IntlMessageFormat>> = { uk: new Map(), en: new Map() };
const loaded = new Set<string>();
const wanted = new Set<Part>();
const listeners = new Set<() => void>();
let revision = 0;

export const textsRevision = (): number => revision;
export function onTexts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Fetches catalogues that are not here yet. A shell asks for its own in the router, so that a page never shows raw keys. */
export async function loadTexts(locale: Locale, parts: readonly Part[] = []): Promise<void> {
  for (const part of parts) wanted.add(part);
  const missing = [...wanted].filter((part) => !loaded.has(`${part}.${locale}`));
  if (missing.length === 0) return;
  await Promise.all(
    missing.map(async (part) => {
      const file = files[`./messages/${part}.${locale}.ts`];
      if (!file) return;
      for (const [key, text] of Object.entries((await file()).default)) texts[locale].set(key, text);
      loaded.add(`${part}.${locale}`);
    }),
  );
  revision += 1;
  for (const listener of listeners) listener();
}

/** With `opora.pseudo` in the browser's storage each text is two fifths longer, to see what a longer language would break. */
const isPseudo = ((): boolean => {
  try {
    return localStorage.getItem('opora.pseudo') === '1';
  } catch {
    return false;
  }
})();
const stretched = (text: string): string => (text.trim() === '' ? text : `${text}${' ~~~~~~'.repeat(Math.ceil(text.length / 17))}`.slice(0, Math.ceil(text.length * 1.4) + 1));

/** The text in that language with its values; ICU syntax (plurals, selects). A key without text shows itself, which the tests find. */
export function say(locale: Locale, key: string, values?: Values): string {
  const text = said(locale, key, values);
  return isPseudo ? stretched(text) : text;
}

function said(locale: Locale, key: string, values?: Values): string {
  const text = texts[locale].get(key);
  if (text === undefined) return key;
  if (!text.includes('{') && !text.includes("'")) return text;
  let format = formats[locale].get(key);
  if (!format) {
    format = new IntlMessageFormat(text, TAGS[locale], undefined, { ignoreTag: true });
    formats[locale].set(key, format);
  }
  return String(format.format(values as Record<string, string | number>));
}

export const hasText = (locale: Locale, key: string): boolean => texts[locale].has(key);
