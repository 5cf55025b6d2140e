import { IconHome, IconList, IconPlus, IconShoppingCart, IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { waitingApprovals } from '../../features/portal-approvals/data';
import { myOpenTickets, needsMe } from '../../features/portal-ticket/mine';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { useShellDensity } from '../../shared/ui';
import { Brand } from '../parts/brand';
import { Tools } from '../parts/tools';
import { Frame, Main } from './frame';
import css from './portal.module.css';

export function PortalShell(): ReactNode {
  return (
    <Frame>
      <PortalFrame>
        <Outlet />
      </PortalFrame>
    </Frame>
  );
}

export function PortalFrame({ children }: { children: ReactNode }): ReactNode {
  const t = useT();
  useShellDensity('comfortable');
  // Only counts that ask for action are shown.
  const { data } = useQuery(myOpenTickets);
  const mayApprove = useMay('approval.answer');
  const { data: asked } = useQuery({ ...waitingApprovals, enabled: mayApprove });
  const approvals = asked?.items.length ?? 0;
  const waiting = data?.items.filter(needsMe).length ?? 0;
  const count = waiting > 0 ? <span className={css.count} aria-hidden>{waiting}</span> : null;
  const ticketsName = waiting > 0 ? t('portal.nav.ticketsWaiting', { n: waiting }) : t('portal.nav.tickets');
  return (
    <>
      <header className={css.header}>
        <div className={css.bar}>
          <Brand to="/portal" />
          <nav className={css.nav} aria-label={t('app.nav')}>
            <Link to="/portal" className={css.link} activeOptions={{ exact: true }}>
              {t('portal.nav.home')}
            </Link>
            <Link to="/portal/tickets" className={css.link} aria-label={ticketsName}>
              {t('portal.nav.tickets')} {count}
            </Link>
            <Link to="/portal/catalog" className={css.link}>
              {t('portal.nav.catalog')}
            </Link>
            <Link to="/portal/outages" className={css.link}>
              {t('portal.nav.outages')}
            </Link>
            <Link to="/portal/access" className={css.link}>
              {t('portal.nav.access')}
            </Link>
            {approvals > 0 ? (
              <Link to="/portal/approvals" className={css.link} aria-label={t('approvals.nav', { n: approvals })}>
                {t('approvals.title')}{' '}
                <span className={css.count} aria-hidden>
                  {approvals}
                </span>
              </Link>
            ) : null}
          </nav>
          <div className={css.tools}>
            <Tools shell="portal" />
          </div>
        </div>
      </header>
      <Main className={css.main}>{children}</Main>
      <footer className={css.footer}>
        <div>
          <span>{t('portal.footer')}</span>
          <Link to="/portal/new">{t('portal.report')}</Link>
        </div>
      </footer>
      <nav className={css.tabs} aria-label={t('portal.nav.phone')}>
        <Link to="/portal" className={css.tab} activeOptions={{ exact: true }}>
          <IconHome size={22} stroke={1.75} aria-hidden />
          {t('portal.nav.home')}
        </Link>
        <Link to="/portal/tickets" className={css.tab} aria-label={ticketsName}>
          <IconList size={22} stroke={1.75} aria-hidden />
          {t('portal.nav.ticketsShort')}
          {count}
        </Link>
        <Link to="/portal/new" className={css.tab} activeOptions={{ exact: true, includeSearch: false }}>
          <IconPlus size={22} stroke={1.75} aria-hidden />
          {t('portal.nav.new')}
        </Link>
        <Link to="/portal/catalog" className={css.tab}>
          <IconShoppingCart size={22} stroke={1.75} aria-hidden />
          {t('portal.nav.catalogShort')}
        </Link>
        <Link to="/portal/outages" className={css.tab}>
          <IconUrgent size={22} stroke={1.75} aria-hidden />
          {t('portal.nav.outages')}
        </Link>
      </nav>
    </>
  );
}
