import { readFileSync, writeFileSync } from 'node:fs';
import { SETTINGS, type Setting } from '@opora/platform';

const BEGIN = '<!-- settings: npm run openapi -->';
const END = '<!-- /settings -->';

type Language = 'uk' | 'en';

const HEAD: Readonly<Record<Language, string>> = { en: '| variable | default | what it sets |', uk: '| змінна | типово | що задає |' };

/** The settings as a Markdown table, from the one list that validates them. */
export function settingsTable(language: Language): string {
  const rows = (SETTINGS as readonly Setting[]).map((setting) => `| \`${setting.name}\` | ${setting.fallback === '' ? '' : `\`${setting.fallback}\``} | ${setting[language]}${setting.choices ? ` (${setting.choices.map((choice) => `\`${choice}\``).join(', ')})` : ''} |`);
  return [HEAD[language], '|---|---|---|', ...rows].join('\n');
}

/** The page with its table made anew. @throws Error where the page has no place for it */
export function withSettings(page: string, language: Language): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the page has no ${BEGIN}`);
  return `${before}${BEGIN}\n${settingsTable(language)}\n${END}${after}`;
}

/** Pages with the table, from the root of the project. */
export const PAGES: readonly (readonly [string, Language])[] = [['README.md', 'en'], ['README.uk.md', 'uk']];

export function writeSettings(): void {
  for (const [file, language] of PAGES) writeFileSync(file, withSettings(readFileSync(file, 'utf8'), language));
}
