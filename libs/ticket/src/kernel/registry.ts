import { Injectable } from '@nestjs/common';
import type { TicketKind, TicketReactor } from '../domain/faces';
import { readsBy } from '../scopes';

/** What a ticket's kind is, told by its process at start (`onModuleInit`). */
@Injectable()
export class TicketKinds {
  private readonly kinds = new Map<string, TicketKind>();
  private readonly told: ((kind: string) => void)[] = [];

  register(kind: TicketKind): void {
    if (this.kinds.has(kind.kind)) throw new Error(`the ticket kind ${kind.kind} is registered twice`);
    for (const other of this.kinds.values()) if (other.prefix === kind.prefix) throw new Error(`${kind.kind} and ${other.kind} share the prefix ${kind.prefix}`);
    this.kinds.set(kind.kind, kind);
    readsBy(kind.kind, kind.readPermission);
    for (const tell of this.told) tell(kind.kind);
  }

  /** Tells of every kind, of those that come later too. */
  onRegister(tell: (kind: string) => void): void {
    this.told.push(tell);
    for (const kind of this.kinds.keys()) tell(kind);
  }

  get(kind: string): TicketKind {
    const found = this.kinds.get(kind);
    if (!found) throw new Error(`no process has registered the ticket kind ${kind}`);
    return found;
  }

  find(kind: string): TicketKind | undefined {
    return this.kinds.get(kind);
  }

  all(): readonly TicketKind[] {
    return [...this.kinds.values()];
  }
}

@Injectable()
export class TicketReactors {
  private reactors: readonly TicketReactor[] = [];

  register(reactor: TicketReactor): void {
    this.reactors = [...this.reactors, reactor].sort((a, b) => a.order - b.order);
  }

  all(): readonly TicketReactor[] {
    return this.reactors;
  }
}
