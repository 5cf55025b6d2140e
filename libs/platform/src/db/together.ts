import type { Sql } from './sql';

/** A question as a value, so that several modules' questions can travel together. Its rows come back as JSON: instants as text. */
export interface Question<R> {
  text: string;
  params: readonly unknown[];
  /** Never set: it carries the type of a row. */
  readonly row?: R;
}

type Rows<Q> = { [K in keyof Q]: Q[K] extends Question<infer R> ? R[] : never };

/** Asks several questions in one round trip. */
export async function together<Q extends Readonly<Record<string, Question<unknown>>>>(sql: Sql, questions: Q): Promise<Rows<Q>> {
  const params: unknown[] = [];
  const columns = Object.entries(questions).map(([name, question]) => {
    const offset = params.length;
    params.push(...question.params);
    return `(select coalesce(json_agg(q), '[]') from (${question.text.replace(/\$(\d+)/g, (_whole, n: string) => `$${Number(n) + offset}`)}) q) as "${name}"`;
  });
  return (await sql.one<Rows<Q>>(`select ${columns.join(', ')}`, params)) as Rows<Q>;
}
