import type { ReactNode } from 'react';

/** Opora = support, a pillar: a roof on three of them. */
export const Mark = ({ size = 28 }: { size?: number }): ReactNode => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
    <rect width="32" height="32" rx="7" fill="var(--accent-fill)" />
    <path d="M7 24h18M10 24V12m12 12V12M8 12h16L16 6z" fill="none" stroke="#fff" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);
