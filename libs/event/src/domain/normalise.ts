import { Refusal } from '@opora/kit';
import type { NormalEvent, SourceKind } from './event';
import { type CloudMessage, cloudevents } from './senders/cloudevents';
import { grafana } from './senders/grafana';
import { nagios } from './senders/nagios';
import { opora } from './senders/opora';
import { pagerduty } from './senders/pagerduty';
import { alertmanager } from './senders/prometheus';
import { zabbix } from './senders/zabbix';

/** Events that one request may hold. */
export const MAX_BATCH = 5_000;

const READERS: { [K in Exclude<SourceKind, 'cloudevents'>]: (body: unknown) => NormalEvent[] } = { alertmanager, grafana, zabbix, nagios, pagerduty, opora };

/**
 * What a sender says, in the one shape of the house: one event for each alert object of the body.
 * @throws Refusal 400 what says that it is a CloudEvent and is none, 413 too many, 422 another shape, with the place of the fault
 */
export function normalise(kind: SourceKind, message: CloudMessage): NormalEvent[] {
  const events = kind === 'cloudevents' ? cloudevents(message) : READERS[kind](message.body);
  if (events.length > MAX_BATCH) throw new Refusal('payload_too_large', { status: 413 });
  return events;
}
