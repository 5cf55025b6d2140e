import { type GaugeSpec, single } from '@opora/platform';

export const journalGauges: readonly GaugeSpec[] = [
  { name: 'opora_journal_last_anchored_timestamp_seconds', help: 'When the streams of the journal were anchored last', read: single('select extract(epoch from max(at)) as value from journal_anchor') },
];
