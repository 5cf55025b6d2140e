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

export interface SealedEntry extends Omit<StoredEntry, 'data'> {
  /** `data` as it is hashed and stored. */
  dataText: string;
  prevHash: Buffer;
  hash: Buffer;
}

export const GENESIS: Buffer = Buffer.alloc(32);

/** `SHA-256(previous hash ‖ canonical JSON of the entry)`, RFC 8785 in spirit: keys sorted, no white space (`security.md` I31). */
export const hashOf = (prevHash: Buffer, entry: StoredEntry): Buffer => hashWith(prevHash, entry, stringify(entry.data) ?? 'null');

/** The entry's keys are written out in their order, so that the data are made canonical once: they are stored as they are hashed. */
function hashWith(prevHash: Buffer, entry: Omit<StoredEntry, 'data'>, dataText: string): Buffer {
  const { streamId, seq, id, streamKind, at, clockSkew, actorId, via, origin, requestId, kind, visibility, version } = entry;
  const text = JSON.stringify;
  const canonical = `{"actorId":${text(actorId)},"at":"${at.toISOString()}","clockSkew":${clockSkew},"data":${dataText},"id":${text(id)},"kind":${text(kind)},"origin":${text(origin)},"requestId":${text(requestId)},"seq":${seq},"streamId":${text(streamId)},"streamKind":${text(streamKind)},"version":${text(version)},"via":"${via}","visibility":"${visibility}"}`;
  return createHash('sha256').update(prevHash).update(canonical).digest();
}

/** Makes the entry that follows `head`; time never runs backwards within a stream. */
export function seal(head: StreamHead | null, entry: NewEntry, id: string, now: Date): SealedEntry {
  const wished = entry.at ?? now;
  const clockSkew = head !== null && wished.getTime() < head.at.getTime();
  const { actor } = entry;
  const dataText = stringify(entry.data ?? {}) ?? '{}';
  const stored: Omit<StoredEntry, 'data'> = {
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
  };
  const prevHash = head?.hash ?? GENESIS;
  return { ...stored, dataText, prevHash, hash: hashWith(prevHash, stored, dataText) };
}
