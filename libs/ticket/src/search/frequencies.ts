import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@opora/platform';

const KEPT_MS = 600_000;
/** A word that the statistics do not know is rarer than those that they do. */
const UNKNOWN = 0.0005;

/** How common words are, from what the database's own statistics know of the search table: no counting. */
@Injectable()
export class WordFrequencies {
  private known: Promise<ReadonlyMap<string, number>> | null = null;
  private until = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Words with their weight, the rarest first: the rarer, the more it tells. */
  async weigh(words: readonly string[]): Promise<[string, number][]> {
    const now = this.clock.now().getTime();
    if (!this.known || now > this.until) {
      this.until = now + KEPT_MS;
      this.known = this.read();
    }
    const frequencies = await this.known;
    return words.map((word): [string, number] => [word, Math.log(1 + 1 / (frequencies.get(word) ?? UNKNOWN))]).sort((a, b) => b[1] - a[1]);
  }

  private async read(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.sql.rows<{ word: string; frequency: number }>(
      `select x.word, x.frequency from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as x(word, frequency) where s.schemaname = current_schema() and s.tablename = 'ticket_search' and s.attname = 'tsv_public' and x.word is not null`,
    );
    return new Map(rows.map((row) => [row.word, row.frequency]));
  }
}
