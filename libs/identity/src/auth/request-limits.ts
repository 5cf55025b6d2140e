import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Actor, Clock, Config, Database, Log } from '@opora/platform';
import type { FastifyRequest } from 'fastify';
import { type Policy, quotaExceeded } from './quota';

interface RequestPolicy extends Policy {
  applies(method: string, route: string, actor: Actor, query: Record<string, unknown>): boolean;
}

const WINDOW_SECONDS = 60;
const SYNC_MS = 1_000;
const OLD_SLOTS = 3;

const policy = (name: string, points: number, applies: RequestPolicy['applies'] = () => true): RequestPolicy => ({ name, points, seconds: WINDOW_SECONDS, applies });

/** `security.md` RL-01, RL-04, RL-06, BO-13: requests of a minute by one person or token. */
export const REQUEST_POLICIES: readonly RequestPolicy[] = [
  policy('default', 600),
  policy('register', 30, (method, route, actor) => actor.face === 'requester' && method === 'POST' && /\/(incidents|requests|access-requests)$/.test(route)),
  policy('people', 30, (method, route, actor, query) => actor.face === 'requester' && method === 'GET' && route.endsWith('/people') && 'q' in query),
  policy('costly', 120, (method, route) => /\/(search|similar|sla\/replays|reports\/[^/]+)$/.test(route) && (method === 'GET' || method === 'POST')),
];

interface Count {
  slot: number;
  /** Of all processes, as of the last exchange. */
  known: number;
  /** Of this process since then. */
  own: number;
}

/** Counts in memory and exchanges the counts with the other processes once a second, so that a request costs no statement; a limit is overdrawn by a second's worth at most. */
@Injectable()
export class RequestLimits implements OnApplicationShutdown {
  private readonly counts = new Map<string, Count>();
  private readonly on: boolean;
  private timer: NodeJS.Timeout | null = null;
  private exchanging: Promise<void> | null = null;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.on = config.limits !== 'off';
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    await this.exchanging;
  }

  /** @throws Refusal 429 */
  spend(actor: Actor, request: FastifyRequest): void {
    if (!this.on || actor.isSystem) return;
    const route = request.routeOptions.url ?? '';
    const query = (request.query ?? {}) as Record<string, unknown>;
    const seconds = this.clock.real().getTime() / 1000;
    const slot = Math.floor(seconds / WINDOW_SECONDS);
    for (const one of REQUEST_POLICIES) {
      if (!one.applies(request.method, route, actor, query)) continue;
      const count = this.count(`${one.name} ${actor.tokenId ?? actor.personId}`, slot);
      if (count.known + count.own >= one.points) throw quotaExceeded(one, Math.max(1, Math.ceil((slot + 1) * WINDOW_SECONDS - seconds)));
      count.own++;
    }
    this.timer ??= setTimeout(() => this.tick(), SYNC_MS).unref();
  }

  /** Adds what this process counted to what all counted, and takes the sums back. */
  async exchange(): Promise<void> {
    const slot = Math.floor(this.clock.real().getTime() / 1000 / WINDOW_SECONDS);
    for (const [key, count] of this.counts) if (count.slot < slot - 1) this.counts.delete(key);
    /* Of this minute also what was not spent here meanwhile: it is spent elsewhere. */
    const changed = [...this.counts].filter(([, count]) => count.own > 0 || count.slot === slot).map(([key, count]) => ({ key, count, own: count.own }));
    if (changed.length === 0) return;
    const rows = await this.database.sql.rows<{ key: string; slot: number; used: number }>(
      `with old as (delete from request_count where slot < $4)
       insert into request_count (key, slot, used) select * from unnest($1::text[], $2::bigint[], $3::int[]) on conflict (key, slot) do update set used = request_count.used + excluded.used returning key, slot, used`,
      [changed.map(({ key }) => key), changed.map(({ count }) => count.slot), changed.map(({ own }) => own), slot - OLD_SLOTS],
    );
    const used = new Map(rows.map((row) => [`${row.key}\n${row.slot}`, row.used]));
    for (const { key, count, own } of changed) {
      count.own -= own;
      count.known = used.get(`${key}\n${count.slot}`) ?? count.known + own;
    }
  }

  private count(key: string, slot: number): Count {
    const present = this.counts.get(key);
    if (present?.slot === slot) return present;
    const fresh = { slot, known: 0, own: 0 };
    this.counts.set(key, fresh);
    return fresh;
  }

  private tick(): void {
    this.timer = null;
    this.exchanging = this.exchange().catch((error: unknown) => this.log.failure('request counts could not be exchanged', error));
  }
}
