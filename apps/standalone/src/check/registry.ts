import type { InvariantCheck } from '@opora/kit';

/** Every promise about stored data that this release keeps; `npm run check` and the end of each e2e suite run them all. */
export const checks: readonly InvariantCheck[] = [];
