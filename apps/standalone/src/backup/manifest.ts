import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure';

export interface TableFile {
  /** Name of the table in the schema `public`. */
  table: string;
  columns: string[];
  file: string;
  rows: number;
  /** Of the compressed file, hex. */
  sha256: string;
}

/** What a backup holds; the last file written, so that an unfinished one has none. */
export interface Manifest {
  format: 1;
  /** Instant of the snapshot by the database's clock. */
  at: string;
  release: string;
  /** The newest migration of the schema, '' where there was none. */
  schema: string;
  /** Version of the PostgreSQL server that it was read from. */
  postgres: string;
  tables: TableFile[];
  sequences: { name: string; value: number; called: boolean }[];
  blobs: { key: string; size: number }[];
  /** Tells whether a key is the one that secrets in this backup were encrypted with; the key itself is not in the backup. */
  keyCheck: string;
}

export const MANIFEST = 'manifest.json';
export const TABLES = 'tables';
export const BLOBS = 'blobs';

export const keyCheckOf = (secretKey: string): string => createHmac('sha256', secretKey).update('opora backup').digest('hex').slice(0, 16);

export function readManifest(folder: string): Manifest {
  let text: string;
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8');
  } catch {
    throw new Failure(`${folder} holds no complete backup: ${MANIFEST} cannot be read.`);
  }
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 1) throw new Failure(`${folder} was made by a newer release of Opora (backup format ${String(manifest.format)}).`);
  return manifest;
}
