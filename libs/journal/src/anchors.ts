import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, type Sql, Sweeps, type Tx } from '@opora/platform';
import { GENESIS } from './entry';

/** Streams are anchored into one chain this often (`security.md` I31). */
const PERIOD_MS = 3_600_000;
/** Streams in one anchor: their heads are locked only for so long. */
const BATCH = 5_000;
const MOST = 200_000;
const ANCHOR_LOCK = 7_310_002;

export interface AnchoredHead {
  streamId: string;
  seq: number;
  hash: Buffer;
}

interface Anchor {
  number: number;
  at: Date;
  streams: number;
  root: Buffer;
  prevHash: Buffer;
  hash: Buffer;
}

export function rootOf(heads: readonly AnchoredHead[]): Buffer {
  const digest = createHash('sha256');
  for (const { streamId, seq, hash } of heads) digest.update(`${streamId} ${seq} `).update(hash);
  return digest.digest();
}

export const anchorHash = (anchor: Omit<Anchor, 'hash'>): Buffer =>
  createHash('sha256').update(anchor.prevHash).update(`${anchor.number} ${anchor.at.toISOString()} ${anchor.streams} `).update(anchor.root).digest();

/** The hourly chain over all streams: it finds a stream whose end was cut off (`security.md` AD-02). */
@Injectable()
export class JournalAnchors implements OnModuleInit {
  /** Nothing is looked for before this instant. */
  private restUntil = new Date(0);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sweeps: Sweeps,
  ) {}

  onModuleInit(): void {
    this.sweeps.register({ name: 'journal.anchors', upkeep: true, sweep: () => this.sweep() });
  }

  async sweep(): Promise<{ acted: number; nextDueAt: Date | null }> {
    const now = this.clock.now();
    if (now < this.restUntil) return { acted: 0, nextDueAt: this.restUntil };
    const last = await this.database.sql.one<{ at: Date }>('select at from journal_anchor order by number desc limit 1');
    const due = last ? new Date(last.at.getTime() + PERIOD_MS) : now;
    const acted = due <= now ? await this.anchor() : 0;
    this.restUntil = due <= now ? new Date(now.getTime() + PERIOD_MS) : due;
    return { acted, nextDueAt: this.restUntil };
  }

  /** Anchors every stream that moved since its last anchor. @returns streams anchored */
  async anchor(): Promise<number> {
    const moved = await this.database.sql.rows<{ id: string }>(`select stream_id as id from journal_head where seq <> anchored_seq order by stream_id limit ${MOST}`);
    let anchored = 0;
    for (let at = 0; at < moved.length; at += BATCH) {
      const ids = moved.slice(at, at + BATCH).map((row) => row.id);
      anchored += await this.database.tx((tx) => this.write(tx, ids));
    }
    return anchored;
  }

  private async write(tx: Tx, ids: readonly string[]): Promise<number> {
    if (!(await tx.one<{ ok: boolean }>(`select pg_try_advisory_xact_lock(${ANCHOR_LOCK}) as ok`))?.ok) return 0;
    const heads = await tx.rows<AnchoredHead>(
      `update journal_head h set anchored_seq = h.seq from (select stream_id from journal_head where stream_id = any($1::uuid[]) and seq <> anchored_seq order by stream_id for update skip locked) x
       where h.stream_id = x.stream_id returning h.stream_id as "streamId", h.seq, h.hash`,
      [ids],
    );
    if (heads.length === 0) return 0;
    heads.sort((a, b) => (a.streamId < b.streamId ? -1 : 1));
    const last = await lastAnchor(tx);
    const anchor = { number: (last?.number ?? 0) + 1, at: tx.now, streams: heads.length, root: rootOf(heads), prevHash: last?.hash ?? GENESIS };
    await tx.run('insert into journal_anchor (number, at, streams, root, prev_hash, hash) values ($1, $2, $3, $4, $5, $6)', [anchor.number, anchor.at, anchor.streams, anchor.root, anchor.prevHash, anchorHash(anchor)]);
    await tx.run('insert into journal_anchor_head (anchor, stream_id, seq, hash) select $1, * from unnest($2::uuid[], $3::int[], $4::bytea[])', [anchor.number, heads.map((h) => h.streamId), heads.map((h) => h.seq), heads.map((h) => h.hash)]);
    return heads.length;
  }
}

const SELECT = 'select number, at, streams, root, prev_hash as "prevHash", hash from journal_anchor';
const lastAnchor = (sql: Sql): Promise<Anchor | null> => sql.one<Anchor>(`${SELECT} order by number desc limit 1`);

/** What is wrong with the chain of anchors, and with streams that no longer hold what was anchored. */
export async function verifyAnchors(sql: Sql): Promise<string[]> {
  const problems: string[] = [];
  let prevHash: Buffer = GENESIS;
  let number = 0;
  for (const anchor of await sql.rows<Anchor>(`${SELECT} order by number`)) {
    const heads = await sql.rows<AnchoredHead>('select stream_id as "streamId", seq, hash from journal_anchor_head where anchor = $1 order by stream_id', [anchor.number]);
    const sound = anchor.number === ++number && anchor.prevHash.equals(prevHash) && anchor.streams === heads.length && rootOf(heads).equals(anchor.root) && anchorHash(anchor).equals(anchor.hash);
    if (!sound) problems.push(`anchor ${anchor.number} was changed`);
    prevHash = anchor.hash;
  }
  const lost = await sql.rows<{ stream: string; seq: number; anchor: number }>(
    `select a.stream_id as stream, a.seq, a.anchor from journal_anchor_head a left join journal j on j.stream_id = a.stream_id and j.seq = a.seq where j.hash is distinct from a.hash order by a.anchor limit 20`,
  );
  return [...problems, ...lost.map(({ stream, seq, anchor }) => `stream ${stream} no longer holds entry ${seq} as anchor ${anchor} knew it`)];
}
