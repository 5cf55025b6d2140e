import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { Database, codeOf } from '@opora/platform';

export interface NewEventRow {
  id: string;
  receivedAt: string;
  sourceId: string;
  dedupKey: string;
  senderId: string | null;
  status: string;
  severity: string;
  title: string;
  text: string | null;
  link: string | null;
  service: string | null;
  items: readonly string[];
  labels: Readonly<Record<string, string>>;
  at: string | null;
  raw: unknown;
}

interface Waiting {
  rows: readonly NewEventRow[];
  done: () => void;
  failed: (error: unknown) => void;
}

/** Statements at a time, and events in one. */
const AT_A_TIME = 2;
const MOST = 2_000;
/** Events that wait for their statement; more than this are sent away (`security.md` I44). */
const BACKLOG = 20_000;

/* What the sender numbered is taken once: whoever inserts its number first, inserts the event. */
const INSERT = `
  with given as materialized (
    select g.* from json_to_recordset($1::json) as g(id uuid, "receivedAt" timestamptz, "sourceId" uuid, "dedupKey" text, "senderId" text, status text, severity text, title text, text text, link text, service text,
      items json, labels jsonb, at timestamptz, raw json)),
  numbered as (insert into event_once (source_id, sender_id, at) select "sourceId", "senderId", "receivedAt" from given where "senderId" is not null on conflict do nothing returning source_id, sender_id),
  fresh as materialized (select g.* from given g where g."senderId" is null or exists (select 1 from numbered n where n.source_id = g."sourceId" and n.sender_id = g."senderId")),
  stored as (insert into event (id, received_at, source_id, dedup_key, sender_id, status, severity, title, text, link, service, items, labels, at, raw)
    select id, "receivedAt", "sourceId", "dedupKey", "senderId", status, severity, title, text, link, service, array(select json_array_elements_text(items)), labels, at, raw from fresh)
  insert into event_waiting (source_id, event_id, received_at) select "sourceId", id, "receivedAt" from fresh`;

/**
 * Stores events; answers when they are on disk. Requests that arrive while a statement is under way travel together in the next one, so that a flood of single events costs few commits.
 */
@Injectable()
export class EventWriter implements OnApplicationShutdown {
  private readonly waiting: Waiting[] = [];
  private backlog = 0;
  private running = 0;
  private idle: (() => void) | null = null;

  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.running > 0 || this.waiting.length > 0) await new Promise<void>((resolve) => (this.idle = resolve));
  }

  /** @throws Refusal 503 where the database does not keep up */
  write(rows: readonly NewEventRow[]): Promise<void> {
    if (this.backlog + rows.length > BACKLOG) throw new Refusal('busy', { status: 503, extra: { retryAfterSeconds: 1 } });
    this.backlog += rows.length;
    return new Promise((done, failed) => {
      this.waiting.push({ rows, done, failed });
      this.pump();
    });
  }

  private pump(): void {
    while (this.running < AT_A_TIME && this.waiting.length > 0) {
      const together = this.next();
      this.running++;
      void this.flush(together).finally(() => {
        this.running--;
        this.backlog -= together.reduce((sum, { rows }) => sum + rows.length, 0);
        this.pump();
        if (this.running === 0) this.idle?.();
      });
    }
  }

  private next(): Waiting[] {
    let rows = 0;
    let count = 0;
    for (const job of this.waiting) {
      rows += job.rows.length;
      if (count > 0 && rows > MOST) break;
      count++;
    }
    return this.waiting.splice(0, count);
  }

  private async flush(jobs: readonly Waiting[]): Promise<void> {
    try {
      await this.insert(jobs.flatMap(({ rows }) => rows));
      for (const { done } of jobs) done();
    } catch (error) {
      /* Data that cannot be stored is one request's fault, not that of those who travelled with it; where the connection broke, nobody knows what was stored. */
      if (jobs.length === 1 || !/^2[23]/.test(codeOf(error) ?? '')) for (const { failed } of jobs) failed(error);
      else for (const job of jobs) await this.flush([job]);
    }
  }

  private async insert(rows: readonly NewEventRow[]): Promise<void> {
    const seen = new Set<string>();
    const once = rows.filter(({ sourceId, senderId }) => {
      if (senderId === null) return true;
      const name = `${sourceId} ${senderId}`;
      return !seen.has(name) && seen.add(name) !== undefined;
    });
    await this.database.sql.run(INSERT, [JSON.stringify(once)]);
  }
}
