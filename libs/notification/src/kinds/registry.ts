import { Injectable } from '@nestjs/common';
import type { NotificationKind } from './kind';

/** What people are told of. Modules enrol their own kinds, so that this one knows no process. */
@Injectable()
export class NotificationKinds {
  private readonly kinds = new Map<string, NotificationKind>();

  register(...kinds: readonly NotificationKind[]): void {
    for (const kind of kinds) {
      if (this.kinds.has(kind.kind)) throw new Error(`the notification ${kind.kind} is registered twice`);
      this.kinds.set(kind.kind, kind);
    }
  }

  get(kind: string): NotificationKind | undefined {
    return this.kinds.get(kind);
  }

  all(): NotificationKind[] {
    return [...this.kinds.values()];
  }

  of(topic: string): NotificationKind[] {
    return this.all().filter(({ topics }) => topics.includes(topic));
  }

  topics(): string[] {
    return [...new Set(this.all().flatMap(({ topics }) => topics))];
  }
}
