/** Words that look like a secret, by their form; card numbers by their checksum too (`domain.md` §3, Secrets). */
export interface FoundSecret {
  kind: 'password' | 'key' | 'card';
  start: number;
  end: number;
}

export const MASK = '••••••';

interface Pattern {
  kind: FoundSecret['kind'];
  /** Its first group, or the whole, is the secret. */
  form: RegExp;
  holds?: (text: string) => boolean;
}

/** Every repetition is bounded: a text of any length is read in linear time. */
const PATTERNS: readonly Pattern[] = [
  { kind: 'key', form: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]{1,8000}-----END [A-Z ]{0,30}PRIVATE KEY-----/g },
  { kind: 'key', form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { kind: 'key', form: /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{30,80}\b/g },
  { kind: 'key', form: /\bgithub_pat_[A-Za-z0-9_]{40,100}\b/g },
  { kind: 'key', form: /\bglpat-[A-Za-z0-9_-]{20,40}\b/g },
  { kind: 'key', form: /\bxox[abprs]-[A-Za-z0-9-]{10,80}\b/g },
  { kind: 'key', form: /\bsk_(?:live|test)_[A-Za-z0-9]{16,80}\b/g },
  { kind: 'key', form: /\bAIza[A-Za-z0-9_-]{35}\b/g },
  { kind: 'key', form: /\beyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/g },
  {
    kind: 'password',
    form: /(?:^|[^\p{L}])(?:пароль|паролем|пароля|password|passwd|passwort|pwd|pass|пін-код|pin-code)\s{0,3}(?:[:=]|—|–|-\s|є\s|is\s)\s{0,3}["'«“]?([^\s"'»”,;]{4,100})/giu,
    holds: (word) => !/^[.*•…_-]+$/u.test(word) && !NOT_A_PASSWORD.test(word),
  },
  // As cards are written: in one, in fours, or 4-6-5; never a piece of a longer word, such as a UUID whose digits happen to satisfy the checksum.
  { kind: 'card', form: /(?<![\w-])(?:\d{13,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?|\d{4}[ -]\d{6}[ -]\d{5})(?![\w-])/g, holds: isCardNumber },
];

/** What people write after "password:" without giving one. */
const NOT_A_PASSWORD = /^(?:не|нема|немає|забув|забула|забуто|скинуто|скинути|невірний|неправильний|застарів|expired|forgotten|incorrect|invalid|wrong|required|reset|not|the|null|none|unknown)[.!?)]?$/iu;

/** Digits of the lengths that card schemes use, with the checksum of ISO/IEC 7812-1 (Luhn). */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

export function findSecrets(text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const { kind, form, holds } of PATTERNS)
    for (const match of text.matchAll(form)) {
      const secret = match[1] ?? match[0];
      if (holds && !holds(secret)) continue;
      const start = match.index + match[0].lastIndexOf(secret);
      const end = start + secret.length;
      if (!found.some((other) => start < other.end && other.start < end)) found.push({ kind, start, end });
    }
  return found.sort((a, b) => a.start - b.start);
}

/** The text with each secret replaced by a mask, and what stood there, in order. */
export function maskSecrets(text: string): { masked: string; secrets: { kind: FoundSecret['kind']; value: string }[] } {
  const found = findSecrets(text);
  let masked = '';
  let at = 0;
  for (const { start, end } of found) {
    masked += text.slice(at, start) + MASK;
    at = end;
  }
  return { masked: masked + text.slice(at), secrets: found.map(({ kind, start, end }) => ({ kind, value: text.slice(start, end) })) };
}
