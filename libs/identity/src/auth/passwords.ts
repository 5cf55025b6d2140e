import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { Refusal } from '@opora/kit';

/** OWASP's argon2id parameters (`security.md` E): memory in KiB, passes, lanes. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
export const PASSWORD_MAX_BYTES = 1_024;
const MIN_CHARACTERS = 10;
const MIN_SCORE = 3;
/** Hashes at a time: a flood of sign-ins must not take the processors from everybody else (`security.md` AU-04). */
const AT_A_TIME = 2;
const MAX_WAITING = 64;

const strength = new ZxcvbnFactory({ graphs: adjacencyGraphs, dictionary });

@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private dummy: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return this.turn(() => hash(password, PARAMETERS));
  }

  /** With no stored hash a dummy one is checked, so that unknown and known addresses take the same time (`security.md` AU-05). */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const against = stored ?? (await (this.dummy ??= hash('no such account', PARAMETERS)));
    const same = await this.turn(() => verify(against, password));
    return same && stored !== null;
  }

  /** @throws Refusal 422 naming why the password is too weak; no rules of composition (ASVS 6.2) */
  async check(password: string, pointer: string, personal: readonly string[]): Promise<void> {
    const refuse = (code: string, params?: Record<string, unknown>): never => {
      throw new Refusal('invalid', { errors: [params ? { pointer, code, params } : { pointer, code }] });
    };
    if ([...password].length < MIN_CHARACTERS) refuse('too_short', { min: MIN_CHARACTERS });
    if (Buffer.byteLength(password) > PASSWORD_MAX_BYTES) refuse('too_long', { max: PASSWORD_MAX_BYTES });
    const words = ['opora', 'опора', ...personal.flatMap((text) => [text, ...text.split(/[@.\s_-]+/)])].map((word) => word.toLowerCase()).filter((word) => word.length > 2);
    if (words.some((word) => word.length >= 5 && password.toLowerCase().startsWith(word) && [...password].length < word.length + 8)) refuse('password.personal');
    const { score } = await strength.checkAsync(password.slice(0, 128), words);
    if (score < MIN_SCORE) refuse('password.guessable');
  }

  private async turn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_A_TIME) {
      if (this.waiting.length >= MAX_WAITING) throw new Refusal('unavailable', { status: 503, extra: { retryAfterSeconds: 2 } });
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running++;
    try {
      return await work();
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }
}
