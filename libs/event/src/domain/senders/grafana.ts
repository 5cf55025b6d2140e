import type { NormalEvent, Severity } from '../event';
import { type Fields, bodyOf, fieldsAt, isFields, itemsOf, keyOf, labelsOf, linkOf, optionalFields, serviceOf, severityOf, textOf, titleOf, wrong } from '../values';
import { labelledAlert, listOf } from './prometheus';

/** States of Grafana's legacy alerting. */
const LEGACY: Readonly<Record<string, 'firing' | 'resolved'>> = { alerting: 'firing', no_data: 'firing', pending: 'firing', unknown: 'firing', ok: 'resolved', paused: 'resolved' };

/** Unified alerting, legacy alerting (version 6 on), or one bare alert (`api.md` Clarifications). */
export function grafana(body: unknown): NormalEvent[] {
  if (Array.isArray(body)) return listOf(body, '', {});
  const message = fieldsAt(body, '');
  if ('alerts' in message) return listOf(message['alerts'], '/alerts', message);
  if (isFields(message['labels'])) return [labelledAlert(message, '', {})];
  return [legacy(message)];
}

function legacy(message: Fields): NormalEvent {
  const state = (textOf(message['state']) ?? '').toLowerCase();
  const status = LEGACY[state];
  if (status === undefined) throw wrong('/state', message['state'] === undefined ? 'required' : 'not_one_of', { values: Object.keys(LEGACY) });
  const rule = textOf(message['ruleId']) ?? textOf(message['ruleUid']) ?? textOf(message['ruleName']);
  if (rule === null) throw wrong('/ruleId', 'required');
  const matches = Array.isArray(message['evalMatches']) ? message['evalMatches'] : [];
  const tags = optionalFields(isFields(matches[0]) ? matches[0]['tags'] : undefined);
  const named = optionalFields(message['tags']);
  const mild: Severity = state === 'alerting' ? 'exception' : 'warning';
  return {
    senderId: null,
    dedupKey: keyOf('rule', textOf(message['orgId']), textOf(message['dashboardId']), textOf(message['panelId']), rule),
    status,
    severity: severityOf(named['severity'] ?? tags['severity'], mild),
    title: titleOf(message['ruleName'], message['title']) ?? rule,
    text: bodyOf(message['message'], message['title']),
    link: linkOf(message['ruleUrl']),
    service: serviceOf({ ...tags, ...named }),
    items: itemsOf({ ...tags, ...named }),
    labels: labelsOf(named, tags),
    at: null,
    raw: message,
  };
}
