import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Only digests of session ids, tokens and links are stored (`security.md` I23). */
export const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** The session's CSRF token: derived, never stored. */
export const csrfTokenOf = (secretKey: string, sessionId: string): string => createHmac('sha256', secretKey).update(`csrf\n${sessionId}`).digest('base64url');

export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
