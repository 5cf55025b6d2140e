/** Changes between firing and cleared within `FLAP_SECONDS` that make an alert flap (`domain.md` §8, suppression). */
export const FLAPS = 5;
export const FLAP_SECONDS = 600;
/** Changes that are remembered of one alert. */
const KEPT = 12;

export const withFlip = (flips: readonly Date[], at: Date): Date[] => [...flips, at].slice(-KEPT);

/** An alert flaps while its last changes stand so close together, until it has kept still for as long. */
export function flapsUntil(flips: readonly Date[], now: Date): Date | null {
  const last = flips.at(-1);
  const nth = flips.at(-FLAPS);
  if (!last || !nth) return null;
  const until = new Date(last.getTime() + FLAP_SECONDS * 1000);
  return last.getTime() - nth.getTime() <= FLAP_SECONDS * 1000 && until > now ? until : null;
}
