import type { InvariantCheck } from '@opora/kit';

const MOST = 20;

/** A check that is one statement: each row that it finds is a violation, told in its column `violation`. */
export function sqlCheck(id: string, title: string, text: string): InvariantCheck {
  return {
    id,
    title,
    run: async (snapshot) => (await snapshot.rows<{ violation: string }>(`select violation from (${text}) found limit ${MOST}`)).map(({ violation }) => violation),
  };
}
