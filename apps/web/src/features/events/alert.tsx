import { IconExternalLink } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useI18n } from '../../shared/i18n';
import { Button, Card, Facts, Inline, Loaded, Moment, Notice, Stack } from '../../shared/ui';
import { StatusChip } from '../../shared/ui/chips';
import { AlertActs } from './acts';
import { type Alert, alertQuery, eventsQuery, useLiveAlerts } from './data';
import { EventsFrame } from './frame';
import { AlertState, SeverityMark } from './marks';
import css from './events.module.css';

/** One alert: what stands behind it, what was done about it and why, and each event of it. */
export function AlertPage({ id }: { id: string }): ReactNode {
  const { t } = useI18n();
  const query = useQuery(alertQuery(id));
  useLiveAlerts(false);
  if (query.error && query.data === undefined) throw query.error;
  return (
    <EventsFrame title={query.data?.title ?? t('events.alert')}>
      <Loaded query={query} lines={6}>
        {(alert) => (
          <Stack gap={16}>
            <Inline gap={12}><SeverityMark severity={alert.severity} /><AlertState alert={alert} /></Inline>
            <AlertActs alert={alert} />
            <div className={css.split}>
              <Stack gap={16}>
                <Why alert={alert} />
                <Events alertId={alert.id} />
              </Stack>
              <Aside alert={alert} />
            </div>
          </Stack>
        )}
      </Loaded>
    </EventsFrame>
  );
}

/** What the rules made of it, in a sentence (ux.md §1.5.12, "why it is so"). */
function Why({ alert }: { alert: Alert }): ReactNode {
  const { t } = useI18n();
  return (
    <Card title={t('events.why')} id="why">
      <Stack gap={12}>
        {alert.text === null ? null : <p className={css.words}>{alert.text}</p>}
        {alert.suppressed === null ? null : <Notice>{t(`events.why.${alert.suppressed.reason}`, { because: alert.suppressed.because ?? '' })}</Notice>}
        {alert.incident === null ? (
          <p className={css.quiet}>{alert.rule === null ? t('events.why.undecided') : t('events.why.recorded', { rule: alert.rule.name })}</p>
        ) : (
          <Inline gap={12}>
            <span>{alert.rule === null ? t('events.why.byHand') : t('events.why.rule', { rule: alert.rule.name })}</span>
            <Link to="/desk/t/$ref" params={{ ref: alert.incident.reference }} className={css.reference}>{alert.incident.reference}</Link>
            <StatusChip state={alert.incident.state} phase={alert.incident.phase} />
          </Inline>
        )}
      </Stack>
    </Card>
  );
}

function Aside({ alert }: { alert: Alert }): ReactNode {
  const { t, format } = useI18n();
  const labels = Object.entries(alert.labels);
  return (
    <Stack gap={16}>
      <Card title={t('events.facts')} id="facts">
        <Facts
          items={[
            [t('events.times'), format.number(alert.count)],
            [t('events.first'), <Moment key="first" at={alert.firstSeenAt} />],
            [t('events.lastSeen'), <Moment key="last" at={alert.lastSeenAt} />],
            [t('events.cleared'), alert.clearedAt === null ? null : <Moment key="cleared" at={alert.clearedAt} />],
            [t('events.seenBy'), alert.acknowledgedBy === null ? null : alert.acknowledgedBy.displayName],
            [t('events.source'), alert.source.name],
            [t('events.service'), alert.service?.name],
            [t('events.item'), alert.configurationItem?.name],
            [t('events.key'), <code key="key">{alert.dedupKey}</code>],
            [t('events.link'), alert.link === null ? null : <a key="link" href={alert.link} target="_blank" rel="noopener noreferrer">{t('events.link.open')} <IconExternalLink size={14} stroke={1.75} aria-hidden /></a>],
          ]}
        />
      </Card>
      {labels.length === 0 ? null : (
        <Card title={t('events.labels')} id="labels">
          <dl className={css.labels}>
            {labels.map(([name, value]) => (
              <div key={name} style={{ display: 'contents' }}><dt>{name}</dt><dd>{value}</dd></div>
            ))}
          </dl>
        </Card>
      )}
    </Stack>
  );
}

function Events({ alertId }: { alertId: string }): ReactNode {
  const { t } = useI18n();
  return (
    <Stack gap={8}>
      <h2 className={css.trial}>{t('events.ofAlert')}</h2>
      <EventTable filter={{ alertId }} label={t('events.ofAlert')} />
    </Stack>
  );
}

/** Raw events, the last received first. */
export function EventTable({ filter, label, source = false }: { filter: { alertId?: string; sourceId?: string; q?: string }; label: string; source?: boolean }): ReactNode {
  const { t } = useI18n();
  const query = useInfiniteQuery(eventsQuery(filter));
  return (
    <Loaded query={query} lines={5}>
      {({ pages }) => {
        const events = pages.flatMap(({ items }) => items);
        if (events.length === 0) return <p className={css.quiet}>{t('events.stream.none')}</p>;
        return (
          <Stack gap={12}>
            <div className={css.sheet} tabIndex={0} role="region" aria-label={label}>
              <table className={css.table} data-testid="events">
                <thead>
                  <tr>
                    <th scope="col">{t('events.received')}</th><th scope="col">{t('events.status')}</th><th scope="col">{t('events.what')}</th>{source ? <th scope="col">{t('events.source')}</th> : null}
                  </tr>
                </thead>
                <tbody>
                  {events.map((event) => (
                    <tr key={event.id}>
                      <td><Moment at={event.receivedAt} exact /></td>
                      <td>{t(`events.status.${event.status}`)} · {t(`events.severity.${event.severity}`)}</td>
                      <td>{event.title}{event.text === null ? null : <p className={css.quiet}>{event.text}</p>}</td>
                      {source ? <td>{event.source.name}</td> : null}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {query.hasNextPage ? <div><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('events.more')}</Button></div> : null}
          </Stack>
        );
      }}
    </Loaded>
  );
}
