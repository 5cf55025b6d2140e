import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Bell } from '../../features/notifications/bell';
import { api, ifMatch, type Shell } from '../../shared/api';
import type { Locale } from '../../shared/i18n';
import { LanguageSwitch, ThemeSwitch } from '../../shared/ui/switches';
import { AccountMenu } from './account-menu';

/** Right end of every top bar. */
export function Tools({ shell }: { shell: Shell | null }): ReactNode {
  const client = useQueryClient();
  // Names of services and groups come from the server in the language of the profile: all that is shown is asked again.
  const keep = useMutation({ mutationFn: (locale: Locale) => api.PATCH('/me', { headers: ifMatch('*'), body: { locale } }), onSuccess: () => client.invalidateQueries() });
  return (
    <>
      <Bell />
      <LanguageSwitch onChoice={(locale) => keep.mutate(locale)} />
      <ThemeSwitch />
      <AccountMenu shell={shell} />
    </>
  );
}
