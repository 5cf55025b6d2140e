import { type GaugeSpec, labelled } from '@opora/platform';

export const notificationGauges: readonly GaugeSpec[] = [
  { name: 'opora_letters', help: 'Letters that wait, that no server took, and that were given up', labels: ['state'], read: labelled(`select state, count(*) as value from mail_message where state in ('queued', 'unsent', 'failed') group by state`) },
];
