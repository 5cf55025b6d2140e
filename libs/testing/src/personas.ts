/** The demonstration accounts that tests act as. */
export const PERSONAS = ['employee', 'employee2', 'dispatcher', 'dispatcher2', 'specialist', 'supplier', 'manager', 'admin', 'auditor'] as const;
export type Persona = (typeof PERSONAS)[number];

/** How others are seen: what reaches the first two is watched for what they must never see. */
export type Watched = 'requester' | 'supplier' | 'staff' | 'nobody';

export const DEMO_PASSWORD = 'opora-demo';

export const emailOf = (persona: string): string => `${persona}@demo.opora.test`;

export function watchedAs(persona: string): Watched {
  if (/^(employee|rd|rdg)/.test(persona)) return 'requester';
  return /^(supplier|x2)/.test(persona) ? 'supplier' : 'staff';
}
