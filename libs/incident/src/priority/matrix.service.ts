import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { LEVELS, Refusal } from '@opora/kit';
import { type Actor, Database, type Sql } from '@opora/platform';
import type { PriorityMatrix } from '../domain';
import type { PriorityMatrixReply } from './matrix.dto';

/** Stream of the matrix in the journal. */
const STREAM = '00000000-0000-7000-8000-000000000030';

interface Row {
  matrix: PriorityMatrix;
  version: number;
  updated_at: Date;
}

const cells = (matrix: PriorityMatrix): [string, number][] => LEVELS.flatMap((impact) => LEVELS.map((urgency): [string, number] => [`${impact}.${urgency}`, matrix[impact][urgency]]));

/** The editable matrix of `domain.md` §3; a change acts on what is registered or classified later. */
@Injectable()
export class PriorityMatrices {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
  ) {}

  async matrix(sql: Sql): Promise<PriorityMatrix> {
    return (await this.row(sql)).matrix;
  }

  async get(): Promise<PriorityMatrixReply> {
    return replyOf(await this.row(this.database.sql));
  }

  /** @throws Refusal 412 */
  async put(actor: Actor, ifMatch: number | '*', matrix: PriorityMatrix): Promise<PriorityMatrixReply> {
    return this.database.tx(async (tx) => {
      const before = await tx.one<Row>('select matrix, version, updated_at from priority_matrix for update');
      if (!before) throw new Error('the priority matrix is missing');
      if (ifMatch !== '*' && ifMatch !== before.version) throw new Refusal('stale', { status: 412, extra: { changedFields: ['matrix'] } });
      const was = new Map(cells(before.matrix));
      const changes = cells(matrix).filter(([cell, priority]) => was.get(cell) !== priority).map(([cell, priority]) => ({ field: cell, from: was.get(cell), to: priority }));
      if (changes.length === 0) return replyOf(before);
      const after: Row = { matrix, version: before.version + 1, updated_at: tx.now };
      await tx.run('update priority_matrix set matrix = $1, version = $2, updated_at = $3, updated_by_id = $4', [JSON.stringify(matrix), after.version, tx.now, actor.personId]);
      await this.journal.append(tx, { streamId: STREAM, streamKind: 'priority_matrix', kind: 'priority_matrix.changed', actor, data: { changes }, version: after.version });
      return replyOf(after);
    });
  }

  private async row(sql: Sql): Promise<Row> {
    const row = await sql.one<Row>('select matrix, version, updated_at from priority_matrix');
    if (!row) throw new Error('the priority matrix is missing');
    return row;
  }
}

const replyOf = (row: Row): PriorityMatrixReply => ({ matrix: row.matrix, version: row.version, updatedAt: row.updated_at.toISOString() });
