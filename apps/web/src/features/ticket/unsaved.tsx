import { useMutationState } from '@tanstack/react-query';
import { IconCloudUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import css from './ticket.module.css';

/** Acts on this ticket that wait for the connection: they are sent by themselves, in their order, each once. */
export function Unsaved({ ticketId }: { ticketId: string }): ReactNode {
  const t = useT();
  const waiting = useMutationState({ filters: { status: 'pending', predicate: ({ options, state }) => options.scope?.id === ticketId && state.isPaused } });
  return (
    <span role="status">
      {waiting.length > 0 ? (
        <span className={css.waits}>
          <IconCloudUp size={16} stroke={1.75} aria-hidden /> {t('offline.mark')}
        </span>
      ) : null}
    </span>
  );
}
