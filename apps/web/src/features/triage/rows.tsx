import { type ReactNode, useEffect, useRef } from 'react';
import { useI18n } from '../../shared/i18n';
import { RelativeTime } from '../../shared/ui';
import { VipChip } from '../../shared/ui/chips';
import { SlaClock } from '../../shared/ui/sla-clock';
import type { IncidentRow } from '../ticket/queries';
import css from './triage.module.css';

/** The rows as one list of choices: one stop for Tab, the keys J and K or arrows within. */
export function Rows({ rows, gone, current, refusals, onOpen }: { rows: readonly IncidentRow[]; gone: ReadonlySet<string>; current: string | null; refusals: Readonly<Record<string, string>>; onOpen: (row: IncidentRow) => void }): ReactNode {
  const { t, tOr } = useI18n();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <ul ref={list} className={css.rows} role="listbox" tabIndex={0} aria-label={t('triage.title')} aria-activedescendant={current === null ? undefined : `triage-${current}`}>
      {rows.map((row) => (
        <li key={row.id} id={`triage-${row.id}`} role="option" aria-selected={row.id === current} className={css.row} data-gone={gone.has(row.id) || undefined} onClick={() => onOpen(row)}>
          <span className={css.title} data-unread={row.unread || undefined}>{row.title}</span>
          <span className={css.clock}>{row.nextClock ? <SlaClock clock={row.nextClock} /> : null}</span>
          <span className={css.who}>
            {row.requester.displayName}
            {row.requester.department ? ` · ${row.requester.department}` : ''} {row.requester.vip === true ? <VipChip /> : null}
          </span>
          <span className={css.when}>
            {tOr(`ticket.channel.${row.channel}`, row.channel)} · <RelativeTime at={row.createdAt} />
          </span>
          {gone.has(row.id) ? <span className={css.returned}>{t('triage.gone')}</span> : null}
          {row.group ? <span className={css.returned}>{t('triage.returned', { group: row.group.name })}</span> : null}
          {row.viewers.length > 0 ? <span className={css.returned}>{t('presence.looking', { names: row.viewers.map(({ displayName }) => displayName).join(', ') })}</span> : null}
          {refusals[row.id] ? <span className={css.refusal} role="alert">{refusals[row.id]}</span> : null}
        </li>
      ))}
    </ul>
  );
}
