/** Groups that may get a new ticket, best known first. */
export interface DestinationFacts {
  /** Named by a member of staff. */
  chosen: GroupRef | null;
  /** Default of the category (`domain.md` §2). */
  category: GroupRef | null;
  /** Support group of the service on its lowest line. */
  service: GroupRef | null;
}

export interface GroupRef {
  id: string;
  line: number;
}

export interface Destination {
  group: GroupRef | null;
  rule: 'chosen' | 'category_default' | 'service_group' | 'none';
}

/** Where a new ticket goes: what a person says, else what the category says, else the first line of the service, else triage. */
export function destination({ chosen, category, service }: DestinationFacts): Destination {
  if (chosen) return { group: chosen, rule: 'chosen' };
  if (category) return { group: category, rule: 'category_default' };
  if (service) return { group: service, rule: 'service_group' };
  return { group: null, rule: 'none' };
}
