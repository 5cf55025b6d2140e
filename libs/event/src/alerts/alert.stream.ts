import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Actor, type OutboxEvent, type StreamMessage, StreamTopics } from '@opora/platform';

/** Open streams of those who may read alerts are told which changed; a storm makes one message of many. */
@Injectable()
export class AlertStream implements OnModuleInit {
  constructor(private readonly topics: StreamTopics) {}

  onModuleInit(): void {
    this.topics.register({ name: 'alert', topics: ['alert.changed'], project: (readers, events) => Promise.resolve(this.tell(readers, events)) });
  }

  private tell(readers: readonly Actor[], events: readonly OutboxEvent[]): Map<Actor, { eventId: string; message: StreamMessage }[]> {
    const messages = events.map(({ id, payload }) => ({ eventId: id, message: { event: 'alert', data: { sourceId: payload['sourceId'], alerts: payload['alerts'], changed: payload['changed'] } } }));
    return new Map(readers.filter((reader) => reader.has('alert.read')).map((reader) => [reader, messages]));
  }
}
