import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from './actor';

export const PERMIT = 'opora:permit';
export const PUBLIC = 'opora:public';

/** The caller needs one of these permissions in some scope; which objects it reaches is decided by `visibleTo` and `claim`. */
export const Permit = (...permissions: [string, ...string[]]) => SetMetadata(PERMIT, permissions);

/** Without sign-in: the literal allow-list of `security.md` D.8. */
export const Public = () => SetMetadata(PUBLIC, true);

export interface OporaRequest extends FastifyRequest {
  actor?: Actor;
  /** Nest sets the status of the decorator after the interceptors; this one is set last, when the answer leaves. */
  answerStatus?: number;
}

export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<OporaRequest>();
  if (!actor) throw new Error('a route that asks for the actor must not be public');
  return actor;
});
