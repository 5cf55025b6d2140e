import { IconTools } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import { EmptyState, useTitle } from '../../shared/ui';

export function HomePage(): ReactNode {
  const t = useT();
  useTitle(t('admin.title'));
  return (
    <>
      <h1 className="visually-hidden">{t('admin.title')}</h1>
      <EmptyState icon={<IconTools size={32} stroke={1.25} aria-hidden />} title={t('soon.title')}>
        {t('soon.text')}
      </EmptyState>
    </>
  );
}
