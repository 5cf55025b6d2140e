/*
 * What an address may bring in its search. A route's `validateSearch` names every field, `undefined` where there is nothing good: the router passes on what is left out,
 * unchecked, as it came.
 */

/** A word or sentence; the router reads `q=123` as a number. */
export function word(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return text === '' ? undefined : text;
}

export function oneOf<V extends string>(value: unknown, allowed: readonly V[]): V | undefined {
  return allowed.find((one) => one === value);
}

/** Only addresses of our own: a link in a letter must not lead elsewhere after the sign-in. */
export const ownAddress = (value: unknown): string | undefined => (typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined);
