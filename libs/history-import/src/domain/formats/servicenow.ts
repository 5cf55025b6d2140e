import { channel, instant, keyOf, level, neededInstant, number, oneOf, priority, someone, stated, words, yes } from '../fields';
import type { Format, Reason, Said, State } from '../row';

const PATTERNS = ['d/M/yyyy HH:mm', 'd/M/yyyy H:mm', 'd/M/yyyy HH:mm:ss'];

const STATES: Readonly<Record<string, readonly [State, Reason | null] | null>> = {
  new: ['new', null], active: ['in_progress', null], 'in progress': ['in_progress', null], 'awaiting user info': ['on_hold', 'requester'], 'awaiting vendor': ['on_hold', 'supplier'], 'awaiting problem': ['on_hold', 'change'],
  'awaiting evidence': ['on_hold', 'requester'], 'on hold': ['on_hold', 'requester'], resolved: ['resolved', null], closed: ['closed', null], canceled: ['cancelled', null], cancelled: ['cancelled', null],
  /* The source itself does not know it: the state before stays. */
  '-100': null,
};
const WORDS = Object.fromEntries(Object.keys(STATES).map((word) => [word, word]));

/** "Caller 2403" where the log says no more than "2403". */
const labelled = (label: string) => (text: string): string => (/^\d+$/.test(text) ? `${label} ${text}` : text);
const named = (text: string | null, label: string): string | null => (text === null ? null : labelled(label)(text));

/** The incident event log of ServiceNow: one row is the whole record after an update, with its counters and with the instants of its end. */
export const servicenow: Format = {
  name: 'servicenow',
  required: ['number', ['incident_state', 'state'], 'sys_updated_at', 'opened_at'],
  key: 'number',
  patterns: PATTERNS,
  unknown: ['?', '', 'null'],
  read(row, context) {
    const key = keyOf(row, 'number');
    const at = neededInstant(row, 'sys_updated_at', context, PATTERNS);
    const stateColumn = row.has('incident_state') ? 'incident_state' : 'state';
    if (row.text(stateColumn) === null) row.fault(stateColumn, 'import.required');
    const word = oneOf(row, stateColumn, WORDS);
    const state = word === null ? null : STATES[word];
    const openedAt = neededInstant(row, 'opened_at', context, PATTERNS);
    const category = [named(words(row, 'category'), 'Category'), named(words(row, 'subcategory'), 'Subcategory')].filter((name) => name !== null);
    const [reassignments, reopens, knowledge] = [number(row, 'reassignment_count', 0, 100_000), number(row, 'reopen_count', 0, 100_000), yes(row, 'knowledge')];
    const closedCode = words(row, 'closed_code');
    const symptom = named(words(row, 'u_symptom'), 'Symptom');
    const title = words(row, 'short_description', 300) ?? [key, ...category, symptom].filter((part) => part !== null).join(' · ');
    const said: Said = {
      title,
      ...(openedAt === null ? {} : { openedAt }),
      ...(state ? { state: state[0], stateReason: state[1] } : {}),
      resolvedAt: stated(row, 'resolved_at', instant(row, 'resolved_at', context, PATTERNS)),
      closedAt: stated(row, 'closed_at', instant(row, 'closed_at', context, PATTERNS)),
      requester: stated(row, 'caller_id', someone(row, 'caller_id', labelled('Caller'))),
      reporter: stated(row, 'opened_by', someone(row, 'opened_by', labelled('Opened by'))),
      assignee: stated(row, 'assigned_to', someone(row, 'assigned_to', labelled('Resolver'))),
      group: stated(row, 'assignment_group', named(words(row, 'assignment_group'), 'Group')),
      category: category.length > 0 ? category : stated(row, 'category', null),
      item: stated(row, 'cmdb_ci', words(row, 'cmdb_ci')),
      location: stated(row, 'location', named(words(row, 'location'), 'Location')),
      channel: stated(row, 'contact_type', channel(row, 'contact_type')),
      impact: stated(row, 'impact', level(row, 'impact')),
      urgency: stated(row, 'urgency', level(row, 'urgency')),
      priority: stated(row, 'priority', priority(row, 'priority')),
      ...(reassignments === null ? {} : { reassignments }),
      ...(reopens === null ? {} : { reopens }),
      madeSla: stated(row, 'made_sla', yes(row, 'made_sla')),
      ...(knowledge === null ? {} : { knowledge }),
      problem: stated(row, 'problem_id', words(row, 'problem_id')),
      change: stated(row, 'rfc', words(row, 'rfc')),
      ...(closedCode === null ? {} : { resolutionCode: closedCode }),
    };
    if (key === null || at === null || openedAt === null || (word === null && state === null)) return null;
    return { key, at, event: row.text(stateColumn) as string, by: named(words(row, 'sys_updated_by'), 'Updated by'), said };
  },
};
