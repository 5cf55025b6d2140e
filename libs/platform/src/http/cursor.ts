import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import type { Actor } from '../authz/actor';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';

const LIFETIME_SECONDS = 24 * 3600;

/** Keyset cursors, bound by HMAC to the caller and the query (`security.md` BO-12). */
@Injectable()
export class Cursors {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @param query what the list was asked for, without the cursor; any stable text */
  encode(actor: Actor, query: string, values: readonly unknown[]): string {
    const body = Buffer.from(JSON.stringify([Math.floor(this.clock.now().getTime() / 1000), ...values])).toString('base64url');
    return `${body}.${this.sign(actor, query, body)}`;
  }

  /** @throws Refusal 422 `invalid_cursor` */
  decode(actor: Actor, query: string, cursor: string): unknown[] {
    const [body = '', mark = ''] = cursor.split('.');
    const expected = this.sign(actor, query, body);
    const invalid = () => new Refusal('invalid_cursor', { errors: [{ pointer: '/cursor', code: 'invalid_cursor' }] });
    if (mark.length !== expected.length || !timingSafeEqual(Buffer.from(mark), Buffer.from(expected))) throw invalid();
    const [madeAt, ...values] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [number, ...unknown[]];
    if (this.clock.now().getTime() / 1000 - madeAt > LIFETIME_SECONDS) throw invalid();
    return values;
  }

  private sign(actor: Actor, query: string, body: string): string {
    return createHmac('sha256', this.config.secretKey).update(`cursor\n${actor.personId}\n${actor.face}\n${query}\n${body}`).digest('base64url').slice(0, 22);
  }
}
