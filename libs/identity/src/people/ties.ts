import { Injectable } from '@nestjs/common';
import type { Actor, Sql } from '@opora/platform';

/** What hangs on a person in the tables of a module above this one. */
export interface Tie {
  what: 'assignedTickets' | 'requestedTickets' | 'ownedServices' | 'grants' | 'ownedResources';
  count: number;
}

/** What only modules above know of people; they register it (calls go down). */
export interface PersonTies {
  /** Those of `among` (null: of all) whom the caller meets on tickets in scope (`security.md` D.7: people of own tickets, of gv+asg, of `sup` tickets). */
  met(sql: Sql, actor: Actor, among: readonly string[] | null): Promise<string[]>;
  hanging(sql: Sql, personId: string): Promise<Tie[]>;
}

@Injectable()
export class PersonTiesRegistry {
  private readonly registered: PersonTies[] = [];

  register(ties: PersonTies): void {
    this.registered.push(ties);
  }

  async met(sql: Sql, actor: Actor, among: readonly string[] | null = null): Promise<Set<string>> {
    if (among?.length === 0) return new Set();
    const all = await Promise.all(this.registered.map((ties) => ties.met(sql, actor, among)));
    return new Set(all.flat());
  }

  async hanging(sql: Sql, personId: string): Promise<Tie[]> {
    return (await Promise.all(this.registered.map((ties) => ties.hanging(sql, personId)))).flat();
  }
}
