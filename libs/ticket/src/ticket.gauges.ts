import { type GaugeSpec, labelled } from '@opora/platform';

export const ticketGauges: readonly GaugeSpec[] = [
  { name: 'opora_open_tickets', help: 'Tickets that are not closed', labels: ['kind', 'phase'], read: labelled(`select kind, phase, count(*) as value from ticket where phase <> 'closed' group by kind, phase`) },
  {
    name: 'opora_tickets_registered_last_hour',
    help: 'Tickets registered within the last hour',
    labels: ['kind', 'channel'],
    read: labelled(`select kind, channel, count(*) as value from ticket where created_at > clock_timestamp() - interval '1 hour' group by kind, channel`),
  },
];
