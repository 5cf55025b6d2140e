import type { ReactNode } from 'react';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { TabLink, TabLinks, useTitle } from '../../shared/ui';
import css from './events.module.css';

/** Head and tabs that all pages of event management share. */
export function EventsFrame({ title, head, children }: { title: string; head?: ReactNode; children: ReactNode }): ReactNode {
  const t = useT();
  const [alerts, events, rules, windows, sources] = [useMay('alert.read'), useMay('event.read'), useMay('eventRule.read'), useMay('maintenance.read'), useMay('eventSource.write')];
  useTitle(title);
  return (
    <>
      <div className={css.head}>
        <h1>{title}</h1>
        {head}
      </div>
      <TabLinks label={t('events.title')}>
        {alerts ? <TabLink to="/desk/events" activeOptions={{ exact: true, includeSearch: false }}>{t('events.tab.alerts')}</TabLink> : null}
        {events ? <TabLink to="/desk/events/stream">{t('events.tab.stream')}</TabLink> : null}
        {rules ? <TabLink to="/desk/events/rules">{t('events.tab.rules')}</TabLink> : null}
        {windows ? <TabLink to="/desk/events/windows">{t('events.tab.windows')}</TabLink> : null}
        {sources ? <TabLink to="/admin/event-sources">{t('events.tab.sources')}</TabLink> : null}
      </TabLinks>
      <div className={css.page}>{children}</div>
    </>
  );
}
