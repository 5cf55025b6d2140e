import type { NormalEvent } from '../event';
import { type Fields, bodyOf, canonicalLabels, fieldsAt, instantOf, isFields, itemsOf, keyOf, labelsOf, linkOf, optionalFields, serviceOf, severityOf, statusOf, textOf, titleOf, wrong } from '../values';

/** One alert of Alertmanager or of Grafana's unified alerting: labels make its identity, where the sender names no fingerprint. */
export function labelledAlert(value: unknown, pointer: string, group: Fields): NormalEvent {
  const alert = fieldsAt(value, pointer);
  const labels = fieldsAt(alert['labels'], `${pointer}/labels`);
  const annotations = optionalFields(alert['annotations']);
  if (Object.keys(labels).length === 0) throw wrong(`${pointer}/labels`, 'required');
  const given = alert['status'] ?? group['status'];
  /* Alertmanager's own API shows the state as an object. */
  const status = statusOf(isFields(given) ? given['state'] : given);
  if (status === null) throw wrong(`${pointer}/status`, given === undefined ? 'required' : 'not_one_of', { values: ['firing', 'resolved'] });
  const fingerprint = textOf(alert['fingerprint']);
  const base = group['externalURL'];
  return {
    senderId: null,
    dedupKey: fingerprint !== null && fingerprint.length <= 64 ? fingerprint : canonicalLabels(labels),
    status,
    severity: severityOf(labels['severity'] ?? labels['priority'] ?? annotations['severity'], 'exception'),
    title: titleOf(annotations['summary'], annotations['title'], annotations['message'], labels['alertname'], annotations['description']) ?? keyOf(canonicalLabels(labels)).slice(0, 250),
    text: bodyOf(annotations['description'], annotations['message'], alert['valueString']),
    link: linkOf(alert['panelURL'], base) ?? linkOf(alert['dashboardURL'], base) ?? linkOf(alert['generatorURL'], base) ?? linkOf(annotations['runbook_url']),
    service: serviceOf(labels),
    items: itemsOf(labels),
    labels: labelsOf(labels),
    /* A zero or missing end says that it has not ended by the sender's clock. */
    at: status === 'resolved' ? endOf(alert) : instantOf(alert['startsAt']),
    raw: value,
  };
}

const endOf = (alert: Fields): string | null => {
  const end = instantOf(alert['endsAt']);
  return end !== null && end > '1971' ? end : null;
};

/** Webhook of version 3 or 4, or one alert alone (`api.md` Clarifications). */
export function alertmanager(body: unknown): NormalEvent[] {
  if (Array.isArray(body)) return listOf(body, '', {});
  const group = fieldsAt(body, '');
  if ('alerts' in group) return listOf(group['alerts'], '/alerts', group);
  return [labelledAlert(group, '', {})];
}

export function listOf(value: unknown, pointer: string, group: Fields): NormalEvent[] {
  if (!Array.isArray(value)) throw wrong(pointer, 'wrong_type');
  if (value.length === 0) throw wrong(pointer, 'required');
  return value.map((alert, index) => labelledAlert(alert, `${pointer}/${index}`, group));
}
