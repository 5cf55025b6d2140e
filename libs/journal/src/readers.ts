import { Injectable } from '@nestjs/common';
import type { Actor, Sql } from '@opora/platform';

/** Which of these streams the actor may read with their values. */
export type StreamReader = (sql: Sql, actor: Actor, streamIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Streams whose entries hold content that not every reader of the journal may see; told by the modules that own them (`security.md` AD-03). */
@Injectable()
export class StreamReaders {
  private readonly readers = new Map<string, StreamReader>();

  protect(streamKind: string, reader: StreamReader): void {
    this.readers.set(streamKind, reader);
  }

  /** Streams among these that are shown without values. */
  async hidden(sql: Sql, actor: Actor, streams: readonly { streamId: string; streamKind: string }[]): Promise<ReadonlySet<string>> {
    const byReader = new Map<StreamReader, Set<string>>();
    for (const { streamId, streamKind } of streams) {
      const reader = this.readers.get(streamKind);
      if (reader) byReader.set(reader, (byReader.get(reader) ?? new Set()).add(streamId));
    }
    const hidden = new Set<string>();
    for (const [reader, ids] of byReader) {
      const shown = await reader(sql, actor, [...ids]);
      for (const id of ids) if (!shown.has(id)) hidden.add(id);
    }
    return hidden;
  }
}
