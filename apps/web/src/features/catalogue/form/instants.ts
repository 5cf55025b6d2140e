/** How far the zone is from UTC at this instant, in milliseconds. */
function offsetAt(at: Date, timeZone: string): number {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(parts['year'] ?? 1970, (parts['month'] ?? 1) - 1, parts['day'], parts['hour'], parts['minute'], parts['second']) - Math.floor(at.getTime() / 1000) * 1000;
}

/** `2026-11-23T14:05` of the person's zone as an instant; nothing where it is none. */
export function instantOf(local: string, timeZone: string): string {
  const wall = Date.parse(`${local}:00Z`);
  if (Number.isNaN(wall)) return '';
  const guess = new Date(wall - offsetAt(new Date(wall), timeZone));
  return new Date(wall - offsetAt(guess, timeZone)).toISOString();
}

/** An instant as the input of the person's zone shows it. */
export function localOf(instant: string, timeZone: string): string {
  const at = new Date(instant);
  return instant === '' || Number.isNaN(at.getTime()) ? '' : new Date(at.getTime() + offsetAt(at, timeZone)).toISOString().slice(0, 16);
}
