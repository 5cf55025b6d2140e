import { IconChevronLeft } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useReportDraft } from '../../features/portal-report/draft';
import { ReportForm } from '../../features/portal-report/form';
import css from '../../features/portal-report/report.module.css';
import { useT } from '../../shared/i18n';
import { Notice, useTitle } from '../../shared/ui';

const route = getRouteApi('/portal/new');

/** Report a failure: one page, few questions, nothing lost (ux.md §1.5.2). */
export function ReportPage(): ReactNode {
  const t = useT();
  const { followUpOf, text } = route.useSearch();
  const draft = useReportDraft();
  // A link may bring the first words (an intranet page, a chat); what was typed here before stands.
  useState(() => text !== undefined && (draft.read().title ?? '') === '' && draft.write({ ...draft.read(), title: text }));
  useTitle(t('report.title'));
  return (
    <div className={css.page}>
      <div className={css.main}>
        <div>
          <Link to="/portal" className={css.back}>
            <IconChevronLeft size={18} stroke={1.75} aria-hidden />
            {t('home.title')}
          </Link>
          <h1>{t('report.title')}</h1>
        </div>
        {followUpOf === undefined ? null : (
          <Notice>
            <strong>{t('report.followUp', { reference: followUpOf })}</strong>
            <br />
            {t('report.followUpText')}
          </Notice>
        )}
        <ReportForm followUpOf={followUpOf} />
      </div>
      <aside className={css.aside} aria-labelledby="next">
        <h2 id="next">{t('report.next')}</h2>
        <ol>
          <li>{t('report.next.1')}</li>
          <li>{t('report.next.2')}</li>
          <li>{t('report.next.3')}</li>
        </ol>
      </aside>
    </div>
  );
}
