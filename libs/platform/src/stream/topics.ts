import { Injectable } from '@nestjs/common';
import type { Actor } from '../authz/actor';
import { matches } from '../outbox/handlers';
import type { OutboxEvent } from '../outbox/outbox';

/** What one open stream is told of one event. */
export interface StreamMessage {
  /** SSE event name. */
  event: string;
  data: Readonly<Record<string, unknown>>;
}

export interface StreamTopic {
  name: string;
  topics: readonly string[];
  /** Decides for all readers at once what each may be told, by the rights of this moment; a reader left out is told nothing. */
  project(readers: readonly Actor[], events: readonly OutboxEvent[]): Promise<ReadonlyMap<Actor, readonly { eventId: string; message: StreamMessage }[]>>;
}

@Injectable()
export class StreamTopics {
  private readonly topics: StreamTopic[] = [];

  register(topic: StreamTopic): void {
    this.topics.push(topic);
  }

  for(topic: string): StreamTopic[] {
    return this.topics.filter((entry) => entry.topics.some((pattern) => matches(pattern, topic)));
  }
}
