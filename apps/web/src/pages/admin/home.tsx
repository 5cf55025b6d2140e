import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import css from '../../features/admin/admin.module.css';
import { may, useMe } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { useTitle } from '../../shared/ui';
import { ADMIN_PAGES } from '../../features/admin/pages';

/** What can be looked after here, each with a sentence of what it is for. */
export function HomePage(): ReactNode {
  const t = useT();
  const me = useMe();
  useTitle(t('admin.title'));
  return (
    <>
      <div className={css.head}>
        <h1>{t('admin.title')}</h1>
      </div>
      <ul className={css.rows} style={{ maxHeight: 'none', maxWidth: 720 }}>
        {ADMIN_PAGES.filter(({ permission }) => may(me, permission)).map(({ to, key }) => (
          <li key={to}>
            <Link to={to} className={css.row}>
              <strong>{t(`admin.nav.${key}`)}</strong>
              <span>{t(`admin.about.${key}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
