import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { AgreementEditor } from '../../features/admin/agreement';
import { agreementsAll } from '../../features/admin/data';
import { DirectoryPage } from '../../features/admin/frame';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';

export function AgreementsPage(): ReactNode {
  const t = useT();
  const query = useQuery(agreementsAll);
  const may = useMay('agreement.write');
  if (query.error && query.data === undefined) throw query.error;
  return (
    <DirectoryPage
      title={t('admin.nav.agreements')}
      add={may ? t('admin.agreement.add') : undefined}
      hint={t('admin.agreements.hint')}
      lines={query.data?.items.map((agreement) => ({ id: agreement.id, name: agreement.name, hint: [agreement.type, agreement.publishedAt === null ? t('admin.agreement.never') : null, agreement.draft === null ? null : t('admin.agreement.draftShort')].filter(Boolean).join(' · ') }))}
    >
      {(id) => {
        const agreement = query.data?.items.find((each) => each.id === id);
        return id === 'new' ? <AgreementEditor key="new" agreement={null} /> : agreement ? <AgreementEditor key={agreement.id} agreement={agreement} /> : null;
      }}
    </DirectoryPage>
  );
}
