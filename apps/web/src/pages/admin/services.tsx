import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { inTree, servicesAll } from '../../features/admin/data';
import { DirectoryPage } from '../../features/admin/frame';
import { NewService, ServiceDetail } from '../../features/admin/services';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';

export function ServicesPage(): ReactNode {
  const t = useT();
  const query = useQuery(servicesAll);
  const may = useMay('service.write');
  if (query.error && query.data === undefined) throw query.error;
  return (
    <DirectoryPage
      title={t('admin.nav.services')}
      add={may ? t('admin.service.add') : undefined}
      hint={t('admin.services.hint')}
      lines={query.data && inTree(query.data.items).map(({ item, depth }) => ({ id: item.id, name: item.name, depth, hint: [t(`admin.status.${item.status}`), t('admin.service.criticalityIs', { level: t(`admin.levelOf.${item.criticality}`) })].join(' · ') }))}
    >
      {(id) => {
        const service = query.data?.items.find((each) => each.id === id);
        return id === 'new' ? <NewService /> : service ? <ServiceDetail key={service.id} service={service} /> : null;
      }}
    </DirectoryPage>
  );
}
