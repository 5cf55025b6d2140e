import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Pool, types } from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import { type Operation, finishOperation, startOperation } from '../http/operation';
import { retryable } from './errors';
import { type Sql, type Tx, shared, sqlOver } from './sql';
import { Transaction } from './transaction';

types.setTypeParser(types.builtins.INT8, Number);

export interface TxOptions {
  /** The caller's idempotent operation: its answer is what `work` returns, stored in the same transaction. */
  operation?: Operation | null;
  /** Times that a deadlock or a serialisation failure is tried again. */
  retries?: number;
}

@Injectable()
export class Database implements OnModuleDestroy {
  private side: Pool | null = null;
  private readonly asked = new Map<string, Promise<unknown[]>>();

  constructor(
    readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  /** Statements of their own, each its own transaction. */
  get sql(): Sql {
    return sqlOver(this.pool);
  }

  /**
   * For what caches read while somebody holds a transaction: a connection of its own. Were it taken from the pool, as many transactions as the pool has connections could all wait for
   * one more, and none would ever come. Whoever asks what is being asked already gets that answer: a cache that has to be read anew is asked for by all callers at once.
   */
  get aside(): Sql {
    this.side ??= new Pool({ ...this.pool.options, max: 1 }).on('error', () => undefined);
    return shared(sqlOver(this.side), this.asked);
  }

  async onModuleDestroy(): Promise<void> {
    await this.side?.end();
    this.side = null;
  }

  /**
   * Runs `work` in one transaction, again where PostgreSQL says that it lost a race (40001, 40P01).
   * @throws OperationReplay where the operation was done before
   */
  async tx<T>(work: (tx: Tx) => Promise<T>, { operation, retries = 3 }: TxOptions = {}): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.attempt(work, operation ?? null);
      } catch (error) {
        if (attempt >= retries || !retryable(error)) throw error;
      }
    }
  }

  /**
   * For an act of several transactions: answers a repetition before the first of them.
   * @throws OperationReplay where the operation was done before; Refusal 409 `in_progress`, 422 `idempotency_mismatch`
   */
  async refuseRepetition(operation: Operation | null): Promise<void> {
    if (operation) await this.tx((tx) => startOperation(tx, operation));
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>, operation: Operation | null): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    const breaks = (error: Error): void => void (broken = error);
    client.on('error', breaks);
    try {
      const transaction = new Transaction(client, this.dataSource, this.clock.now());
      const { tx } = transaction;
      try {
        if (operation) await startOperation(tx, operation);
        const result = await work(tx);
        if (operation) finishOperation(tx, operation, result);
        await transaction.commit();
        return result;
      } catch (error) {
        await transaction.rollback().catch(breaks);
        throw error;
      }
    } finally {
      client.off('error', breaks);
      client.release(broken);
    }
  }
}
