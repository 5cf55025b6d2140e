import type { Actor } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import { type Projection, permitted } from '../scopes';
import type { ConfigurationItemRef, MergedRef, TicketReply, WatcherRef } from './reply.dto';
import { NAMED_JOINS, type Named, baseOf, iso, namedColumns } from './rows';

export interface CardRow extends Named, Ticket {
  reporterName: string | null;
  reporterEmail: string | null;
  locationName: string | null;
  items: ConfigurationItemRef[];
  watchers: WatcherRef[];
  merged: MergedRef[];
}

export const cardColumns = (locale: 'uk' | 'en'): string => `${namedColumns(locale)}, rp.display_name as "reporterName", rp.email as "reporterEmail", lc.name_${locale} as "locationName",
  coalesce((select json_agg(json_build_object('id', ci.id, 'name', ci.name, 'class', ci.class) order by ci.name) from ticket_ci x join configuration_item ci on ci.id = x.ci_id where x.ticket_id = t.id), '[]') as items,
  coalesce((select json_agg(json_build_object('id', wp.id, 'displayName', wp.display_name, 'email', wp.email, 'participant', w.participant) order by wp.display_name) from ticket_watcher w join person wp on wp.id = w.person_id where w.ticket_id = t.id), '[]') as watchers,
  coalesce((select json_agg(json_build_object('id', mt.id, 'reference', mt.reference, 'title', mt.title, 'kind', mt.kind, 'state', mt.state, 'phase', mt.phase, 'description', mt.description, 'requesterName', mp.display_name) order by mt.created_at)
    from ticket mt left join person mp on mp.id = mt.requester_id where mt.merged_into_id = t.id), '[]') as merged`;

export const CARD_JOINS = `${NAMED_JOINS} left join person rp on rp.id = t.reporter_id left join location lc on lc.id = t.location_id`;

export function replyOf(row: CardRow, actor: Actor, projection: Projection, allowedCommands: string[]): TicketReply {
  const staff = projection === 'staff';
  return {
    ...baseOf(row, actor, projection, allowedCommands),
    description: row.description,
    mayWrite: {
      public: permitted(actor, 'message.writePublic', row) && !(row.phase === 'closed' && projection === 'requester'),
      private: permitted(actor, 'message.writePrivate', row) && projection !== 'requester',
      undo: staff,
    },
    contact: projection === 'supplier' ? null : row.contact,
    location: row.locationId === null ? null : { id: row.locationId, name: row.locationName ?? '' },
    configurationItems: row.items,
    watchers: staff ? row.watchers : projection === 'requester' ? row.watchers.filter((watcher) => watcher.participant).map(({ id, displayName, participant }) => ({ id, displayName, participant })) : [],
    ...(staff
      ? {
          reporter: { id: row.reporterId, displayName: row.reporterName ?? '', ...(row.reporterEmail === null ? {} : { email: row.reporterEmail }) },
          priorityReason: row.priorityReason,
          customFields: { ...row.customFields },
          firstResponseAt: iso(row.firstResponseAt),
          merged: row.merged,
        }
      : {}),
  };
}
