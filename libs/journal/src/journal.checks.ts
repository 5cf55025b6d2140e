import type { InvariantCheck } from '@opora/kit';
import type { Sql } from '@opora/platform';
import { verifyJournal } from './verify';

export const journalChecks: InvariantCheck[] = [
  {
    id: 'I31.journal-chain',
    title: 'The journal is whole: each stream’s chain, its end, and the chain of anchors',
    run: async (snapshot) => {
      const sql: Sql = { rows: (text, params) => snapshot.rows(text, params), one: async <R>(text: string, params?: readonly unknown[]) => (await snapshot.rows<R>(text, params))[0] ?? null, run: async (text, params) => (await snapshot.rows(text, params)).length };
      return (await verifyJournal(sql)).problems;
    },
  },
];
