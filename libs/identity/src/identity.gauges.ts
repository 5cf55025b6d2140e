import { type GaugeSpec, single } from '@opora/platform';

export const identityGauges: readonly GaugeSpec[] = [
  { name: 'opora_sessions_active', help: 'Sessions that are open', read: single('select count(*) as value from session where expires_at > clock_timestamp()') },
];
