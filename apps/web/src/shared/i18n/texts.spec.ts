import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';

const FOLDER = join(__dirname, 'messages');
const parts = [...new Set(readdirSync(FOLDER).map((name) => name.split('.')[0] ?? ''))];
type Element = ReturnType<IntlMessageFormat['getAst']>[number];

const catalogue = (part: string, locale: string): Record<string, string> => (jest.requireActual(join(FOLDER, `${part}.${locale}.ts`)) as { default: Record<string, string> }).default;

function argumentsOf(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    if (!('value' in element) || element.type === 0) return [];
    const inner = 'options' in element ? Object.values(element.options).flatMap((option) => argumentsOf(option.value)) : [];
    return [String(element.value), ...inner];
  });
}
const named = (text: string, locale: string): string[] => [...new Set(argumentsOf(new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).getAst()))].sort();

describe.each(parts)('Texts of %s', (part) => {
  const uk = catalogue(part, 'uk');
  const en = catalogue(part, 'en');

  it('have the same keys in both languages', () => expect(Object.keys(en).sort()).toEqual(Object.keys(uk).sort()));

  it('take the same values in both languages', () => {
    for (const [key, text] of Object.entries(uk)) expect([key, named(en[key] ?? '', 'en-GB')]).toEqual([key, named(text, 'uk-UA')]);
  });

  it('have every plural form of the language', () => {
    for (const [texts, forms] of [[uk, ['one', 'few', 'many', 'other']], [en, ['one', 'other']]] as const) {
      for (const [key, text] of Object.entries(texts)) {
        for (const plural of text.match(/plural,(?:[^{}]|\{[^{}]*\})*/g) ?? []) for (const form of forms) expect(`${key}: ${plural}`).toMatch(new RegExp(`${form} \\{`));
      }
    }
  });

  it('keep the typography: no Cyrillic in English, no straight quotes or apostrophes, no exclamation marks', () => {
    for (const [key, text] of Object.entries(en)) if (!key.startsWith('app.language.')) expect(`${key}: ${text}`).not.toMatch(/[а-яіїєґ]/i);
    for (const [key, text] of [...Object.entries(uk), ...Object.entries(en)]) expect(`${key} ${text}`).not.toMatch(/["!]|[а-яіїєґ]'[а-яіїєґ]/i);
  });
});

it('no key stands in two catalogues', () => {
  const keys = parts.flatMap((part) => Object.keys(catalogue(part, 'uk')));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});
