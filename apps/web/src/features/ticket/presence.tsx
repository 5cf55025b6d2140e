import { useQuery } from '@tanstack/react-query';
import { IconEye, IconPencil } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { raw, type Schemas, useMay, useMe } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { useStream } from '../../shared/stream';
import css from './ticket.module.css';

type Viewer = Schemas['ViewerRef'];
const BEAT_MS = 20_000;

/** Tells colleagues that I look or write, and knows the same of them; nothing is locked (ux.md §2.5). */
export function usePresence(reference: string, id: string, writing: string | null): readonly Viewer[] {
  const may = useMay('ticket.viewers');
  const { person } = useMe();
  const [told, setTold] = useState<readonly Viewer[] | null>(null);
  const { data } = useQuery({ queryKey: ['ticket', reference, 'viewers'], enabled: may, queryFn: async (): Promise<Viewer[]> => ((await (await raw(`/tickets/${reference}/viewers`)).json()) as Schemas['ViewerList']).items });
  useStream('presence', ({ ticketId, viewers }) => ticketId === id && setTold(viewers));
  const latest = useRef(writing);
  latest.current = writing;
  useEffect(() => {
    if (!may) return;
    const tell = (): void => {
      const field = latest.current;
      void raw(`/tickets/${reference}/viewers/me`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(field === null ? { mode: 'viewing' } : { mode: 'writing', field }) }).catch(() => undefined);
    };
    tell();
    const timer = setInterval(tell, BEAT_MS);
    return () => clearInterval(timer);
  }, [reference, may, writing]);
  useEffect(() => {
    if (!may) return;
    return () => void raw(`/tickets/${reference}/viewers/me`, { method: 'DELETE', keepalive: true }).catch(() => undefined);
  }, [reference, may]);
  return (told ?? data ?? []).filter((viewer) => viewer.id !== person.id);
}

export function Presence({ viewers }: { viewers: readonly Viewer[] }): ReactNode {
  const { t } = useI18n();
  if (viewers.length === 0) return null;
  const writing = viewers.filter(({ mode }) => mode === 'writing');
  const looking = viewers.filter(({ mode }) => mode === 'viewing');
  const names = (some: readonly Viewer[]): string => some.map(({ displayName }) => displayName).join(', ');
  return (
    <span className={css.presence} role="status">
      {writing.length > 0 ? <span data-writing><IconPencil size={16} stroke={1.75} aria-hidden /> {t('presence.writing', { names: names(writing) })}</span> : null}
      {looking.length > 0 ? <span><IconEye size={16} stroke={1.75} aria-hidden /> {t('presence.looking', { names: names(looking) })}</span> : null}
    </span>
  );
}
