import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Actor, Clock, Database, type OutboxEvent, type StreamMessage, StreamTopics } from '@opora/platform';
import type { Visibility } from '@opora/journal';
import { CLASSES, fieldsFor } from '../domain/projection';
import type { Ticket } from '../domain/ticket';
import { SHARES, columnOf } from '../kernel/columns';
import type { ViewerRef } from '../lists/reply.dto';
import { type Projection, permitted, projectionOf, visible } from '../scopes';

type Known = Ticket & { participants: string[] };
type Told = Map<Actor, { eventId: string; message: StreamMessage }[]>;

const FACTS = (['id', 'kind', 'reference', 'state', 'stateReason', 'phase', 'requesterId', 'reporterId', 'reporterAs', 'groupId', 'assigneeId', 'restricted', 'mergedIntoId', 'commandFacts', 'version', 'publicVersion', 'supplierVersion'] as const)
  .map((field) => `t.${columnOf(field)} as "${field}"`)
  .join(', ');
const VERSION_OF: Readonly<Record<Projection, string>> = { staff: 'version', supplier: 'supplierVersion', requester: 'publicVersion' };

/**
 * What open streams are told of tickets. The facts of all tickets of a batch are read once, by the database of this moment; each reader is then judged by the same scopes as
 * everywhere (`security.md` SS-02, SS-04), so that a thousand readers cost one statement.
 */
@Injectable()
export class TicketStream implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly topics: StreamTopics,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.topics.register({ name: 'ticket', topics: ['ticket.registered', 'ticket.changed', 'message.*'], project: (readers, events) => this.tickets(readers, events) });
    this.topics.register({ name: 'presence', topics: ['ticket.viewers'], project: (readers, events) => this.presence(readers, events) });
  }

  private async tickets(readers: readonly Actor[], events: readonly OutboxEvent[]): Promise<Told> {
    const known = await this.facts(events);
    return tell(readers, events, (reader, event) => {
      const ticket = seen(known, reader, event);
      return ticket ? messageFor(event, projectionOf(reader, ticket)) : null;
    });
  }

  /** Only to staff, and to suppliers of their own people, who see the ticket (`security.md` SS-06). */
  private async presence(readers: readonly Actor[], events: readonly OutboxEvent[]): Promise<Told> {
    const known = await this.facts(events);
    const looking = await this.database.sql.rows<ViewerRef & { ticketId: string; supplierId: string | null }>(
      `select v.ticket_id as "ticketId", v.person_id as id, p.display_name as "displayName", v.mode, v.field, p.supplier_id as "supplierId" from ticket_presence v join person p on p.id = v.person_id where v.ticket_id = any($1::uuid[]) and v.expires_at > $2`,
      [events.map((event) => event.key), this.clock.now()],
    );
    return tell(readers, events, (reader, event) => {
      const ticket = seen(known, reader, event);
      if (!ticket || projectionOf(reader, ticket) === 'requester' || !permitted(reader, 'ticket.viewers', ticket)) return null;
      const viewers = looking.filter((viewer) => viewer.ticketId === event.key && (reader.face !== 'supplier' || viewer.supplierId === reader.supplierId));
      return { event: 'presence', data: { ticketId: event.key, viewers: viewers.map(({ id, displayName, mode, field }) => ({ id, displayName, mode, field })) } };
    });
  }

  private async facts(events: readonly OutboxEvent[]): Promise<Map<string, Known>> {
    const rows = await this.database.sql.rows<Known>(
      `select ${FACTS}, rq.department_id as "requesterDepartmentId", rq.manager_id as "requesterManagerId", sg.supplier_id as "groupSupplierId", ${SHARES},
         array(select w.person_id from ticket_watcher w where w.ticket_id = t.id and w.participant) as participants
       from ticket t left join person rq on rq.id = t.requester_id left join support_group sg on sg.id = t.group_id where t.id = any($1::uuid[])`,
      [[...new Set(events.map((event) => event.key))]],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}

function seen(known: ReadonlyMap<string, Known>, reader: Actor, event: OutboxEvent): Ticket | null {
  const row = known.get(event.key);
  if (!row) return null;
  const ticket = { ...row, participant: row.participants.includes(reader.personId) };
  return visible(reader, ticket) ? ticket : null;
}

function tell(readers: readonly Actor[], events: readonly OutboxEvent[], say: (reader: Actor, event: OutboxEvent) => StreamMessage | null): Told {
  const told: Told = new Map();
  for (const reader of readers) {
    const own = events.flatMap((event) => {
      const message = say(reader, event);
      return message ? [{ eventId: event.id, message }] : [];
    });
    if (own.length > 0) told.set(reader, own);
  }
  return told;
}

/** A change of another class is no event at all for this projection: not even its version is told (`security.md` PN-02). */
function messageFor({ topic, payload }: OutboxEvent, projection: Projection): StreamMessage | null {
  const visibility = (payload['class'] ?? payload['visibility'] ?? 'public') as Visibility;
  if (!CLASSES[projection].includes(visibility)) return null;
  const changed = topic.startsWith('message.') ? ['messages'] : Array.isArray(payload['changed']) ? fieldsFor(projection, payload['changed'] as string[]) : [];
  const { id, kind, reference, by, entry, messageId } = payload;
  return {
    event: 'ticket',
    data: {
      id, kind, reference, version: payload[VERSION_OF[projection]], changed, what: topic,
      ...(topic.startsWith('message.') ? { messageId } : {}),
      ...(projection === 'staff' ? { by, ...(entry === undefined ? {} : { entry }) } : {}),
    },
  };
}
