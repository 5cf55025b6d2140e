import { type GaugeSpec, labelled, single } from '@opora/platform';

export const serviceLevelGauges: readonly GaugeSpec[] = [
  { name: 'opora_clocks_running', help: 'Clocks that run, late ones too', labels: ['metric'], read: labelled('select metric, count(*) as value from clock where active and stopped_at is null group by metric') },
  { name: 'opora_levels_overdue', help: 'Escalation levels that should have acted ten seconds ago', read: single(`select count(*) as value from clock_level where fired_at is null and due_at < clock_timestamp() - interval '10 seconds'`) },
];
