import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { useHotkey } from '../hotkeys';
import { useT } from '../i18n';
import { Button, IconButton } from './button';
import css from './toast.module.css';

interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  undo?: () => void;
  /** Something that the person may do now; it stays until it is done or closed. */
  offer?: { label: string; act: () => void };
}

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();
const change = (next: readonly Toast[]): void => {
  toasts = next;
  for (const listener of listeners) listener();
};
const close = (id: number): void => change(toasts.filter((toast) => toast.id !== id));

/** What just happened, with its undo (ux.md §2.8). Errors stay until they are closed; they must also stand where the act was. */
export const toast = {
  say: (text: string, undo?: () => void): void => change([...toasts.slice(-2), { id: ++last, text, tone: 'plain', ...(undo ? { undo } : {}) }]),
  offer: (text: string, label: string, act: () => void): void => change([...toasts.slice(-2), { id: ++last, text, tone: 'plain', offer: { label, act } }]),
  fail: (text: string): void => change([...toasts.slice(-2), { id: ++last, text, tone: 'bad' }]),
};

const SHOWN_MS = 8_000;

export function Toaster(): ReactNode {
  const t = useT();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  const undoable = shown.findLast((one) => one.undo !== undefined);
  useHotkey('KeyZ', t('act.undo'), () => undoable && (undoable.undo?.(), close(undoable.id)), { scope: t('keys.everywhere'), disabled: undoable === undefined });
  return (
    <div className={css.region} role="status" aria-live="polite" aria-label={t('app.toasts')}>
      {shown.map((one) => (
        <Shown key={one.id} toast={one} />
      ))}
    </div>
  );
}

function Shown({ toast: one }: { toast: Toast }): ReactNode {
  const t = useT();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hold = (): void => clearTimeout(timer.current);
  const go = (): void => {
    if (one.tone === 'plain' && !one.offer) timer.current = setTimeout(() => close(one.id), SHOWN_MS);
  };
  useEffect(() => {
    go();
    return hold;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the clock of a toast starts once
  }, []);
  return (
    <div className={css.toast} data-tone={one.tone} onPointerEnter={hold} onPointerLeave={go} onFocus={hold} onBlur={go}>
      <span>{one.text}</span>
      {one.undo ? (
        <Button look="quiet" size="small" keys="KeyZ" onClick={() => (one.undo?.(), close(one.id))}>
          {t('act.undo')}
        </Button>
      ) : null}
      {one.offer ? (
        <Button look="quiet" size="small" onClick={() => (one.offer?.act(), close(one.id))}>
          {one.offer.label}
        </Button>
      ) : null}
      <IconButton label={t('act.close')} size="small" onClick={() => close(one.id)}>
        <IconX size={16} stroke={1.75} />
      </IconButton>
    </div>
  );
}
