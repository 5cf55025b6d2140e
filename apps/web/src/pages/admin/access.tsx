import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NewResource, ResourceDetail } from '../../features/admin/access-resources';
import { DirectoryPage } from '../../features/admin/frame';
import { resourcesAll } from '../../features/admin/sod';
import { useMe } from '../../shared/api';
import { useT } from '../../shared/i18n';

export function AccessPage(): ReactNode {
  const t = useT();
  const query = useQuery(resourcesAll);
  const may = useMe().permissions['resource.write']?.includes('all') ?? false;
  if (query.error && query.data === undefined) throw query.error;
  return (
    <DirectoryPage title={t('admin.nav.access')} add={may ? t('access.admin.resource.add') : undefined} hint={t('access.admin.resource.hint')} lines={query.data?.map(({ id, name, owner, risk }) => ({ id, name, hint: [owner.displayName, t(`access.risk.${risk}`)].join(' · ') }))}>
      {(id) => {
        const resource = query.data?.find((each) => each.id === id);
        return id === 'new' ? <NewResource /> : resource ? <ResourceDetail key={resource.id} resource={resource} /> : null;
      }}
    </DirectoryPage>
  );
}
