import { IconX } from '@tabler/icons-react';
import { type CSSProperties, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useT } from '../i18n';
import { Button, IconButton } from './button';
import { useRefusal } from './form';
import { Notice } from './layout';
import css from './dialog.module.css';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  width?: number;
  /** Cannot be left: the session is over, or an act is under way. */
  locked?: boolean;
}

/** The browser's own dialog: focus stays inside, Escape closes, focus returns to where it was. */
export function Dialog({ open, onClose, title, children, width = 520, locked = false }: DialogProps): ReactNode {
  const t = useT();
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!open || !dialog || dialog.open) return;
    const opener = document.activeElement;
    dialog.showModal();
    // The browser begins with the first thing to press, which is "close"; a person begins with the first thing to fill in, or with the act (`data-begin`) where nothing has to be.
    const begin = dialog.querySelector<HTMLElement>('[data-begin]');
    (begin ?? dialog.querySelector<HTMLElement>('input:not([type=hidden]):not([hidden]):not([disabled]):not([readonly]), textarea:not([disabled]), select:not([disabled])'))?.focus();
    // The element goes away without having been closed, so the browser does not give the focus back by itself.
    return () => {
      if (opener instanceof HTMLElement && opener !== document.body) queueMicrotask(() => opener.isConnected && opener.focus({ preventScroll: true }));
    };
  }, [open]);
  if (!open) return null;
  return (
    <dialog
      ref={ref}
      className={css.dialog}
      style={{ '--width': `${width}px` } as CSSProperties}
      aria-labelledby={heading}
      data-blocks-keys
      onCancel={(event) => {
        event.preventDefault();
        if (!locked) onClose();
      }}
      onPointerDown={(event) => event.target === ref.current && !locked && onClose()}
    >
      <div className={css.body}>
        <div className={css.head}>
          <h2 id={heading}>{title}</h2>
          {locked ? null : (
            <IconButton label={t('act.close')} size="small" onClick={onClose}>
              <IconX size={18} stroke={1.75} />
            </IconButton>
          )}
        </div>
        {children}
      </div>
    </dialog>
  );
}

export const DialogActs = ({ children }: { children: ReactNode }): ReactNode => <div className={css.acts}>{children}</div>;

/** A grave act: names the consequence, the button says the act, never "OK" (ux.md §2.8). */
export function ConfirmAct({ open, onClose, title, children, act, danger = false, onConfirm }: Omit<DialogProps, 'locked' | 'width'> & { act: string; danger?: boolean; onConfirm: () => Promise<unknown> }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const confirm = (): void => {
    setBusy(true);
    setFailed(null);
    onConfirm()
      .then(onClose, (error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <div>{children}</div>
      {failed !== null ? (
        <Notice tone="bad" role="alert">
          {failed}
        </Notice>
      ) : null}
      <DialogActs>
        <Button onClick={onClose}>{t('act.cancel')}</Button>
        <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={confirm}>
          {act}
        </Button>
      </DialogActs>
    </Dialog>
  );
}
