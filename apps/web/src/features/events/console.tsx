import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useHotkey } from '../../shared/hotkeys';
import { useI18n } from '../../shared/i18n';
import { useLine } from '../../shared/stream';
import { Button, CheckField, EmptyState, Loaded, Moment, Notice, RelativeTime, SelectField, TextField, toast, useRefusal } from '../../shared/ui';
import { AlertActs, useAlertActs } from './acts';
import { type Alert, type AlertSearch, alertsQuery, servicesQuery, severitiesOf, sourcesQuery, STATES, summaryQuery, useLiveAlerts } from './data';
import { EventsFrame } from './frame';
import { AlertState, SeverityMark } from './marks';
import css from './events.module.css';

type Go = (part: AlertSearch) => void;

/** The event console: alerts as they stand now, live, calm in a storm (ux.md §1.5.12). Filters are in the address. */
export function EventConsole({ search }: { search: AlertSearch }): ReactNode {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [paused, setPaused] = useState(false);
  const { waiting, refresh } = useLiveAlerts(paused);
  const { up } = useLine();
  const query = useInfiniteQuery(alertsQuery(search));
  if (query.error && query.data === undefined) throw query.error;
  const go: Go = (part) => void navigate({ to: '/desk/events', search: { ...search, ...part } });
  useHotkey('KeyZ', t(paused ? 'events.resume' : 'events.pause'), () => setPaused(!paused), { scope: t('events.title') });
  return (
    <EventsFrame
      title={t('events.title')}
      head={
        <div className={css.live}>
          <span role="status" className={css.pulse} data-on={(up && !paused) || undefined}>{paused ? t('events.paused', { n: waiting }) : up ? t('events.live') : t('events.notLive')}</span>
          <Button size="small" aria-pressed={paused} icon={paused ? <IconPlayerPlay size={16} stroke={1.75} aria-hidden /> : <IconPlayerPause size={16} stroke={1.75} aria-hidden />} onClick={() => setPaused(!paused)}>{t(paused ? 'events.resume' : 'events.pause')}</Button>
          {paused && waiting > 0 ? <Button size="small" onClick={refresh}>{t('events.refresh')}</Button> : null}
        </div>
      }
    >
      <Summary search={search} go={go} />
      <Filters search={search} go={go} />
      <Loaded query={query} lines={8} line={56}>
        {({ pages }) => <Alerts key={search.group ?? 'flat'} alerts={pages.flatMap(({ items }) => items)} grouped={search.group === 'yes'} onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()} filtered={Object.values(search).some((value) => value !== undefined)} onReset={() => void navigate({ to: '/desk/events', search: {} })} />}
      </Loaded>
    </EventsFrame>
  );
}

function Summary({ search, go }: { search: AlertSearch; go: Go }): ReactNode {
  const { t, format } = useI18n();
  const { data } = useQuery(summaryQuery);
  if (data === undefined) return <div className={css.counts} />;
  const chosen = severitiesOf(search);
  return (
    <>
      {data.silent.length > 0 ? <Notice tone="warn">{t('events.silent', { n: data.silent.length, names: data.silent.map(({ name }) => name).join(', ') })}</Notice> : null}
      <div className={css.counts} role="group" aria-label={t('events.bySeverity')}>
        {data.counts.map(({ severity, open, acknowledged, suppressed }) => (
          <button key={severity} type="button" className={css.count} data-severity={severity} aria-pressed={chosen.includes(severity)} onClick={() => go({ severity: chosen.includes(severity) ? chosen.filter((one) => one !== severity).join(',') || undefined : [...chosen, severity].join(',') })}>
            <SeverityMark severity={severity} />
            <strong>{format.number(open + acknowledged)}</strong>
            <span>{[open > 0 ? t('events.count.open', { n: open }) : null, acknowledged > 0 ? t('events.count.acknowledged', { n: acknowledged }) : null, suppressed > 0 ? t('events.count.suppressed', { n: suppressed }) : null].filter(Boolean).join(', ')}</span>
          </button>
        ))}
      </div>
      {data.waiting > 0 ? <p className={css.quiet}>{t('events.waiting', { n: data.waiting })}</p> : null}
    </>
  );
}

function Filters({ search, go }: { search: AlertSearch; go: Go }): ReactNode {
  const { t } = useI18n();
  const { data: sources } = useQuery(sourcesQuery);
  const { data: services } = useQuery(servicesQuery);
  const [text, setText] = useState(search.q ?? '');
  const states = [{ value: '', label: t('events.filter.standing') }, ...STATES.map((state) => ({ value: state, label: t(`events.state.${state}`) })), { value: STATES.join(','), label: t('events.filter.all') }];
  return (
    <form
      role="search"
      className={css.filters}
      onSubmit={(event) => {
        event.preventDefault();
        go({ q: text.trim() === '' ? undefined : text.trim() });
      }}
    >
      <TextField label={t('events.filter.q')} type="search" value={text} maxLength={200} onChange={({ currentTarget }) => setText(currentTarget.value)} onBlur={() => (search.q ?? '') !== text.trim() && go({ q: text.trim() || undefined })} />
      <SelectField label={t('events.filter.state')} value={search.state ?? ''} options={states} onChange={({ currentTarget: { value } }) => go({ state: value || undefined })} />
      <SelectField label={t('events.filter.source')} value={search.source ?? ''} placeholder={t('events.filter.any')} options={(sources?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={({ currentTarget: { value } }) => go({ source: value || undefined })} />
      <SelectField label={t('events.filter.service')} value={search.service ?? ''} placeholder={t('events.filter.any')} options={(services?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={({ currentTarget: { value } }) => go({ service: value || undefined })} />
      <CheckField label={t('events.filter.quiet')} checked={search.quiet === 'yes'} onChange={({ currentTarget: { checked } }) => go({ quiet: checked ? 'yes' : undefined })} />
      <CheckField label={t('events.filter.group')} checked={search.group === 'yes'} onChange={({ currentTarget: { checked } }) => go({ group: checked ? 'yes' : undefined })} />
    </form>
  );
}

interface Line {
  key: string;
  alert: Alert;
  /** Of the same incident, under this one. */
  under: boolean;
  gathered: number;
}

/** Alerts of one incident one under the other, the last seen first. */
function linesOf(alerts: readonly Alert[], grouped: boolean): Line[] {
  const plain = (alert: Alert): Line => ({ key: alert.id, alert, under: false, gathered: 1 });
  if (!grouped) return alerts.map(plain);
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) groups.set(alert.incident?.id ?? alert.id, [...(groups.get(alert.incident?.id ?? alert.id) ?? []), alert]);
  return [...groups.values()].flatMap((group) => group.map((alert, index) => ({ ...plain(alert), under: index > 0, gathered: index === 0 ? group.length : 1 })));
}

const OVERSCAN = 6;
const ROW = 76;

function Alerts({ alerts, grouped, onEnd, filtered, onReset }: { alerts: readonly Alert[]; grouped: boolean; onEnd: () => void; filtered: boolean; onReset: () => void }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const acts = useAlertActs();
  const { data: summary } = useQuery(summaryQuery);
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const lines = linesOf(alerts, grouped);
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => frame.current, estimateSize: () => ROW, overscan: OVERSCAN, getItemKey: (index) => lines[index]?.key ?? index });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lines.length > 0 && last >= lines.length - OVERSCAN) onEnd();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- near the end of what is loaded, not with each answer
  }, [last, lines.length]);
  const current = alerts.find(({ id }) => id === active);
  const act = (command: 'acknowledge' | 'incident') => (): void => {
    if (current?.allowedCommands.includes(command)) acts[command](current).catch((error: unknown) => toast.fail(refusal(error)));
  };
  const scope = t('events.title');
  useHotkey('KeyA', t('events.act.acknowledge'), act('acknowledge'), { scope, disabled: current === undefined });
  useHotkey('KeyI', t('events.act.incident'), act('incident'), { scope, disabled: current === undefined });
  if (lines.length === 0)
    return filtered ? (
      <EmptyState title={t('events.none.filtered')} acts={<Button onClick={onReset}>{t('events.none.reset')}</Button>} />
    ) : (
      <EmptyState title={t('events.none')}>{summary?.lastSeenAt ? <>{t('events.none.last')} <Moment at={summary.lastSeenAt} /></> : t('events.none.never')}</EmptyState>
    );
  return (
    <div ref={frame} className={css.frame} tabIndex={0} role="region" aria-label={t('events.tab.alerts')}>
      <ul className={css.lines} style={{ height: virtual.getTotalSize() }} data-testid="alerts">
        {items.map(({ index, start, key }) => {
          const line = lines[index];
          if (line === undefined) return null;
          return (
            <li key={key} className={css.line} aria-posinset={index + 1} aria-setsize={lines.length} data-active={line.alert.id === active || undefined} data-under={line.under || undefined} style={{ transform: `translateY(${start}px)` }} onFocus={() => setActive(line.alert.id)} onPointerEnter={() => setActive(line.alert.id)}>
              <Row line={line} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Row({ line: { alert, gathered } }: { line: Line }): ReactNode {
  const { t, format } = useI18n();
  return (
    <>
      <span className={css.severity}><SeverityMark severity={alert.severity} /></span>
      <div className={css.what}>
        <Link to="/desk/events/alerts/$id" params={{ id: alert.id }} className={css.title}>{alert.title}</Link>
        <div className={css.facts}>
          <span className="tabular">×{format.number(alert.count)}</span>
          <span>{t('events.since')} <Moment at={alert.openedAt} /></span>
          <span>{t('events.last')} <RelativeTime at={alert.lastSeenAt} /></span>
          <span>{alert.source.name}</span>
          {alert.configurationItem ? <span>{alert.configurationItem.name}</span> : null}
          {gathered > 1 ? <strong>{t('events.gathered', { n: gathered })}</strong> : null}
        </div>
      </div>
      <div className={css.state}>
        <AlertState alert={alert} />
        {alert.incident ? <Link to="/desk/t/$ref" params={{ ref: alert.incident.reference }} className={css.reference}>{alert.incident.reference}</Link> : null}
      </div>
      <div className={css.rowActs}><AlertActs alert={alert} short /></div>
    </>
  );
}
