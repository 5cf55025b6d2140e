import type { ReactNode } from 'react';
import { useHotkeyRegistry } from '../../shared/hotkeys';
import { useT } from '../../shared/i18n';
import { Dialog, Keys, Notice } from '../../shared/ui';
import css from './key-sheet.module.css';

export default function KeySheet({ onClose }: { onClose: () => void }): ReactNode {
  const t = useT();
  const { list, enabled } = useHotkeyRegistry();
  const hotkeys = list();
  const scopes = [...new Set(hotkeys.map(({ scope }) => scope ?? ''))].sort();
  return (
    <Dialog open onClose={onClose} title={t('keys.title')} width={560}>
      {enabled ? null : <Notice>{t('keys.off')}</Notice>}
      {hotkeys.length === 0 ? <p>{t('keys.none')}</p> : null}
      {scopes.map((scope) => (
        <section key={scope}>
          {scope === '' ? null : <h3 className={css.scope}>{scope}</h3>}
          <dl className={css.list}>
            {hotkeys
              .filter((hotkey) => (hotkey.scope ?? '') === scope)
              .map(({ keys, label }) => (
                <div key={keys} className={css.row}>
                  <dt>{label}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
