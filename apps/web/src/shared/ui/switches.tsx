import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Locale, useI18n, useT } from '../i18n';
import { IconButton } from './button';
import { Menu } from './menu';
import { type ThemeChoice, useTheme } from './theme';
import css from './switches.module.css';

/** `УК | EN`: without reload. `onChoice` keeps it in the profile where somebody is signed in. */
export function LanguageSwitch({ onChoice }: { onChoice?: (locale: Locale) => void }): ReactNode {
  const { t, locale, setLocale } = useI18n();
  return (
    <div className={css.languages} role="group" aria-label={t('app.language')}>
      {(['uk', 'en'] as const).map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          className={css.language}
          aria-pressed={one === locale}
          aria-label={`${one === 'uk' ? 'УК' : 'EN'}, ${t(`app.language.${one}`)}`}
          onClick={() => {
            setLocale(one);
            onChoice?.(one);
          }}
        >
          {one === 'uk' ? 'УК' : 'EN'}
        </button>
      ))}
    </div>
  );
}

const ICONS: Readonly<Record<ThemeChoice, ReactNode>> = {
  system: <IconDeviceDesktop size={18} stroke={1.75} />, light: <IconSun size={18} stroke={1.75} />, dark: <IconMoon size={18} stroke={1.75} />,
};

export function ThemeSwitch(): ReactNode {
  const t = useT();
  const { choice, setChoice, scheme } = useTheme();
  return (
    <Menu
      width={200}
      trigger={
        <IconButton label={t('app.theme')}>{scheme === 'dark' ? <IconMoon size={20} stroke={1.75} /> : <IconSun size={20} stroke={1.75} />}</IconButton>
      }
      sections={[{ title: t('app.theme'), entries: (['system', 'light', 'dark'] as const).map((one) => ({ label: t(`app.theme.${one}`), icon: ICONS[one], chosen: one === choice, act: () => setChoice(one) })) }]}
    />
  );
}
