/** What an endpoint can listen to: its name towards the outside, the event of ours behind it, and whether it is about a ticket. */
export const SUBSCRIPTIONS = {
  'ticket.registered': { topic: 'ticket.registered', ticket: true },
  'ticket.changed': { topic: 'ticket.changed', ticket: true },
  'message.said': { topic: 'message.said', ticket: true },
  'sla.level': { topic: 'webhook.sla_level', ticket: true },
} as const;
export type Subscription = keyof typeof SUBSCRIPTIONS;
export const SUBSCRIPTION_NAMES = Object.keys(SUBSCRIPTIONS) as Subscription[];

/** What others hear: ticket events for everybody who may see the ticket, or of what staff alone see too. */
export const AUDIENCES = ['public', 'staff'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const topicOf = (name: Subscription): string => SUBSCRIPTIONS[name].topic;
export const subscriptionOf = (topic: string): Subscription | null => SUBSCRIPTION_NAMES.find((name) => topicOf(name) === topic) ?? null;

/* What may leave with an event, by name: a field that somebody adds to an event of ours does not go out by itself. */
const FACTS: Readonly<Record<Subscription, readonly string[]>> = {
  'ticket.registered': [],
  'ticket.changed': ['entry', 'changed'],
  'message.said': ['messageId', 'visibility', 'authorAs'],
  'sla.level': ['clockId', 'metric', 'level', 'percent', 'dueAt'],
};
const PUBLIC_CHANGES: ReadonlySet<string> = new Set(['state', 'title', 'serviceId', 'priority', 'messages', 'resolvedAt', 'closedAt']);

/** The facts of one event towards an audience; null where that hears nothing of it (`security.md` PN-10). */
export function factsFor(name: Subscription, payload: Readonly<Record<string, unknown>>, audience: Audience): Record<string, unknown> | null {
  if (audience === 'public') {
    if (name === 'sla.level' || (name === 'message.said' && payload['visibility'] !== 'public')) return null;
    if (name === 'ticket.changed' && payload['visibility'] !== 'public') return null;
  }
  const facts = Object.fromEntries(FACTS[name].flatMap((field) => (payload[field] === undefined ? [] : [[field, payload[field]]])));
  if (audience === 'staff' || name !== 'ticket.changed') return facts;
  const changed = Array.isArray(payload['changed']) ? payload['changed'].filter((field) => PUBLIC_CHANGES.has(String(field))) : [];
  return changed.length === 0 ? null : { entry: payload['entry'], changed };
}
