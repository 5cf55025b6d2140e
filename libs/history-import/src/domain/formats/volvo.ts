import { keyOf, neededInstant, words } from '../fields';
import { ISO_PATTERN } from '../instants';
import type { Format } from '../row';

/** Incidents of the BPI Challenge 2013 (Volvo IT), in the copy that has numbers for activities: no meaning is made up for them, a ticket is opened with its first row and closed with its last. */
export const volvo: Format = {
  name: 'volvo',
  required: ['caseid', 'activityid', 'completetimestamp'],
  key: 'caseid',
  patterns: [],
  unknown: ['?', ''],
  openedAndClosedAlone: true,
  read(row, context) {
    const key = keyOf(row, 'caseid');
    const at = neededInstant(row, 'completetimestamp', context, [ISO_PATTERN]);
    const event = words(row, 'activityid');
    if (event === null) row.fault('activityid', 'import.required');
    return key === null || at === null || event === null ? null : { key, at, event, by: null, said: { title: `Incident ${key}` } };
  },
};
