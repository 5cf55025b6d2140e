import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@opora/platform';
import { type Restored, type RestoredTicket, TicketRestorer } from '@opora/ticket';
import { INCIDENT } from './domain';

/** An incident as a history import brings it. */
export interface RestoredIncident extends Omit<RestoredTicket, 'kind' | 'commandFacts'> {
  resolution?: { code: string; text: string; byId: string; at: Date } | null;
}

/** Brings incidents of another system with their own row, without any of the effects that a command has: no timer, no clock, no banner (`api.md` Import). */
@Injectable()
export class IncidentRestorer {
  constructor(private readonly tickets: TicketRestorer) {}

  /** @returns one line per incident, in the order given; those that are there already are left alone */
  async restoreMany(tx: Tx, actor: Actor, incidents: readonly RestoredIncident[]): Promise<Restored[]> {
    const restored = await this.tickets.restoreMany(tx, actor, incidents.map(({ resolution, ...ticket }) => ({ ...ticket, kind: INCIDENT, commandFacts: { resolvedById: resolution?.byId ?? null, previousGroupId: null, major: false } })));
    const rows = new Map(incidents.flatMap(({ resolution }, i) => (restored[i]?.created ? [[restored[i].id, resolution ?? null] as const] : [])));
    await tx.run(
      `insert into incident (ticket_id, resolution_code, resolution_text, resolved_by_id, resolution_at)
       select (x->>'id')::uuid, x->>'code', x->>'text', (x->>'byId')::uuid, (x->>'at')::timestamptz from jsonb_array_elements($1::jsonb) x`,
      [JSON.stringify([...rows].map(([id, resolution]) => ({ id, ...resolution })))],
    );
    return restored;
  }
}
