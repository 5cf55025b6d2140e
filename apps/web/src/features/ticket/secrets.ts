const CARD = /\b(?:\d[ -]?){13,19}\b/g;
const NAMED = /(?:пароль|password|passwd|пін-?код|\bpin\b|секрет|secret|token|ключ api|api[ _-]?key)\s*[:=—-]\s*\S{4,}/i;

/** The sum that card numbers carry. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** Whether a text seems to hold a password or a card number: asked before it goes out. The server masks what it recognises, whatever is answered here. */
export function seemsSecret(text: string): boolean {
  if (NAMED.test(text)) return true;
  return [...text.matchAll(CARD)].some(([match]) => {
    const digits = match.replace(/\D/g, '');
    return digits.length >= 13 && luhn(digits);
  });
}
