import { Injectable } from '@nestjs/common';
import { Refusal, conflict, forbidden, notFound } from '@opora/kit';
import { type Actor, Database, type Tx, systemActor } from '@opora/platform';
import type { GrantAction } from '../domain';
import { GrantDecisions } from './decisions';
import { type GrantRow, lockGrant } from './grant.rows';
import { GrantQueries } from './grant.queries';
import { type Reached, reachesGrant } from './grant.scopes';
import type { GrantCard } from './grants.dto';

const EXPIRY = systemActor('end of a grant', 'grant.end');
const PERMISSIONS: Readonly<Record<GrantAction, string>> = { remove: 'grant.revoke', suspend: 'grant.suspend', resume: 'grant.suspend' };

/** What people decide about single grants, and what time decides. */
@Injectable()
export class GrantCommands {
  constructor(
    private readonly database: Database,
    private readonly decisions: GrantDecisions,
    private readonly queries: GrantQueries,
  ) {}

  /** @throws Refusal 403, 404, 409 a right that is over or being ended, 412, 422 */
  decide(actor: Actor, id: string, ifMatch: number | '*', action: GrantAction, reason: string): Promise<GrantCard> {
    return this.database.tx(
      async (tx) => {
        const grant = await this.claim(tx, actor, id, PERMISSIONS[action], ifMatch);
        if (action !== 'remove' && grant.personId === actor.personId) throw forbidden(PERMISSIONS[action]);
        const ticket = action === 'remove' ? await this.decisions.end(tx, actor, [grant], 'revoked', { reason }) : await this.decisions.change(tx, actor, grant, action, { reason });
        if (!ticket) throw conflict('grant.state', { state: grant.state, pending: grant.pending, allowedCommands: (await this.queries.card(actor, id, tx)).allowedCommands });
        return this.queries.card(actor, id, tx);
      },
      { operation: actor.operation },
    );
  }

  /** The end of the grant has come. Called by its timer alone: whatever happened meanwhile, it is ended once. */
  async expire(tx: Tx, id: string): Promise<void> {
    await this.decisions.end(tx, EXPIRY, [await lockGrant(tx, id)], 'expired', {});
  }

  /** Locks a grant that the caller may know of. @throws Refusal 403, 404, 412 */
  async claim(tx: Tx, actor: Actor, id: string, permission: string, ifMatch: number | '*'): Promise<GrantRow> {
    const reached = await tx.one<Reached>('select a.person_id as "personId", p.manager_id as "managerId", r.owner_id as "ownerId" from access_grant a join person p on p.id = a.person_id join entitlement e on e.id = a.entitlement_id join access_resource r on r.id = e.resource_id where a.id = $1', [id]);
    if (!reached || !reachesGrant(actor, 'grant.read', reached)) throw notFound();
    if (!reachesGrant(actor, permission, reached)) throw forbidden(permission);
    const grant = await lockGrant(tx, id);
    if (ifMatch !== '*' && ifMatch !== grant.version) throw new Refusal('stale', { status: 412, extra: { version: grant.version, changedFields: ['state'] } });
    return grant;
  }
}
