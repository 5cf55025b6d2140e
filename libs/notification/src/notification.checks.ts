import type { InvariantCheck } from '@opora/kit';

export const notificationChecks: InvariantCheck[] = [
  {
    id: 'I5.letters-queued',
    title: 'A letter that waits has a next try; one that went has its time',
    run: async (snapshot) =>
      (await snapshot.rows<{ number: number }>(`select number from mail_message where (state = 'queued' and next_attempt_at is null) or (state = 'sent' and sent_at is null) limit 20`)).map(({ number }) => `letter ${number}`),
  },
];
