import type { FieldChange, Visibility } from '@opora/journal';
import type { Projection } from '../scopes';

/** Fields that requesters and suppliers see of a ticket (`security.md` D.4); all others are the staff's. */
const PUBLIC_FIELDS: ReadonlySet<string> = new Set([
  'title', 'state', 'stateReason', 'stateUntil', 'phase', 'serviceId', 'categoryId', 'priority', 'groupId', 'assigneeId', 'resolution', 'resolvedAt', 'closedAt', 'reopenCount', 'mergedIntoId', 'holdReason', 'holdUntil',
  'major', 'requesterId', 'configurationItemIds', 'contact', 'locationId', 'messages', 'attachments',
]);

/** Changes as this projection may know of them. */
export const changesFor = (projection: Projection, changes: readonly FieldChange[]): FieldChange[] =>
  projection === 'staff' ? [...changes] : changes.filter((change) => PUBLIC_FIELDS.has(change.field));

export const fieldsFor = (projection: Projection, fields: readonly string[]): string[] => (projection === 'staff' ? [...fields] : fields.filter((field) => PUBLIC_FIELDS.has(field)));

/** Journal classes that a projection reads. */
export const CLASSES: Readonly<Record<Projection, readonly Visibility[]>> = {
  requester: ['public'],
  supplier: ['public', 'supplier'],
  staff: ['public', 'supplier', 'staff'],
};

interface Versions {
  version: number;
  publicVersion: number;
  supplierVersion: number;
}

/** The version that this projection's ETag follows. */
export function versionFor(projection: Projection, ticket: Versions): number {
  if (projection === 'staff') return ticket.version;
  return projection === 'supplier' ? ticket.supplierVersion : ticket.publicVersion;
}

/** Counters after a change of this class. */
export function moved(versions: Versions, visibility: Visibility): Versions {
  return {
    version: versions.version + 1,
    publicVersion: versions.publicVersion + (visibility === 'public' ? 1 : 0),
    supplierVersion: versions.supplierVersion + (visibility === 'staff' ? 0 : 1),
  };
}
