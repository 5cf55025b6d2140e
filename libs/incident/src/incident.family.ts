import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { type Tx, emit, systemActor } from '@opora/platform';
import { TicketKernel, standingOf } from '@opora/ticket';
import { INCIDENT, type Incident, decide } from './domain';
import { changeOf } from './incident.change';
import { IncidentConsequences } from './incident.consequences';
import { loadRow, toIncident } from './incident.repository';

/** Children that follow within the parent's own transaction; the others follow by a job (`security.md` AP-14). */
const AT_ONCE = 20;
export const CHILDREN_WAIT = 'incident.children_wait';

/** A child follows its parent into resolution with the parent's text, unless it waits for its own requester; closing never spreads (`domain.md` §4). */
@Injectable()
export class IncidentFamily {
  constructor(
    private readonly kernel: TicketKernel,
    private readonly consequences: IncidentConsequences,
  ) {}

  /** An incident was resolved: its children follow, the first of them at once. */
  async resolved(tx: Tx, parentId: string): Promise<void> {
    if ((await this.follow(tx, parentId)) === AT_ONCE) await emit(tx, { topic: CHILDREN_WAIT, key: parentId, payload: { id: parentId } });
  }

  /** @returns how many children followed; none = no more wait */
  async follow(tx: Tx, parentId: string): Promise<number> {
    const children = await tx.rows<{ id: string }>(
      `select id from ticket where parent_id = $1 and kind = $2 and merged_into_id is null and phase in ('new', 'active', 'waiting') and not (state = 'on_hold' and state_reason = 'requester') order by id limit $3`,
      [parentId, INCIDENT, AT_ONCE],
    );
    const parent = children.length === 0 ? null : await this.load(tx, parentId);
    if (!parent?.resolution || parent.state !== 'resolved') return 0;
    for (const { id } of children) await this.resolveChild(tx, id, parent, parent.resolution);
    return children.length;
  }

  private async resolveChild(tx: Tx, id: string, parent: Incident, resolution: NonNullable<Incident['resolution']>): Promise<void> {
    const system = systemActor('incident.follows_parent', id);
    const ticket = await this.kernel.claim(tx, system, id, { kind: INCIDENT, follow: false });
    const child = toIncident(ticket, await loadRow(tx, id));
    const followsParent = { reference: parent.reference, resolvedById: resolution.byId };
    const decision = decide(child, 'resolve', { code: resolution.code, text: resolution.text, followsParent }, { now: tx.now, standing: standingOf(system, ticket), resolutionCodes: new Set([resolution.code]) });
    if (decision instanceof Refusal) return;
    const after = await this.kernel.apply(tx, system, ticket, changeOf(ticket, decision));
    await this.consequences.of(tx, child, decision, after);
    await this.resolved(tx, id);
  }

  private async load(tx: Tx, id: string): Promise<Incident | null> {
    const ticket = await this.kernel.read(tx, systemActor('incident.follows_parent', id), id, INCIDENT, false);
    return ticket && toIncident(ticket, await loadRow(tx, id));
  }
}
