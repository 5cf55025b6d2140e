const LEVELS = ['high', 'medium', 'low'];

/** What a list is cut by: names and values of `GET /tickets`, several values of one name mean "or". */
export type Filters = Readonly<Record<string, readonly string[]>>;

export interface FilterField {
  name: string;
  kind: 'choice' | 'people' | 'date' | 'flag' | 'words';
  /** Fixed values; lists from the server (services, groups) have none. */
  values?: readonly string[];
  /** Values that stand for some: `@me`, `none`. */
  special?: readonly string[];
  /** `ticket.state.new`: where the words of its values stand. */
  words?: string;
}

export const FIELDS: readonly FilterField[] = [
  { name: 'phase', kind: 'choice', values: ['new', 'active', 'waiting', 'resolved', 'closed'], words: 'queue.phase' },
  { name: 'state', kind: 'choice', values: ['new', 'assigned', 'in_progress', 'on_hold', 'resolved', 'closed', 'cancelled', 'submitted', 'approving', 'fulfilling', 'fulfilled', 'rejected'], words: 'ticket.state' },
  { name: 'priority', kind: 'choice', values: ['1', '2', '3', '4', '5'], words: 'queue.p' },
  { name: 'dueState', kind: 'choice', values: ['running', 'paused', 'breached'], words: 'queue.due' },
  { name: 'serviceId', kind: 'choice', special: ['none'] },
  { name: 'categoryId', kind: 'choice', special: ['none'] },
  { name: 'groupId', kind: 'choice', special: ['@my_groups', 'none'] },
  { name: 'assigneeId', kind: 'people', special: ['@me', 'none'] },
  { name: 'requesterId', kind: 'people', special: ['@me'] },
  { name: 'watcherId', kind: 'people', special: ['@me'] },
  { name: 'tag', kind: 'words' },
  { name: 'channel', kind: 'choice', values: ['portal', 'email', 'phone', 'walk_in', 'chat', 'event', 'api'], words: 'ticket.channel' },
  { name: 'impact', kind: 'choice', values: LEVELS, words: 'ticket.level' },
  { name: 'urgency', kind: 'choice', values: LEVELS, words: 'ticket.level' },
  { name: 'stateReason', kind: 'choice', values: ['requester', 'supplier', 'change', 'part', 'delivery', 'scheduled'], words: 'ticket.holdReason' },
  { name: 'line', kind: 'choice', values: ['1', '2', '3'], words: 'queue.line' },
  { name: 'created', kind: 'date' },
  { name: 'updated', kind: 'date' },
  { name: 'due', kind: 'date' },
  { name: 'resolved', kind: 'date' },
  { name: 'unread', kind: 'flag', values: ['true', 'false'], words: 'queue.flag' },
  { name: 'hasDraft', kind: 'flag', values: ['true', 'false'], words: 'queue.flag' },
  { name: 'restricted', kind: 'flag', values: ['true', 'false'], words: 'queue.flag' },
];

const NAMES: ReadonlySet<string> = new Set(FIELDS.flatMap(({ name, kind }) => (kind === 'date' ? [`${name}From`, `${name}To`] : [name])));

/** `phase:new,active;assigneeId:@me`, as it stands in the address. */
export const written = (filters: Filters): string =>
  Object.entries(filters)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name}:${values.map((value) => encodeURIComponent(value)).join(',')}`)
    .join(';');

/** What nobody of us wrote is left out, not believed. */
export function read(text: string | undefined): Filters {
  const filters: Record<string, readonly string[]> = {};
  for (const part of (text ?? '').split(';')) {
    const [name = '', values = ''] = part.split(/:(.*)/s);
    if (!NAMES.has(name) || values === '') continue;
    try {
      filters[name] = values.split(',').filter(Boolean).map(decodeURIComponent).slice(0, 50);
    } catch {
      /* A broken address: this filter is not there. */
    }
  }
  return filters;
}

/** Filters of a saved view, which holds what `GET /tickets` takes. */
export function ofView(filter: Readonly<Record<string, unknown>>): { filters: Filters; q: string | undefined } {
  const filters: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(filter)) if (NAMES.has(name)) filters[name] = (Array.isArray(value) ? value : [value]).map(String);
  return { filters, q: typeof filter['q'] === 'string' ? filter['q'] : undefined };
}

const OPEN = ['new', 'active', 'waiting'];
/** Views that everybody has. */
export const SYSTEM_VIEWS: Readonly<Record<string, Filters>> = {
  open: { phase: OPEN },
  mine: { phase: OPEN, assigneeId: ['@me'] },
  groups: { phase: OPEN, groupId: ['@my_groups'] },
  unassigned: { phase: ['new', 'active'], assigneeId: ['none'] },
  breached: { phase: OPEN, dueState: ['breached'] },
  waiting: { phase: ['waiting'] },
  resolved: { phase: ['resolved'] },
  all: {},
};

/** As the API takes them. */
export const asked = (filters: Filters): Record<string, readonly string[] | string> =>
  Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, /(?:From|To)$/.test(name) || ['unread', 'hasDraft', 'restricted'].includes(name) ? (values[0] ?? '') : values]));
