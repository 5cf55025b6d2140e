import { Injectable } from '@nestjs/common';
import { Refusal, conflict, forbidden, invalid, notFound } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import { isHeld } from '../domain';
import { GrantDecisions, targetOf } from '../grants/decisions';
import { lockGrant } from '../grants/grant.rows';
import { wanted } from '../requests/request.repository';
import { AccessSubmission } from '../requests/submission';
import type { Resolution } from './drift.dto';
import { mayImport } from './drift-imports';

interface FindingRow {
  id: string;
  kind: 'granted_not_present' | 'present_not_granted';
  ownerId: string;
  entitlementId: string;
  grantId: string | null;
  personId: string | null;
  account: string;
  resolution: string | null;
  version: number;
}

/** Acts that can resolve a finding: what should be there is given again or given up, what should not is asked for or taken away, and either may be accepted for a reason. */
export const actsFor = ({ kind, personId, resolution }: Pick<FindingRow, 'kind' | 'personId' | 'resolution'>): Resolution[] => {
  if (resolution !== null) return [];
  if (kind === 'granted_not_present') return ['provision', 'end', 'accept'];
  return personId === null ? ['remove', 'accept'] : ['request', 'remove', 'accept'];
};

/** Each difference is resolved in one act. */
@Injectable()
export class DriftFindings {
  constructor(
    private readonly database: Database,
    private readonly decisions: GrantDecisions,
    private readonly submission: AccessSubmission,
  ) {}

  /** @throws Refusal 403, 404, 409 resolved already, 412, 422 */
  resolve(actor: Actor, id: string, ifMatch: number | '*', act: Resolution, reason: string | null, untilAt: Date | null): Promise<void> {
    return this.database.tx(async (tx) => {
      const finding = await this.claim(tx, actor, id, ifMatch);
      if (!actsFor(finding).includes(act)) throw finding.resolution === null ? invalid('/act', 'not_one_of', { values: actsFor(finding) }) : conflict('access.drift.resolved', { state: finding.resolution });
      if (act === 'accept' && !reason?.trim()) throw invalid('/reason', 'required');
      const ticket = await this.act(tx, actor, finding, act, reason, untilAt);
      await tx.run(`update drift_finding set resolution = $2, resolved_by = $3, resolved_at = $4, reason = $5, ticket_id = $6, version = version + 1 where id = $1`, [id, act, actor.personId, tx.now, reason, ticket?.id ?? null]);
    });
  }

  private async act(tx: Tx, actor: Actor, finding: FindingRow, act: Resolution, reason: string | null, untilAt: Date | null): Promise<Ticket | null> {
    const because = reason ?? 'Звірка з обліковими записами системи';
    if (act === 'accept') return null;
    if (act === 'request') return this.submission.submit(tx, actor, { entitlementId: finding.entitlementId, requesterId: finding.personId ?? '', fromAt: null, untilAt, reason: because, inTarget: true });
    if (act === 'remove') return this.remove(tx, actor, finding, because);
    const grant = await lockGrant(tx, finding.grantId ?? '');
    if (!isHeld(grant) || grant.pending === 'remove') throw conflict('grant.state', { state: grant.state, pending: grant.pending });
    if (act === 'provision') {
      await tx.run('update access_grant set missing_since = null where id = $1', [grant.id]);
      return this.decisions.open(tx, actor, 'resume', grant.personId, [{ kind: 'provision', target: targetOf(grant), grantId: grant.id }], because, grant.serviceId);
    }
    await this.decisions.endedAlready(tx, actor, grant, { reason: because });
    return null;
  }

  private async remove(tx: Tx, actor: Actor, { entitlementId, personId, account }: FindingRow, because: string): Promise<Ticket> {
    const right = await wanted(tx, entitlementId, 'uk');
    if (!right) throw notFound();
    return this.decisions.open(tx, actor, 'remove', personId ?? actor.personId, [{ kind: 'remove', account, target: { ...right, personId, personName: account, entitlementId, entitlementName: right.name } }], because, right.serviceId);
  }

  private async claim(tx: Tx, actor: Actor, id: string, ifMatch: number | '*'): Promise<FindingRow> {
    const row = await tx.one<FindingRow>(
      `select f.id, f.kind, r.owner_id as "ownerId", f.entitlement_id as "entitlementId", f.grant_id as "grantId", f.person_id as "personId", f.account, f.resolution, f.version from drift_finding f join access_resource r on r.id = f.resource_id where f.id = $1 for update of f`,
      [id],
    );
    if (!row) throw notFound();
    if (!mayImport(actor, row.ownerId)) throw actor.scopes('grant.read').has('all') ? forbidden('grant.importDrift') : notFound();
    if (ifMatch !== '*' && ifMatch !== row.version) throw new Refusal('stale', { status: 412, extra: { version: row.version, changedFields: ['resolution'] } });
    return row;
  }
}
