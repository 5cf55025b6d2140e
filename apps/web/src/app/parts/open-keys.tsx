import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useHotkey, useHotkeyRegistry } from '../../shared/hotkeys';
import { useT } from '../../shared/i18n';
import { Keys } from '../../shared/ui';
import css from './open-keys.module.css';

const KeySheet = lazy(() => import('./key-sheet'));

const HINT_MS = 300;

/** After the first key of two: which ones may follow. Quick hands never see it. */
function Pending(): ReactNode {
  const t = useT();
  const { pending, list } = useHotkeyRegistry();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    setShown(false);
    if (pending === null) return;
    const timer = setTimeout(() => setShown(true), HINT_MS);
    return () => clearTimeout(timer);
  }, [pending]);
  if (!shown || pending === null) return null;
  return (
    <dl className={css.pending} aria-label={t('keys.title')}>
      {list()
        .filter(({ keys }) => keys.startsWith(`${pending} `))
        .map(({ keys, label }) => (
          <div key={keys}>
            <dt>
              <Keys keys={keys.slice(pending.length + 1)} />
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
    </dl>
  );
}

/** `?`: what works here. */
export function OpenKeys(): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  useHotkey('Shift+Slash', t('keys.open'), () => setOpen(true), { scope: t('keys.everywhere') });
  return (
    <>
      <Pending />
      {open ? (
        <Suspense>
          <KeySheet onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
