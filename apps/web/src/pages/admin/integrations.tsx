import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ServiceTokens } from '../../features/admin/service-tokens';
import { Webhooks } from '../../features/admin/webhooks';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Stack, TabLink, TabLinks } from '../../shared/ui';

const route = getRouteApi('/admin/integrations');

export function IntegrationsPage(): ReactNode {
  const t = useT();
  const { tab, ...rest } = route.useSearch();
  const tokens = useMay('token.service');
  return (
    <Stack gap={16}>
      {tokens ? (
        <TabLinks label={t('integrations.tabs')}>
          <TabLink to="/admin/integrations" search={rest} activeOptions={{ exact: true, includeSearch: true }}>{t('integrations.hooks')}</TabLink>
          <TabLink to="/admin/integrations" search={{ tab: 'tokens' }} activeOptions={{ exact: true, includeSearch: true }}>{t('integrations.tokens')}</TabLink>
        </TabLinks>
      ) : null}
      <div>{tab === 'tokens' && tokens ? <ServiceTokens /> : <Webhooks state={rest.state} />}</div>
    </Stack>
  );
}
