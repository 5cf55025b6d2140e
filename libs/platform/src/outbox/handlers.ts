import { Injectable } from '@nestjs/common';
import type { OutboxEvent } from './outbox';

export interface OutboxHandler {
  name: string;
  /** Exact topics, or a prefix with `.*`. */
  topics: readonly string[];
  /** At least once per event, in batches; a throw sends the whole batch round again, one event at a time. */
  handle(events: readonly OutboxEvent[]): Promise<void>;
}

/** What the modules' jobs listen to. */
@Injectable()
export class OutboxHandlers {
  private readonly byName = new Map<string, OutboxHandler>();

  register(handler: OutboxHandler): void {
    if (this.byName.has(handler.name)) throw new Error(`the outbox handler ${handler.name} is registered twice`);
    this.byName.set(handler.name, handler);
  }

  get(name: string): OutboxHandler | undefined {
    return this.byName.get(name);
  }

  namesFor(topic: string): string[] {
    return [...this.byName.values()].filter((handler) => handler.topics.some((pattern) => matches(pattern, topic))).map((handler) => handler.name);
  }
}

export const matches = (pattern: string, topic: string): boolean => (pattern.endsWith('.*') ? topic.startsWith(pattern.slice(0, -1)) : pattern === topic);
