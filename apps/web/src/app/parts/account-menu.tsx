import { IconBriefcase, IconChartBar, IconLogout, IconSettings, IconUser, IconUserCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Shell, shellsOf, signOut, useMe } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Avatar } from '../../shared/ui';
import { Menu } from '../../shared/ui/menu';
import css from './account-menu.module.css';

const ICONS: Readonly<Record<Shell, ReactNode>> = {
  portal: <IconUserCircle size={18} stroke={1.75} />, desk: <IconBriefcase size={18} stroke={1.75} />, insight: <IconChartBar size={18} stroke={1.75} />, admin: <IconSettings size={18} stroke={1.75} />,
};

/** Who I am, the other shells, leaving. */
export function AccountMenu({ shell }: { shell: Shell | null }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useMe();
  const shells = shellsOf(me);
  const leave = async (): Promise<void> => {
    await signOut(client);
    await navigate({ to: '/sign-in' });
  };
  return (
    <Menu
      trigger={
        <button type="button" className={css.trigger} aria-label={t('app.menu.account', { name: me.person.displayName })}>
          <Avatar name={me.person.displayName} size={32} />
        </button>
      }
      head={
        <div className={css.head}>
          <strong>{me.person.displayName}</strong>
          <span>{me.person.jobTitle ?? me.person.email}</span>
        </div>
      }
      sections={[
        ...(shells.length > 1 ? [{ title: t('app.menu.shells'), entries: shells.map((one) => ({ label: t(`app.shell.${one}`), icon: ICONS[one], chosen: one === shell, act: () => void navigate({ to: `/${one}` }) })) }] : []),
        {
          entries: [
            { label: t('app.menu.profile'), icon: <IconUser size={18} stroke={1.75} />, act: () => void navigate({ to: '/me' }) },
            { label: t('app.menu.signOut'), icon: <IconLogout size={18} stroke={1.75} />, act: () => void leave() },
          ],
        },
      ]}
    />
  );
}
