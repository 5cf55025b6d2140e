import type { FastifyRequest } from 'fastify';
import type { Actor } from './actor';

/** What identity plugs in: from a request to an actor. */
export abstract class Authenticator {
  /**
   * @returns null where the request carries no valid session or token
   * @throws Refusal 403 `csrf` where a session's unsafe request lacks its token
   */
  abstract authenticate(request: FastifyRequest): Promise<Actor | null>;

  /** The same caller with the rights of this moment, or null once session, token or person ended (`security.md` I21, I27). */
  abstract refresh(actor: Actor): Promise<Actor | null>;
}

/** Held by the platform, filled by identity at start: the guard stands below the module that knows people. */
export class AuthenticatorSlot {
  private filled: Authenticator | null = null;

  fill(authenticator: Authenticator): void {
    this.filled = authenticator;
  }

  get(): Authenticator {
    if (!this.filled) throw new Error('no module has provided the authenticator');
    return this.filled;
  }
}
