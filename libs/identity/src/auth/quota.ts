import { Refusal } from '@opora/kit';

export interface Policy {
  name: string;
  points: number;
  seconds: number;
}

/** 429 with what a polite client needs to come back at the right time (`security.md` RL-01). */
export function quotaExceeded({ name, points, seconds }: Policy, after: number): Refusal {
  return new Refusal('too_many_requests', {
    status: 429,
    params: { seconds: after },
    extra: {
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      'violated-policies': [name],
      retryAfterSeconds: after,
      headers: { 'ratelimit-policy': `"${name}";q=${points};w=${seconds}`, ratelimit: `"${name}";r=0;t=${after}` },
    },
  });
}
