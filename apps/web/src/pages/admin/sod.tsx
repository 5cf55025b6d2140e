import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DirectoryPage } from '../../features/admin/frame';
import { NewSodRule, SodRuleDetail, sodAll } from '../../features/admin/sod';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';

export function SodPage(): ReactNode {
  const t = useT();
  const query = useQuery(sodAll);
  const may = useMay('sod.write');
  if (query.error && query.data === undefined) throw query.error;
  return (
    <DirectoryPage title={t('admin.nav.sod')} add={may ? t('access.admin.sod.add') : undefined} hint={t('access.admin.sod.hint')} lines={query.data?.map(({ id, number, name, held }) => ({ id, name: `SoD-${number}. ${name}`, hint: t('access.admin.sod.held', { n: held }) }))}>
      {(id) => {
        const rule = query.data?.find((each) => each.id === id);
        return id === 'new' ? <NewSodRule /> : rule ? <SodRuleDetail key={rule.id} rule={rule} /> : null;
      }}
    </DirectoryPage>
  );
}
