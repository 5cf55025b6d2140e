import { parseQuery } from './query';
import { stem, tokens } from './stem';

describe('stemming joins the forms of a word', () => {
  it.each([
    ['принтер', 'принтера', 'принтером', 'принтері', 'принтери', 'принтерів', 'принтерами'],
    ['друкувати', 'друкує', 'друкують', 'друкували', 'друкував', 'друк'],
    ['пошта', 'пошти', 'пошту', 'поштою', 'пошті'],
    ['пароль', 'пароля', 'паролем', 'паролі'],
    ['мережа', 'мережі', 'мережею', 'мережу', 'мереж'],
    ['ошибка', 'ошибки', 'ошибку', 'ошибкой', 'ошибками'],
    ['работает', 'работать', 'работала', 'работают'],
    ['підключення', 'підключенню', 'підключенням'],
    ['print', 'prints', 'printed', 'printing'],
    ['change', 'changes', 'changed', 'changing'],
    ['policy', 'policies'],
    ['stop', 'stopped', 'stopping'],
  ])('%s', (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1);
  });
  it('and keeps different words apart', () => {
    expect(new Set(['принтер', 'пошта', 'пароль', 'мережа', 'сервер', 'print', 'mail', 'vpn'].map(stem)).size).toBe(8);
  });
});

describe('words of a text', () => {
  it('lose apostrophes of every form, case and stop words', () => {
    expect(tokens("Об'єкт ОБ’ЄКТА обʼєктом")).toEqual(['обєкт']);
    expect(tokens('Не друкує та не сканує')).toEqual(tokens('друкує сканує'));
  });
  it('are letters and digits alone, whatever was written', () => {
    for (const token of tokens(`' OR 1=1-- "; drop & | ! ( ) <-> :* \\ %00 \u200b\u202e 10.0.0.1 a@b.c`)) expect(token).toMatch(/^[\p{L}\p{N}]+$/u);
  });
});

describe('a query', () => {
  const prefixes = ['INC', 'REQ'];
  it('asks for all words, one of several, none of one', () => {
    expect(parseQuery('принтер друк', prefixes).tsquery).toBe("'принтер' & 'друк'");
    expect(parseQuery('принтер або сканер -тонер', prefixes).tsquery).toBe("('принтер' | 'сканер') & !('тонер')");
    expect(parseQuery('принтер дру', prefixes, { prefix: true }).tsquery).toBe("'принтер' & 'дру':*");
  });
  it('knows a reference however it is typed', () => {
    for (const typed of ['INC-000123', 'inc-123', 'inc123', ' INC–123 ']) expect(parseQuery(typed, prefixes)).toEqual({ tsquery: null, titleTsquery: null, references: ['INC-000123'] });
    expect(parseQuery('123', prefixes)).toMatchObject({ references: ['INC-000123', 'REQ-000123'], tsquery: "'123'" });
  });
  it('of operators, stop words or exclusions alone asks for nothing (IN-04)', () => {
    for (const typed of ['', "& | ! ( ) <-> :* ''", 'and the', '-принтер', '\u200b']) expect(parseQuery(typed, prefixes)).toMatchObject({ tsquery: null, references: [] });
  });
  it('of ten thousand words is cut (IN-04)', () => {
    expect((parseQuery('слово '.repeat(10_000).replace(/слово/g, () => `слово${Math.trunc(7)}`), prefixes).tsquery ?? '').length).toBeLessThan(500);
  });
});
