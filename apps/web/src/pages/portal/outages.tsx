import { useQuery } from '@tanstack/react-query';
import { IconCircleCheck, IconUrgent } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { announcementsQuery } from '../../features/portal-ticket/announcements';
import css from '../../features/portal-ticket/outages.module.css';
import { useI18n } from '../../shared/i18n';
import { ButtonLink, EmptyState, Loaded, Moment, useTitle } from '../../shared/ui';

/** What does not work now, in employees' words, and when they hear more. */
export function OutagesPage(): ReactNode {
  const { t, locale } = useI18n();
  const query = useQuery(announcementsQuery);
  useTitle(t('outages.title'));
  return (
    <div className={css.page}>
      <h1>{t('outages.title')}</h1>
      <Loaded query={query} lines={2} line={96}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState icon={<IconCircleCheck size={40} stroke={1.25} aria-hidden />} title={t('outages.none')} acts={<ButtonLink to="/portal/new">{t('outages.report')}</ButtonLink>}>
              {t('outages.noneText')}
            </EmptyState>
          ) : (
            <ul className={css.list}>
              {items.map((item) => (
                <li key={item.id} className={css.outage}>
                  <IconUrgent size={24} stroke={1.75} aria-hidden />
                  <div className={css.body}>
                    <h2>{item.text[locale]}</h2>
                    <p>{item.services.length === 0 ? t('outages.every') : t('outages.services', { names: item.services.map(({ name }) => name).join(', ') })}</p>
                    <p className={css.times}>
                      <span>
                        {t('outages.since')} <Moment at={item.since} />
                      </span>
                      <span>
                        {t('outages.updated')} <Moment at={item.updatedAt} />
                      </span>
                      {item.nextUpdateAt === null ? null : (
                        <strong>
                          {t('outages.next')} <Moment at={item.nextUpdateAt} />
                        </strong>
                      )}
                    </p>
                    {item.incident === null ? null : (
                      <p>
                        <Link to="/portal/tickets/$ref" params={{ ref: item.incident.reference }}>
                          {t('outages.yours', { reference: item.incident.reference })}
                        </Link>
                      </p>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}
