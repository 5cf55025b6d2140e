import type { ReactNode } from 'react';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { TabLink, TabLinks } from '../../shared/ui';
import css from './access.module.css';

/** The parts of access management on the desk, each as far as the person may. */
export function AccessFrame({ title, acts, children }: { title: string; acts?: ReactNode; children: ReactNode }): ReactNode {
  const t = useT();
  const [reads, reviews, imports] = [useMay('grant.read'), useMay('recertification.read'), useMay('grant.importDrift')];
  return (
    <div className={css.wide}>
      <div className={css.head}>
        <h1>{title}</h1>
        {acts}
      </div>
      <TabLinks label={t('access.desk.nav')}>
        <TabLink to="/desk/access" activeOptions={{ exact: true, includeSearch: false }}>{t('access.desk.requests')}</TabLink>
        {reads ? <TabLink to="/desk/access/grants" search={{}} activeOptions={{ includeSearch: false }}>{t('access.desk.grants')}</TabLink> : null}
        {reviews ? <TabLink to="/desk/access/recertifications">{t('access.desk.recertifications')}</TabLink> : null}
        {imports ? <TabLink to="/desk/access/drift">{t('access.desk.drift')}</TabLink> : null}
      </TabLinks>
      {children}
    </div>
  );
}
