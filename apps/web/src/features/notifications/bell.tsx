import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import css from './bell.module.css';
import { unreadQuery } from './data';

const MOST = 99;

/** How much is new; live by the stream. */
export function Bell(): ReactNode {
  const t = useT();
  const { data } = useQuery(unreadQuery);
  const unread = data?.unread ?? 0;
  // The server counts to a hundred: more is "99+" to the eye and to the ear alike.
  const words = unread > MOST ? t('bell.many', { n: MOST }) : t('bell.unread', { n: unread });
  return (
    <Link to="/notifications" className={css.bell} aria-label={unread === 0 ? t('bell.none') : words} title={t('bell.title')}>
      <IconBell size={20} stroke={1.75} aria-hidden />
      {unread > 0 ? (
        <span className={css.count} aria-hidden>
          {unread > MOST ? `${MOST}+` : unread}
        </span>
      ) : null}
      <span className="visually-hidden" role="status">
        {unread > 0 ? words : ''}
      </span>
    </Link>
  );
}
