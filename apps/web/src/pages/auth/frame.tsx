import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import { useTitle } from '../../shared/ui';
import { LanguageSwitch, ThemeSwitch } from '../../shared/ui/switches';
import { Mark } from '../../shared/ui/mark';
import css from './auth.module.css';

/** The pages before anybody is signed in. */
export function AuthFrame({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const t = useT();
  useTitle(title);
  return (
    <div className={css.page}>
      <header className={css.tools}>
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main className={css.box} id="content">
        <div className={css.brand}>
          <Mark size={44} />
          <div>
            <strong>{t('app.name')}</strong>
            <span>{t('auth.lead')}</span>
          </div>
        </div>
        {children}
      </main>
    </div>
  );
}
