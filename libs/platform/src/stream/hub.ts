import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import type { Actor } from '../authz/actor';
import { AuthenticatorSlot } from '../authz/authenticator';
import { Config } from '../config/config';
import { Database } from '../db/database';
import { Metrics } from '../health/metrics';
import { Log } from '../log/log';
import type { OutboxEvent } from '../outbox/outbox';
import { type Connection, MAX_STREAMS_PER_PERSON } from './connection';
import { StreamTopics } from './topics';

const POLL_MS = 1_000;
const BATCH = 500;

interface Row extends Omit<OutboxEvent, 'requestId'> {
  request_id: string | null;
}

/** Tells the open streams of this process what was relayed, in one order for all processes (the outbox's `seq`). */
@Injectable()
export class StreamHub implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly connections = new Set<Connection>();
  private seq = 0;
  private interval: NodeJS.Timeout | null = null;
  private listener: Client | null = null;
  private reading: Promise<void> | null = null;
  private closing = false;

  constructor(
    private readonly database: Database,
    private readonly topics: StreamTopics,
    private readonly authenticator: AuthenticatorSlot,
    private readonly config: Config,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.seq = (await this.database.sql.one<{ seq: number | null }>('select max(seq) as seq from outbox'))?.seq ?? 0;
    this.interval = setInterval(() => void this.beat(), POLL_MS);
    await this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    if (this.interval) clearInterval(this.interval);
    for (const connection of this.connections) connection.close(2_000);
    await this.listener?.end().catch(() => undefined);
    await this.reading;
  }

  async add(connection: Connection, lastEventId: number | null): Promise<void> {
    const own = [...this.connections].filter((other) => other.actor.personId === connection.actor.personId);
    if (own.length >= MAX_STREAMS_PER_PERSON) own[0]?.close();
    let open = true;
    connection.onClose(() => {
      open = false;
      this.connections.delete(connection);
      this.metrics.streams.set(this.connections.size);
    });
    // The greeting names what the reader has, not what there is: one that breaks off before it has heard the rest must be able to ask for it again.
    let told = lastEventId === null ? this.seq : Math.min(lastEventId, this.seq);
    connection.send({ event: 'hello', data: {} }, told);
    // What happens meanwhile waits its turn: events come in their order.
    while (open && told < this.seq) {
      const upTo = this.seq;
      const missed = await this.read(told, upTo);
      if (missed.length >= BATCH) connection.send({ event: 'reset', data: {} }, upTo);
      else await this.tell([connection], missed);
      told = upTo;
    }
    if (!open) return;
    this.connections.add(connection);
    this.metrics.streams.set(this.connections.size);
  }

  private async listen(): Promise<void> {
    const client = new Client({ connectionString: this.config.databaseUrl });
    this.listener = client;
    client.on('notification', () => void this.catchUp());
    client.on('error', () => {
      this.listener = null;
    });
    try {
      await client.connect();
      await client.query('listen opora_stream');
    } catch (error) {
      this.listener = null;
      this.log.failure('the stream could not listen; it polls', error);
    }
  }

  private async beat(): Promise<void> {
    if (!this.listener && !this.closing) await this.listen();
    await this.dropEnded();
    await this.catchUp();
  }

  private catchUp(): Promise<void> {
    this.reading ??= this.forward().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private async forward(): Promise<void> {
    try {
      for (let more = true; more && !this.closing; ) {
        const events = await this.read(this.seq, null);
        more = events.length >= BATCH;
        const last = events.at(-1);
        if (!last) return;
        this.seq = last.seq;
        const readers = [...this.connections];
        if (readers.length > 0) await this.tellAll(readers, events);
      }
    } catch (error) {
      this.log.failure('the stream could not read', error);
    }
  }

  /** Who cannot be told now is let go: each comes back with the number of what it heard last, and hears the rest. */
  private async tellAll(readers: readonly Connection[], events: readonly OutboxEvent[]): Promise<void> {
    try {
      await this.dropEnded();
      await this.tell(readers, events);
    } catch (error) {
      for (const reader of readers) reader.close();
      throw error;
    }
  }

  /** Ends streams whose session, token or person ended, and gives the others the rights of now (`security.md` SS-04). */
  private async dropEnded(): Promise<void> {
    for (const connection of this.connections) {
      const actor = await this.authenticator.get().refresh(connection.actor).catch(() => connection.actor);
      if (actor) connection.actor = actor;
      else connection.close();
    }
  }

  private async read(after: number, upTo: number | null): Promise<OutboxEvent[]> {
    const rows = await this.database.sql.rows<Row>(
      `select id, seq, topic, key, payload, at, request_id from outbox where seq > $1 and ($2::bigint is null or seq <= $2) order by seq limit ${BATCH}`,
      [after, upTo],
    );
    return rows.map(({ request_id, ...event }) => ({ ...event, requestId: request_id }));
  }

  private async tell(connections: readonly Connection[], events: readonly OutboxEvent[]): Promise<void> {
    const bySeq = new Map(events.map((event) => [event.id, event.seq]));
    const readers = new Map<Actor, Connection>(connections.map((connection) => [connection.actor, connection]));
    const outgoing: { connection: Connection; seq: number; message: Parameters<Connection['send']>[0] }[] = [];
    const byTopic = new Map<ReturnType<StreamTopics['for']>[number], OutboxEvent[]>();
    for (const event of events) for (const topic of this.topics.for(event.topic)) byTopic.set(topic, [...(byTopic.get(topic) ?? []), event]);
    for (const [topic, own] of byTopic) {
      const told = await topic.project([...readers.keys()], own);
      for (const [actor, messages] of told) {
        const connection = readers.get(actor);
        if (connection) for (const { eventId, message } of messages) outgoing.push({ connection, seq: bySeq.get(eventId) ?? this.seq, message });
      }
    }
    for (const { connection, seq, message } of outgoing.sort((a, b) => a.seq - b.seq)) connection.send(message, seq);
  }
}
