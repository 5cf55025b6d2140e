import { join } from 'node:path';
import type { Config } from '../config/config';
import { DiskStorage } from './disk.storage';
import { S3Storage } from './s3.storage';
import type { Storage } from './storage';

/** Where the settings say that attachments lie. */
export function openStorage(config: Config): Storage {
  return config.s3 ? new S3Storage(config.s3) : new DiskStorage(join(config.dataDir, 'attachments'));
}
