import type { ReactNode } from 'react';
import { useI18n, useNow } from '../i18n';

/** "2 хв тому", within a day; the exact instant on hover and for machines. */
export function RelativeTime({ at }: { at: string }): ReactNode {
  const { format } = useI18n();
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={format.absolute(date)}>
      {format.relative(date, now)}
    </time>
  );
}

/** "сьогодні, 16:00": for what is due or was promised. */
export function Moment({ at, exact = false }: { at: string; exact?: boolean }): ReactNode {
  const { format } = useI18n();
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={format.absolute(date)}>
      {exact ? format.absolute(date) : format.moment(date, now)}
    </time>
  );
}
