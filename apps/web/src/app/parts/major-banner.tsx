import { IconTriangleFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Announcement } from '../../features/ticket/desk-data';
import { useI18n, useNow } from '../../shared/i18n';
import { Button } from '../../shared/ui';
import css from './major-banner.module.css';

/** What is down now and when the next word is due; folds to a line, never away, and never takes the focus (ux.md §1.5.9). */
export function MajorBanner({ outages }: { outages: readonly Announcement[] }): ReactNode {
  const { t, locale, format } = useI18n();
  const now = useNow();
  const [folded, setFolded] = useState(false);
  if (outages.length === 0) return null;
  return (
    <div className={css.banner} role="status" aria-label={t('desk.banner')}>
      {(folded ? outages.slice(0, 1) : outages).map((outage) => {
        const due = outage.nextUpdateAt === null ? null : new Date(outage.nextUpdateAt);
        return (
          <p key={outage.id} className={css.line}>
            <IconTriangleFilled size={16} aria-hidden />
            <strong>{t('ticket.major')}</strong>
            {outage.incident ? <Link to="/desk/major/$ref" params={{ ref: outage.incident.reference }}>{outage.incident.reference}</Link> : null}
            {folded ? null : <span className={css.text}>{locale === 'uk' ? outage.text.uk : outage.text.en}</span>}
            {due ? <span data-late={due <= now || undefined} className={css.due}>{t(due <= now ? 'desk.banner.late' : 'desk.banner.next', { at: format.moment(due, now), left: format.duration(Math.abs(due.getTime() - now.getTime()) / 1000) })}</span> : null}
          </p>
        );
      })}
      <Button size="small" look="quiet" aria-expanded={!folded} onClick={() => setFolded(!folded)}>{t(folded ? 'act.show' : 'desk.banner.fold')}</Button>
    </div>
  );
}
