import type { Socket } from 'node:net';
import type { PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { type Sql, type Tx, statementOf, sqlOver } from './sql';

const nothing = (): void => undefined;

/**
 * One transaction over a pipelined connection. Statements go to the server in the order in which they are called, and none waits for the answer to the one before unless its caller does: `begin`
 * travels with the first statement, and what `send` took with the next one.
 */
export class Transaction {
  private failure: { error: unknown } | null = null;
  private readonly unanswered: Promise<void>[] = [];
  private readonly after: (() => void)[] = [];
  private runner: QueryRunner | null = null;
  readonly tx: Tx;

  constructor(
    private readonly client: PoolClient,
    private readonly dataSource: DataSource,
    now: Date,
  ) {
    this.owe(() => client.query('begin'));
    const { rows, one, run } = this.told(sqlOver(client));
    const manager = (): Tx['manager'] => this.entityManager();
    this.tx = {
      rows, one, run, now,
      send: (text, params = []) => this.owe(() => client.query(statementOf(text, params))),
      afterCommit: (act) => void this.after.push(act),
      get manager() {
        return manager();
      },
    };
  }

  /** @throws the error of whatever went wrong first */
  async commit(): Promise<void> {
    await this.answered();
    const { command } = await this.client.query('commit');
    if (command !== 'COMMIT') throw new Error('the transaction had failed: an error within it was swallowed');
    await this.end();
    for (const act of this.after) act();
  }

  async rollback(): Promise<void> {
    await Promise.all(this.unanswered);
    await this.client.query('rollback');
    await this.end();
  }

  private owe(ask: () => Promise<unknown>): void {
    this.hold();
    this.unanswered.push(ask().then(nothing, (error: unknown) => void (this.failure ??= { error })));
  }

  /** Keeps the bytes until this turn of the event loop ends, so that what follows leaves with them. */
  private hold(): void {
    const { stream } = (this.client as unknown as { connection: { stream: Socket } }).connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  private async answered(): Promise<void> {
    await Promise.all(this.unanswered);
    this.unanswered.length = 0;
    if (this.failure) throw this.failure.error;
  }

  /** After a statement that nobody waited for has failed, the next one is refused for that alone: its caller is told the reason. */
  private told(sql: Sql): Sql {
    const reason = async <R>(answer: Promise<R>): Promise<R> => {
      try {
        return await answer;
      } catch (error) {
        await this.answered();
        throw error;
      }
    };
    return {
      rows: (text, params, options) => reason(sql.rows(text, params, options)),
      one: (text, params, options) => reason(sql.one(text, params, options)),
      run: (text, params, options) => reason(sql.run(text, params, options)),
    };
  }

  /** TypeORM within this transaction, made where a module asks for it: a runner that finds its connection and its transaction there already. */
  private entityManager(): Tx['manager'] {
    this.runner ??= Object.assign(this.dataSource.createQueryRunner(), { databaseConnection: this.client, isTransactionActive: true, transactionDepth: 1 });
    return this.runner.manager;
  }

  private async end(): Promise<void> {
    await this.runner?.release();
  }
}
