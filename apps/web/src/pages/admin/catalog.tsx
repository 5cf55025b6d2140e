import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DirectoryPage } from '../../features/admin/frame';
import { NewOffering, OfferingDetail } from '../../features/admin/offering/editor';
import { api, body, type Schemas, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';

export function CatalogPage(): ReactNode {
  const t = useT();
  const query = useQuery({ queryKey: ['admin', 'offerings'], queryFn: ({ signal }) => body<Schemas['OfferingPage']>(api.GET('/offerings', { params: { query: { limit: 200 } }, signal })) });
  const may = useMay('offering.write');
  if (query.error && query.data === undefined) throw query.error;
  return (
    <DirectoryPage title={t('offer.title')} add={may ? t('offer.add') : undefined} hint={t('offer.pick')} lines={query.data?.items.map(({ id, name, status, service, ordered }) => ({ id, name, hint: [t(`offer.short.${status}`), service?.name, ordered > 0 ? t('offer.ordered', { n: ordered }) : null].filter(Boolean).join(' · ') }))}>
      {(id) => (id === 'new' ? <NewOffering key="new" /> : <OfferingDetail key={id} id={id} />)}
    </DirectoryPage>
  );
}
