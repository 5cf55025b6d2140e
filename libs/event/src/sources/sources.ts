import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import type { Page } from '@opora/kit';
import { Directory } from '@opora/organisation';
import { type Actor, Clock, Cursors, Database, Ids, type Sql } from '@opora/platform';
import { EventSource } from '../entities';
import type { CreateEventSource, EventSourceReply, IssuedEventSource, SourceQuery, UpdateEventSource } from './sources.dto';
import { PREFIX_LENGTH, SourceTokens, digestOf, newToken } from './tokens';

/** Who may send events. A token is shown once, when it is made; its digest is kept. */
@Injectable()
export class EventSources {
  private readonly directory: Directory<EventSource>;

  constructor(
    private readonly database: Database,
    journal: Journal,
    private readonly ids: Ids,
    cursors: Cursors,
    private readonly clock: Clock,
    private readonly tokens: SourceTokens,
  ) {
    this.directory = new Directory<EventSource>({ entity: EventSource, kind: 'event_source', order: 'name', search: ['name', 'kind'] }, database, journal, ids, cursors);
  }

  async list(actor: Actor, query: SourceQuery): Promise<Page<EventSourceReply>> {
    const page = await this.directory.list(actor, query);
    return { ...page, items: await this.replies(this.database.sql, page.items) };
  }

  async read(id: string): Promise<EventSourceReply> {
    return this.one(this.database.sql, await this.directory.read(id));
  }

  create(actor: Actor, body: CreateEventSource, id: string = this.ids.next()): Promise<IssuedEventSource> {
    const token = newToken();
    return this.database.tx(async (tx) => {
      const fields = { ...body, serviceId: body.serviceId ?? null, silentAfterSeconds: body.silentAfterSeconds ?? null, tokenHash: digestOf(token), tokenPrefix: token.slice(0, PREFIX_LENGTH), createdAt: tx.now, rotatedAt: null };
      const source = await this.directory.create(tx, actor, fields, id);
      await tx.run('insert into event_source_pulse (source_id) values ($1)', [id]);
      tx.afterCommit(() => this.tokens.forget());
      return { ...(await this.one(tx, source)), token };
    });
  }

  update(actor: Actor, id: string, ifMatch: number | '*', body: UpdateEventSource): Promise<EventSourceReply> {
    return this.database.tx(async (tx) => {
      const source = await this.directory.update(tx, actor, id, ifMatch, { ...body });
      tx.afterCommit(() => this.tokens.forget());
      return this.one(tx, source);
    });
  }

  /** A new token; the old one is none from now on. */
  rotate(actor: Actor, id: string, ifMatch: number | '*'): Promise<IssuedEventSource> {
    const token = newToken();
    return this.database.tx(async (tx) => {
      const before = await this.directory.claim(tx, id, ifMatch);
      await tx.run('update event_source set token_hash = $2, token_prefix = $3, rotated_at = $4 where id = $1', [id, digestOf(token), token.slice(0, PREFIX_LENGTH), tx.now]);
      const source = await this.directory.amend(tx, actor, before, 'token_rotated', [{ field: 'token', from: before.tokenPrefix, to: token.slice(0, PREFIX_LENGTH) }]);
      tx.afterCommit(() => this.tokens.forget());
      return { ...(await this.one(tx, { ...source, tokenPrefix: token.slice(0, PREFIX_LENGTH), rotatedAt: tx.now })), token };
    });
  }

  private async one(sql: Sql, source: EventSource): Promise<EventSourceReply> {
    return (await this.replies(sql, [source]))[0] as EventSourceReply;
  }

  private async replies(sql: Sql, sources: readonly EventSource[]): Promise<EventSourceReply[]> {
    const pulses = await sql.rows<{ id: string; at: Date | null }>('select source_id as id, last_event_at as at from event_source_pulse where source_id = any($1::uuid[])', [sources.map(({ id }) => id)]);
    const last = new Map(pulses.map(({ id, at }) => [id, at]));
    return sources.map((source) => {
      const lastEventAt = last.get(source.id) ?? null;
      return {
        id: source.id, name: source.name, kind: source.kind, tokenPrefix: source.tokenPrefix, serviceId: source.serviceId, silentAfterSeconds: source.silentAfterSeconds, active: source.active,
        createdAt: source.createdAt.toISOString(), rotatedAt: source.rotatedAt?.toISOString() ?? null, lastEventAt: lastEventAt?.toISOString() ?? null, silent: this.silent(source, lastEventAt),
        intakePath: `/api/v1/events/intake/${source.kind}`, version: source.version,
      };
    });
  }

  private silent({ active, silentAfterSeconds, createdAt }: EventSource, last: Date | null): boolean {
    return active && silentAfterSeconds !== null && this.clock.now().getTime() - (last ?? createdAt).getTime() > silentAfterSeconds * 1000;
  }
}
