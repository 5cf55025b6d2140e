import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';
import type { Actor } from '@opora/platform';

/** Which faces of an object may read an entry: each also those before it (`security.md` I33, D.4). */
export const VISIBILITIES = ['public', 'supplier', 'staff'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export interface FieldChange {
  field: string;
  from: unknown;
  to: unknown;
}

export interface EntryData {
  changes?: readonly FieldChange[];
  reason?: string | undefined;
  [more: string]: unknown;
}

export interface NewEntry {
  streamId: string;
  /** What kind of object the stream belongs to: `incident`, `person`, `agreement`. */
  streamKind: string;
  /** What happened: `incident.resolved`. */
  kind: string;
  actor: Actor;
  data?: EntryData;
  /** Instant of what happened; the transaction's where left out. */
  at?: Date;
  visibility?: Visibility;
  /** Version of the object that this entry made, where it made one. */
  version?: number | null;
}

/** One entry as it is kept. */
export interface StoredEntry {
  streamId: string;
  seq: number;
  id: string;
  streamKind: string;
  at: Date;
  /** The host's clock had gone back: `at` is the instant of the entry before (`security.md` I16). */
  clockSkew: boolean;
  actorId: string;
  via: 'session' | 'token' | 'system';
  /** Session or token that acted, or the name of the system's rule. */
  origin: string | null;
  requestId: string | null;
  kind: string;
  visibility: Visibility;
  version: number | null;
  data: EntryData;
}

/** Where a stream stands. */
export interface StreamHead {
  seq: number;
  hash: Buffer;
  at: Date;
}

export interface SealedEntry extends StoredEntry {
  /** `data` as it is hashed and stored. */
  dataText: string;
  prevHash: Buffer;
  hash: Buffer;
}

export const GENESIS: Buffer = Buffer.alloc(32);

/** `SHA-256(previous hash ‖ canonical JSON of the entry)`, RFC 8785 in spirit: keys sorted, no white space (`security.md` I31). */
export function hashOf(prevHash: Buffer, entry: StoredEntry): Buffer {
  const { streamId, seq, id, streamKind, at, clockSkew, actorId, via, origin, requestId, kind, visibility, version, data } = entry;
  const canonical = stringify({ streamId, seq, id, streamKind, at: at.toISOString(), clockSkew, actorId, via, origin, requestId, kind, visibility, version, data });
  return createHash('sha256').update(prevHash).update(canonical ?? '').digest();
}

/** Makes the entry that follows `head`; time never runs backwards within a stream. */
export function seal(head: StreamHead | null, entry: NewEntry, id: string, now: Date): SealedEntry {
  const wished = entry.at ?? now;
  const clockSkew = head !== null && wished.getTime() < head.at.getTime();
  const { actor } = entry;
  const dataText = stringify(entry.data ?? {}) ?? '{}';
  const stored: StoredEntry = {
    streamId: entry.streamId,
    seq: (head?.seq ?? 0) + 1,
    id,
    streamKind: entry.streamKind,
    at: clockSkew ? head.at : wished,
    clockSkew,
    actorId: actor.personId,
    via: actor.via,
    origin: actor.via === 'session' ? actor.sessionId : actor.via === 'token' ? actor.tokenId : actor.displayName,
    requestId: actor.requestId,
    kind: entry.kind,
    visibility: entry.visibility ?? 'staff',
    version: entry.version ?? null,
    data: JSON.parse(dataText) as EntryData,
  };
  const prevHash = head?.hash ?? GENESIS;
  return { ...stored, dataText, prevHash, hash: hashOf(prevHash, stored) };
}
