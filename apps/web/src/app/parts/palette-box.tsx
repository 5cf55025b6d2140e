import { IconSearch } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useHotkey } from '../../shared/hotkeys';
import { useT } from '../../shared/i18n';
import { Keys } from '../../shared/ui';
import css from './palette-box.module.css';

const Palette = lazy(() => import('../../features/search/palette'));

/** One field for a number, a command or words: `Ctrl K` or `/` (ux.md §2.2). */
export function PaletteBox(): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  const scope = t('keys.everywhere');
  useHotkey('Mod+KeyK', t('app.search'), () => setOpen(true), { scope });
  useHotkey('Slash', t('app.search'), () => setOpen(true), { scope });
  return (
    <>
      <button type="button" className={css.box} onClick={() => setOpen(true)} aria-keyshortcuts="Control+K" aria-label={t('app.search')}>
        <IconSearch size={18} stroke={1.75} aria-hidden />
        <span>{t('app.search')}</span>
        <Keys keys="Mod+KeyK" className={css.keys} />
      </button>
      {open ? (
        <Suspense>
          <Palette onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
