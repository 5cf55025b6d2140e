import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useHotkey } from '../../shared/hotkeys';
import { useT } from '../../shared/i18n';

const KeySheet = lazy(() => import('./key-sheet'));

/** `?`: what works here. */
export function OpenKeys(): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  useHotkey('Shift+Slash', t('keys.open'), () => setOpen(true), { scope: t('keys.everywhere') });
  return open ? (
    <Suspense>
      <KeySheet onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
}
