import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StreamTopics } from '@opora/platform';

/** Tells open streams that the bell has something new; what it is, each asks for with its own rights. */
@Injectable()
export class NotificationStream implements OnModuleInit {
  constructor(private readonly topics: StreamTopics) {}

  onModuleInit(): void {
    this.topics.register({
      name: 'notification',
      topics: ['notification.made'],
      project: async (readers, events) =>
        new Map(
          readers.flatMap((reader) => {
            const own = events.filter(({ key }) => key === reader.personId).map(({ id, payload }) => ({ eventId: id, message: { event: 'notification', data: { kind: payload['kind'] } } }));
            return own.length > 0 ? [[reader, own] as const] : [];
          }),
        ),
    });
  }
}
