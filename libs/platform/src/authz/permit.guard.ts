import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Refusal, forbidden } from '@opora/kit';
import { AuthenticatorSlot } from './authenticator';
import { type OporaRequest, PERMIT, PUBLIC } from './permit';
import { Metrics } from '../health/metrics';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

@Injectable()
export class PermitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: AuthenticatorSlot,
    private readonly metrics: Metrics,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<OporaRequest>();
    const targets = [context.getHandler(), context.getClass()];
    refuseForeignOrigin(request);
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) return true;
    const actor = await this.authenticator.get().authenticate(request);
    if (!actor) throw new Refusal('unauthenticated', { status: 401 });
    request.actor = actor;
    const permissions = this.reflector.getAllAndOverride<string[] | undefined>(PERMIT, targets) ?? [];
    if (permissions.some((permission) => actor.has(permission))) return true;
    this.metrics.refused(permissions[0] ?? 'none');
    throw forbidden(permissions[0]);
  }
}

/** SE-10, SS-01: a cookie must not work for a page of another origin. */
function refuseForeignOrigin(request: OporaRequest): void {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' && (!SAFE.has(request.method) || request.url.includes('/stream'))) throw new Refusal('csrf', { status: 403 });
  if (SAFE.has(request.method) || origin === undefined) return;
  if (origin === 'null' || !URL.canParse(origin) || new URL(origin).host !== host) throw new Refusal('csrf', { status: 403 });
}
