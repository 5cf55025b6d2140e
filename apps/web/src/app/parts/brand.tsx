import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import { Mark } from '../../shared/ui/mark';
import css from './brand.module.css';

export function Brand({ to }: { to: '/' | '/portal' | '/desk' | '/insight' | '/admin' }): ReactNode {
  const t = useT();
  return (
    <Link to={to} className={css.brand}>
      <Mark />
      <span>{t('app.name')}</span>
    </Link>
  );
}
