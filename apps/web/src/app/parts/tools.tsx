import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, ifMatch, type Shell } from '../../shared/api';
import type { Locale } from '../../shared/i18n';
import { LanguageSwitch, ThemeSwitch } from '../../shared/ui/switches';
import { AccountMenu } from './account-menu';

/** Right end of every top bar. */
export function Tools({ shell }: { shell: Shell | null }): ReactNode {
  const keep = useMutation({ mutationFn: (locale: Locale) => api.PATCH('/me', { headers: ifMatch('*'), body: { locale } }) });
  return (
    <>
      <LanguageSwitch onChoice={(locale) => keep.mutate(locale)} />
      <ThemeSwitch />
      <AccountMenu shell={shell} />
    </>
  );
}
