import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config, SealedBox } from '@opora/platform';

/** Bytes of a secret (Standard Webhooks: 24–64). */
const BYTES = 32;

/** Secrets as Standard Webhooks write them, sealed under a key of their own; each belongs to its endpoint. */
@Injectable()
export class WebhookSecrets extends SealedBox {
  constructor(config: Config) {
    super(config.secretKey, 'opora webhook secrets');
  }

  make(): string {
    return `whsec_${randomBytes(BYTES).toString('base64')}`;
  }
}
