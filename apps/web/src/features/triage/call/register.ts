import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { idempotencyKey, useMay } from '../../../shared/api';
import { type Choice, chosenFields, post, type Proposal, proposalQuery } from '../../ticket/desk-data';
import type { Incident } from '../../ticket/queries';
import type { Call } from './store';

const PATIENCE_MS = 900;

/** The proposal for what stands in the field now; without it where it does not come soon: nobody on the line waits for it. */
async function proposed(fetching: Promise<Proposal>): Promise<Proposal | undefined> {
  return Promise.race([fetching.catch(() => undefined), new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS))]);
}

/** Registers what was said on the phone, and resolves it at once where it was solved during the call. Repeating it after a broken line registers nothing twice. */
export function useRegisterCall(call: Call) {
  const client = useQueryClient();
  const keys = useRef({ person: idempotencyKey(), incident: idempotencyKey(), resolve: idempotencyKey() });
  const logs = useMay('workLog.write');
  return useMutation({
    mutationFn: async ({ solution }: { solution: string | null }): Promise<Incident> => {
      const requesterId = call.caller?.id ?? (await stranger(call, keys.current.person));
      const choice: Choice = call.choice;
      const proposal = await proposed(client.fetchQuery(proposalQuery(call.title, requesterId, choice)));
      const incident = await post<Incident>(
        '/incidents',
        { title: call.title.trim(), ...(call.details.trim() === '' ? {} : { description: call.details.trim() }), channel: 'phone', requesterId, ...(call.caller?.phone ? { contact: call.caller.phone } : {}), ...chosenFields(proposal, choice) },
        { 'Idempotency-Key': keys.current.incident },
      );
      const seconds = Math.min(86_400, Math.max(1, Math.round((Date.now() - call.startedAt) / 1000)));
      if (logs) void post(`/tickets/${incident.reference}/work-log`, { seconds }).catch(() => undefined);
      if (call.majorId !== null) await post(`/tickets/${call.majorId}/links`, { type: 'parent_of', ticketId: incident.reference });
      if (solution === null) return incident;
      return post<Incident>(`/incidents/${incident.reference}/resolve`, { code: 'solved', text: solution.trim() }, { 'Idempotency-Key': keys.current.resolve });
    },
    onSuccess: (incident) => {
      client.setQueryData(['ticket', incident.reference], incident);
      keys.current = { person: idempotencyKey(), incident: idempotencyKey(), resolve: idempotencyKey() };
      return client.invalidateQueries({ queryKey: ['tickets'] });
    },
  });
}

async function stranger(call: Call, key: string): Promise<string> {
  const { name = '', email = '', phone = '' } = call.stranger ?? {};
  const person = await post<{ id: string }>('/people', { displayName: name.trim(), email: email.trim(), ...(phone.trim() === '' ? {} : { phone: phone.trim() }) }, { 'Idempotency-Key': key });
  return person.id;
}
