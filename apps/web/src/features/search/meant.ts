const EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const UK = 'йцукенгшщзхїфівапролджєячсмитьбю’';

/** The same keys on the other layout: `зкштеук` was meant as "printer", `ghbynth` as "принтер". */
export function otherLayout(text: string): string {
  const isCyrillic = /[а-яіїєґ]/i.test(text);
  const [from, to] = isCyrillic ? [UK, EN] : [EN, UK];
  return [...text.toLowerCase()].map((letter) => to[from.indexOf(letter)] ?? letter).join('');
}

const REFERENCE = /^(?:[a-z]{2,6}[-\s]?)?\d{1,12}$/i;
/** A number, or an address with one in it. */
export function referenceIn(text: string): string | null {
  const [, letters = '', number = ''] = /([A-Z]{2,6})-(\d{1,12})/.exec(text.toUpperCase()) ?? [];
  if (number !== '') return `${letters}-${number.padStart(6, '0')}`;
  if (!REFERENCE.test(text.trim()) || !/\d/.test(text)) return null;
  const [, prefix = 'INC', digits = ''] = /^([a-z]*)[-\s]?(\d+)$/i.exec(text.trim()) ?? [];
  return digits === '' ? null : `${(prefix || 'INC').toUpperCase()}-${digits.padStart(6, '0')}`;
}
