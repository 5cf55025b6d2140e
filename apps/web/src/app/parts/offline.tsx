import { useMutationState } from '@tanstack/react-query';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { whenRefusedLate } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { useLine } from '../../shared/stream';
import { toast, useRefusal } from '../../shared/ui';
import css from '../shells/frame.module.css';

/** A line that comes back within this is nobody's concern. Milliseconds. */
const GRACE_MS = 3_000;
const BACK_MS = 6_000;

/** Since when what is shown is no longer kept fresh, and what waits for the connection (ux.md §1.4). */
export function OfflineLine(): ReactNode {
  const { t, format } = useI18n();
  const { up, since } = useLine();
  const [shown, setShown] = useState<'no' | 'down' | 'back'>('no');
  const told = useRef(false);
  const open = useMutationState({ filters: { status: 'pending' }, select: ({ state }) => state.isPaused });
  const refusal = useRefusal();
  const refused = useEffectEvent((error: unknown) => toast.fail(t('offline.refused', { why: refusal(error) })));
  useEffect(() => whenRefusedLate((error) => refused(error)), []);
  const waiting = open.filter(Boolean).length;
  useEffect(() => {
    if (up && !told.current) return;
    const timer = setTimeout(() => setShown(up ? 'no' : 'down'), up ? BACK_MS : GRACE_MS);
    if (up) setShown('back');
    return () => clearTimeout(timer);
  }, [up]);
  useEffect(() => {
    told.current = shown === 'down';
  }, [shown]);
  // What was not sent yet would be lost with the page.
  useEffect(() => {
    if (open.length === 0) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [open.length]);
  return (
    <div role="status">
      {shown === 'down' && since !== null ? (
        <p className={css.offline}>
          {t('offline', { time: format.moment(since, since) })} {waiting > 0 ? t('offline.waiting', { n: waiting }) : null}
        </p>
      ) : null}
      {shown === 'back' ? <p className={css.offline}>{t('offline.back')}</p> : null}
    </div>
  );
}
