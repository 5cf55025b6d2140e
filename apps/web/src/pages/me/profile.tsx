import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Look } from '../../features/me/look';
import css from '../../features/me/me.module.css';
import { Personal } from '../../features/me/personal';
import { Security } from '../../features/me/security';
import { Tokens } from '../../features/me/tokens';
import { Choices } from '../../features/notifications/choices';
import { useT } from '../../shared/i18n';
import { useTitle } from '../../shared/ui';
import { TabLink, TabLinks } from '../../shared/ui/tabs';

const TABS = [undefined, 'look', 'notifications', 'security', 'tokens'] as const;
const PANELS = { personal: Personal, look: Look, notifications: Choices, security: Security, tokens: Tokens };

export function ProfilePage(): ReactNode {
  const t = useT();
  const { tab } = useSearch({ from: '/shared/me' });
  const here = tab ?? 'personal';
  const Panel = PANELS[here];
  useTitle(`${t(`me.tab.${here}`)}, ${t('me.title').toLocaleLowerCase()}`);
  return (
    <div className={css.page}>
      <h1>{t('me.title')}</h1>
      <TabLinks label={t('me.sections')}>
        {TABS.map((one) => (
          <TabLink key={one ?? 'personal'} to="/me" search={one === undefined ? {} : { tab: one }} activeOptions={{ exact: true, includeSearch: true }}>
            {t(`me.tab.${one ?? 'personal'}`)}
          </TabLink>
        ))}
      </TabLinks>
      <Panel />
    </div>
  );
}
