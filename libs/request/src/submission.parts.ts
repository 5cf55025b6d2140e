import { Injectable } from '@nestjs/common';
import { Catalogue, type Order, OrderTakers, Ordering } from '@opora/catalogue';
import { type Actor, Database, type Sql, type Tx } from '@opora/platform';
import { RequestPromises } from './request.promises';

/** What a submission asks of the catalogue. */
@Injectable()
export class SubmissionParts {
  constructor(
    readonly takers: OrderTakers,
    readonly promises: RequestPromises,
    readonly catalogue: Catalogue,
    private readonly ordering: Ordering,
    private readonly database: Database,
  ) {}

  async namesOf(sql: Sql, actor: Actor, { requesterId, offering, answers }: Order): Promise<(id: string) => string | undefined> {
    const names = await this.ordering.namesIn(sql, actor, requesterId, offering.definition, answers);
    return (id) => names.get(id);
  }

  tx<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.tx(work, { operation: actor.operation });
  }
}
