import type { InvariantCheck } from '@opora/kit';

export const webhookChecks: InvariantCheck[] = [
  {
    id: 'I4.webhook-outcome',
    title: 'A delivery whose end was promised to another module has told it exactly when it ended',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ id: string; n: number }>(
          `select d.id, count(o.id)::int as n from webhook_delivery d left join outbox o on o.key = d.id and o.topic in ('webhook.delivered', 'webhook.dead', 'webhook.cancelled') where d.tells_outcome and d.state = 'waiting' and d.attempts = 0 group by d.id having count(o.id) > 0 limit 20`,
        )
      ).map(({ id, n }) => `delivery ${id} waits for its first try and has told ${n} outcomes`),
  },
];
