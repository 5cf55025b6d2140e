import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';

/** The one source of "now": real time, moved by an offset only where the test clock is allowed (`api.md` Clarifications). */
@Injectable()
export class Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** Real time, whatever the test clock says: for sessions, tokens and limits alone (`api.md` Clarifications). */
  real(): Date {
    return new Date(Date.now());
  }

  /** Milliseconds between real time and what `now()` says. */
  get offset(): number {
    return this.offsetMs;
  }

  /** Called by the test clock alone, which keeps the offset in the database for all processes. */
  shift(offsetMs: number): void {
    this.offsetMs = offsetMs;
  }
}

/** UUIDv7 identifiers (RFC 9562): in the order of their making, never a secret. */
@Injectable()
export class Ids {
  next(): string {
    return v7();
  }
}
