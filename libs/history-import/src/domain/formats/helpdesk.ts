import { keyOf, neededInstant, someone, stated, words } from '../fields';
import type { Format, Reason, Said, State } from '../row';

const PATTERNS = ['yyyy/MM/dd HH:mm:ss.SSS', 'yyyy/MM/dd HH:mm:ss', 'yyyy/MM/dd HH:mm'];

/** What an activity does to the state; one that is not here does nothing to it. */
const ACTIVITIES: Readonly<Record<string, readonly [State, Reason | null]>> = {
  'insert ticket': ['new', null], 'take in charge ticket': ['in_progress', null], wait: ['on_hold', 'requester'], 'require upgrade': ['on_hold', 'change'], 'create sw anomaly': ['on_hold', 'change'], 'resolve sw anomaly': ['in_progress', null],
  'schedule intervention': ['on_hold', 'scheduled'], 'resolve ticket': ['resolved', null], resolved: ['resolved', null], closed: ['closed', null],
};
/** Who does these has the ticket; who rates or closes it need not. */
const WORKING = new Set(['take in charge ticket', 'wait', 'require upgrade', 'create sw anomaly', 'resolve sw anomaly', 'schedule intervention', 'resolve ticket']);
const KEPT = ['seriousness', 'service_level', 'service_type', 'support_section', 'responsible_section'] as const;

/** "Customer 14" where the log says "Value 14", as it does in every column. */
const labelled = (label: string) => (text: string): string => text.replace(/^Value (?=\d+$)/, `${label} `);

/** The "Helpdesk" event log of an Italian software company. */
export const helpdesk: Format = {
  name: 'helpdesk',
  required: ['case_id', 'activity', 'complete_timestamp'],
  key: 'case_id',
  patterns: PATTERNS,
  unknown: ['?', ''],
  read(row, context) {
    const key = keyOf(row, 'case_id');
    const at = neededInstant(row, 'complete_timestamp', context, PATTERNS);
    const event = words(row, 'activity');
    if (event === null) row.fault('activity', 'import.required');
    const resource = someone(row, 'resource', labelled('Agent'));
    const [product, group] = [words(row, 'product'), words(row, 'workgroup')];
    const activity = event?.toLowerCase() ?? '';
    const state = ACTIVITIES[activity];
    const service = product === null ? null : labelled('Product')(product);
    const said: Said = {
      ...(key === null ? {} : { title: [key, service].filter((part) => part !== null).join(' · ') }),
      ...(state ? { state: state[0], stateReason: state[1] } : {}),
      requester: stated(row, 'customer', someone(row, 'customer', labelled('Customer'))),
      service: stated(row, 'product', service),
      group: stated(row, 'workgroup', group === null ? null : labelled('Workgroup')(group)),
      ...(WORKING.has(activity) && resource !== null ? { assignee: resource } : {}),
      fields: Object.fromEntries(KEPT.flatMap((column) => (row.has(column) ? [[column, words(row, column) ?? '']] : []))),
    };
    return key === null || at === null || event === null ? null : { key, at, event, by: resource?.name ?? null, said };
  },
};
