import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconMenu2, type TablerIcon } from '@tabler/icons-react';
import { type LinkProps, Link, Outlet, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { Shell } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { useT } from '../../shared/i18n';
import { IconButton, useShellDensity, useTheme } from '../../shared/ui';
import { Brand } from '../parts/brand';
import { Tools } from '../parts/tools';
import { Frame, Main } from './frame';
import css from './staff.module.css';

export interface NavItem {
  to: LinkProps['to'];
  params?: LinkProps['params'];
  search?: LinkProps['search'];
  label: string;
  icon: TablerIcon;
  /** Only where it asks for action. */
  count?: number | undefined;
  exact?: boolean;
}

interface StaffProps {
  shell: Shell;
  nav: readonly NavItem[];
  /** Left in the top bar: the search or command box. */
  top?: ReactNode;
  /** Before the switches: the bell, the call button. */
  tools?: ReactNode;
  /** Between bar and page: banners. */
  banner?: ReactNode;
  children?: ReactNode;
}

const FOLDED = 'opora.nav-folded';

/** Frame of desk, insight and admin: side bar, top bar, page (ux.md §1.1). */
export function StaffShell(props: StaffProps): ReactNode {
  return (
    <Frame>
      <StaffFrame {...props} />
    </Frame>
  );
}

export function StaffFrame({ shell, nav, top, tools, banner, children }: StaffProps): ReactNode {
  const t = useT();
  const { density } = useTheme();
  useShellDensity(density);
  const [folded, setFolded] = useState(() => localStorage.getItem(FOLDED) !== null);
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => setOpen(false), [pathname]);
  const fold = (): void => {
    setFolded(!folded);
    if (folded) localStorage.removeItem(FOLDED);
    else localStorage.setItem(FOLDED, '1');
  };
  useHotkey('BracketLeft', folded ? t('app.nav.unfold') : t('app.nav.fold'), fold, { scope: t('keys.everywhere') });
  useHotkey('Escape', t('app.nav.close'), () => setOpen(false), { disabled: !open });
  return (
    <div className={css.shell} data-folded={folded || undefined}>
      <header className={css.top}>
        <IconButton label={open ? t('app.nav.close') : t('app.nav.open')} className={css.burger} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconMenu2 size={20} stroke={1.75} />
        </IconButton>
        {top}
        <div className={css.tools}>
          {tools}
          <Tools shell={shell} />
        </div>
      </header>
      {open ? <div className={css.shade} onClick={() => setOpen(false)} /> : null}
      <nav className={css.side} aria-label={t('app.nav')} data-open={open || undefined}>
        <div className={css.brand}>
          <Brand to={`/${shell}`} />
        </div>
        {nav.map(({ label, icon: Icon, count, exact = false, ...link }) => (
          <Link key={label} {...(link as LinkProps)} className={css.item} activeOptions={{ exact, includeSearch: false }} title={folded ? label : undefined} aria-label={count ? `${label}: ${count}` : label}>
            <Icon size={18} stroke={1.75} aria-hidden />
            <span className={css.label}>{label}</span>
            {count ? <span className={css.count}>{count}</span> : null}
          </Link>
        ))}
        <div className={css.bottom}>
          <IconButton label={folded ? t('app.nav.unfold') : t('app.nav.fold')} keys="BracketLeft" onClick={fold}>
            {folded ? <IconLayoutSidebarLeftExpand size={18} stroke={1.75} /> : <IconLayoutSidebarLeftCollapse size={18} stroke={1.75} />}
          </IconButton>
        </div>
      </nav>
      <Main className={css.main}>
        {banner}
        {children ?? <Outlet />}
      </Main>
    </div>
  );
}
