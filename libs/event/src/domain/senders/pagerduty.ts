import type { EventStatus, NormalEvent } from '../event';
import { type Fields, bodyOf, fieldsAt, instantOf, isFields, itemsOf, keyAt, keyOf, labelsOf, linkOf, optionalFields, serviceOf, severityOf, textOf, titleOf, wrong } from '../values';

const ACTIONS: Readonly<Record<string, EventStatus>> = { trigger: 'firing', acknowledge: 'acknowledged', resolve: 'resolved' };
const SEVERITIES = ['critical', 'error', 'warning', 'info'];

/** PagerDuty Events API v2. Acknowledging and resolving need no payload, triggering needs a summary, a source and a severity. */
export function pagerduty(body: unknown): NormalEvent[] {
  const event = fieldsAt(body, '');
  const status = ACTIONS[textOf(event['event_action']) ?? ''];
  if (status === undefined) throw wrong('/event_action', event['event_action'] === undefined ? 'required' : 'not_one_of', { values: Object.keys(ACTIONS) });
  const payload = status === 'firing' ? fieldsAt(event['payload'], '/payload') : optionalFields(event['payload']);
  if (status === 'firing') complete(payload);
  const title = titleOf(payload['summary']);
  const source = textOf(payload['source']);
  const details = payload['custom_details'];
  const key = event['dedup_key'] ?? (status === 'firing' ? keyOf(source, textOf(payload['component']), textOf(payload['class']), title) : undefined);
  const { routing_key: _secret, ...raw } = event;
  return [
    {
      senderId: null,
      dedupKey: keyAt(key, '/dedup_key'),
      status,
      severity: severityOf(payload['severity'], 'exception'),
      title: title ?? keyAt(key, '/dedup_key').slice(0, 250),
      text: bodyOf(isFields(details) ? undefined : details, optionalFields(details)['message']),
      link: linkOf(event['client_url']) ?? firstLink(event['links']),
      service: serviceOf(optionalFields(details), payload['group']),
      items: itemsOf(optionalFields(details), source, textOf(payload['component'])),
      labels: labelsOf({ source, component: payload['component'], group: payload['group'], class: payload['class'], client: event['client'] }, details),
      at: instantOf(payload['timestamp']),
      raw,
    },
  ];
}

function complete(payload: Fields): void {
  for (const field of ['summary', 'source', 'severity']) if (textOf(payload[field]) === null) throw wrong(`/payload/${field}`, 'required');
  if (!SEVERITIES.includes(String(payload['severity']))) throw wrong('/payload/severity', 'not_one_of', { values: SEVERITIES });
}

const firstLink = (links: unknown): string | null => {
  if (!Array.isArray(links)) return null;
  for (const link of links) {
    const href = linkOf(isFields(link) ? link['href'] : link);
    if (href !== null) return href;
  }
  return null;
};
