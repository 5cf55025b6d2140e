import type { InvariantCheck, SnapshotReader } from '@opora/kit';

const MOST = 20;

/** A check by a query that names each violation in a column `violation`. */
export const sqlCheck = (id: string, title: string, query: string): InvariantCheck => ({
  id, title,
  run: async (snapshot: SnapshotReader) => (await snapshot.rows<{ violation: string }>(`${query} limit ${MOST}`)).map(({ violation }) => violation),
});
