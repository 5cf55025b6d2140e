import { Injectable } from '@nestjs/common';
import { Refusal, invalid, notFound } from '@opora/kit';
import { Actor, Database, type Operation, OperationReplay, type Problem, type Tx, asRefusal, problemOf } from '@opora/platform';
import { addressOf } from '../kernel/columns';
import { TicketKernel } from '../kernel/kernel';
import { TicketKinds } from '../kernel/registry';
import { Merge } from './merge';

export interface BulkWish {
  ids: readonly string[];
  command: string;
  body: unknown;
  /** Tries everything and keeps nothing. */
  dryRun: boolean;
  /** The first refusal undoes all. */
  allOrNothing: boolean;
}

export interface BulkAnswer {
  id: string;
  status: 'done' | 'refused' | 'not_done';
  problem?: Problem;
}

/** Ends a transaction whose work was only tried. */
class Tried extends Error {}

/** One change or command over many tickets, each by its own permission, with an answer each (`security.md` BO-17). */
@Injectable()
export class Bulk {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly kinds: TicketKinds,
    private readonly merge: Merge,
  ) {}

  async run(actor: Actor, wish: BulkWish): Promise<BulkAnswer[]> {
    return wish.allOrNothing ? this.together(actor, wish) : this.oneByOne(actor, wish);
  }

  /** The same for a caller that may repeat itself: the first answer again, and no ticket twice even where the first time broke off in the middle. */
  async once<T>(actor: Actor, wish: BulkWish, answer: (items: BulkAnswer[]) => T): Promise<T> {
    const operation = wish.dryRun ? null : actor.operation;
    await this.database.refuseRepetition(operation);
    const reply = answer(await this.run(actor, wish));
    return this.database.tx(() => Promise.resolve(reply), { operation });
  }

  private async oneByOne(actor: Actor, wish: BulkWish): Promise<BulkAnswer[]> {
    const answers: BulkAnswer[] = [];
    for (const id of wish.ids) {
      const refused = await this.attempt(wish.dryRun, (tx) => this.act(tx, actor, id, wish), partOf(actor.operation, id));
      answers.push(refused ? { id, status: 'refused', problem: problemOf(refused, actor.locale, actor.requestId) } : { id, status: 'done' });
    }
    return answers;
  }

  private async together(actor: Actor, wish: BulkWish): Promise<BulkAnswer[]> {
    let at = 0;
    const refused = await this.attempt(wish.dryRun, async (tx) => {
      for (at = 0; at < wish.ids.length; at++) await this.act(tx, actor, wish.ids[at] as string, wish);
    }, partOf(actor.operation, 'all'));
    return wish.ids.map((id, i) => (!refused ? { id, status: 'done' } : i === at ? { id, status: 'refused', problem: problemOf(refused, actor.locale, actor.requestId) } : { id, status: 'not_done' }));
  }

  /** @returns why it was refused, or null; what is our own fault is thrown on */
  private async attempt(dryRun: boolean, work: (tx: Tx) => Promise<void>, operation: Operation | null): Promise<Refusal | null> {
    try {
      await this.database.tx(async (tx) => {
        await work(tx);
        if (dryRun) throw new Tried();
      }, { operation: dryRun ? null : operation });
      return null;
    } catch (error) {
      if (error instanceof Tried || error instanceof OperationReplay) return null;
      const refusal = asRefusal(error);
      if (!refusal) throw error;
      return refusal;
    }
  }

  private async act(tx: Tx, actor: Actor, id: string, { command, body }: BulkWish): Promise<void> {
    if (addressOf(id) === null) throw notFound();
    if (command === 'merge') {
      const intoId = (body as { intoId?: unknown } | null)?.intoId;
      if (typeof intoId !== 'string') throw invalid('/body/intoId', 'required');
      await this.merge.within(tx, actor, id, intoId, '*');
      return;
    }
    const ticket = await this.kernel.read(tx, actor, id);
    if (!ticket) throw notFound();
    const kind = this.kinds.get(ticket.kind);
    if (!kind.execute || (command !== 'edit' && !Object.hasOwn(kind.lifecycle.commands, command))) throw invalid('/command', 'bulk.unknown_command');
    await kind.execute(tx, actor, ticket.id, { command, body, ifMatch: '*' });
  }
}

/** Each transaction of a bulk act remembers that it was done, under the caller's key. */
const partOf = (operation: Operation | null, part: string): Operation | null => operation && { ...operation, path: `${operation.path}/${part}` };
