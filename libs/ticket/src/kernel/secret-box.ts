import { Injectable } from '@nestjs/common';
import { Config, SealedBox } from '@opora/platform';

/** What staff wrote down as a secret, until its ticket closes. */
@Injectable()
export class SecretBox extends SealedBox {
  constructor(config: Config) {
    super(config.secretKey, 'opora ticket secrets');
  }
}
