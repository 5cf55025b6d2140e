import { IconChevronLeft, IconChevronRight, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useId, useState } from 'react';
import { dayOf, serverNow, TAGS, useI18n } from '../../shared/i18n';
import { Button, ButtonAnchor, IconButton, Loaded, SelectField, TextField, useTitle } from '../../shared/ui';
import { departmentsQuery, groupsQuery, type InsightSearch, servicesQuery } from './data';
import css from './insight.module.css';
import { type Days, isDay, PRESETS, type Preset, preset, presetOf, shifted, spell } from './period';

/** The report's part of the address, and the way to change it. */
export function useInsight(): [InsightSearch, (part: InsightSearch) => void] {
  const search = useSearch({ strict: false }) as InsightSearch;
  const navigate = useNavigate();
  return [search, (part) => void navigate({ to: '.', search: (before: InsightSearch) => ({ ...before, ...part }) as never, replace: true })];
}

export function useToday(): string {
  const { timeZone } = useI18n();
  return dayOf(serverNow(), timeZone);
}

/** The period in the address, else the one that the server took, else (before its answer) the usual one of the report. */
function usePeriod(usual: Preset, told: Days | undefined): Days {
  const [{ from, to }] = useInsight();
  const fallback = preset(usual, useToday());
  return from !== undefined && to !== undefined ? { from, to } : told ? { from: told.from, to: told.to } : fallback;
}

type Cut = 'service' | 'group' | 'department' | 'priority' | 'channel';

interface FrameProps<T> {
  title: string;
  lead?: ReactNode;
  period?: Preset;
  cuts?: readonly Cut[];
  csv?: string;
  query: UseQueryResult<T>;
  more?: ReactNode;
  children: (data: T) => ReactNode;
}

/** Every report: what it is about and when, its filters, its file, its state. */
export function ReportFrame<T extends object>({ title, lead, period, cuts = [], csv, query, more, children }: FrameProps<T>): ReactNode {
  const { t } = useI18n();
  useTitle(title);
  if (query.error !== null && query.data === undefined && !query.isFetching && (query.error as { status?: number }).status === 403) throw query.error;
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div>
          <h1>{title}</h1>
          {lead ? <p className={css.lead}>{lead}</p> : null}
        </div>
        <div className={css.tools}>
          {csv ? <ButtonAnchor look="secondary" size="small" href={csv} download icon={<IconDownload size={16} stroke={1.75} aria-hidden />}>CSV</ButtonAnchor> : null}
          <IconButton label={t('insight.print')} onClick={() => window.print()}><IconPrinter size={18} stroke={1.75} /></IconButton>
        </div>
      </header>
      {period || cuts.length > 0 || more ? (
        <div className={css.controls}>
          {period ? <PeriodControl usual={period} told={(query.data as { period?: Days } | undefined)?.period} /> : null}
          {more}
          {cuts.map((cut) => <CutField key={cut} cut={cut} />)}
        </div>
      ) : null}
      <div className={css.body} data-again={(query.isFetching && query.data !== undefined) || undefined} aria-busy={query.isFetching || undefined}>
        <Loaded query={query} lines={8} line={36}>{children}</Loaded>
      </div>
    </div>
  );
}

function PeriodControl({ usual, told }: { usual: Preset; told: Days | undefined }): ReactNode {
  const { t, locale } = useI18n();
  const [, go] = useInsight();
  const today = useToday();
  const days = usePeriod(usual, told);
  const [own, setOwn] = useState(false);
  const chosen = presetOf(days, today);
  const set = (next: Days): void => go({ from: next.from, to: next.to });
  return (
    <div className={css.period} role="group" aria-label={t('insight.period')}>
      <div className={css.step}>
        <IconButton label={t('insight.earlier')} onClick={() => set(shifted(days, -1))}><IconChevronLeft size={18} stroke={1.75} /></IconButton>
        <strong aria-live="polite">{spell(days, TAGS[locale])}</strong>
        <IconButton label={t('insight.later')} disabled={days.to >= today} onClick={() => set(shifted(days, 1))}><IconChevronRight size={18} stroke={1.75} /></IconButton>
      </div>
      <SelectField label={t('insight.period')} hideLabel value={own ? 'own' : (chosen ?? 'own')} onChange={({ currentTarget: { value } }) => { setOwn(value === 'own'); if (value !== 'own') set(preset(value as Preset, today)); }}
        options={[...PRESETS.map((name) => ({ value: name, label: t(`insight.period.${name}`) })), { value: 'own', label: t('insight.period.own') }]} />
      {own || chosen === null ? <OwnDays key={`${days.from} ${days.to}`} days={days} onChange={set} /> : null}
    </div>
  );
}

function OwnDays({ days, onChange }: { days: Days; onChange: (days: Days) => void }): ReactNode {
  const { t } = useI18n();
  const [draft, setDraft] = useState(days);
  const error = !isDay(draft.from) || !isDay(draft.to) || draft.to < draft.from;
  return (
    <form className={css.own} onSubmit={(event) => { event.preventDefault(); if (!error) onChange(draft); }}>
      <TextField label={t('insight.from')} hideLabel type="date" value={draft.from} onChange={({ currentTarget: { value } }) => setDraft({ ...draft, from: value })} />
      <span aria-hidden>–</span>
      <TextField label={t('insight.to')} hideLabel type="date" value={draft.to} min={draft.from} onChange={({ currentTarget: { value } }) => setDraft({ ...draft, to: value })} />
      <Button type="submit" size="small" disabled={error}>{t('insight.show')}</Button>
    </form>
  );
}

const CHANNELS = ['portal', 'email', 'phone', 'walk_in', 'chat', 'event', 'api'];

function CutField({ cut }: { cut: Cut }): ReactNode {
  const { t, tOr, locale } = useI18n();
  const [search, go] = useInsight();
  const lists = { service: useQuery({ ...servicesQuery, enabled: cut === 'service' }).data, group: useQuery({ ...groupsQuery, enabled: cut === 'group' }).data, department: useQuery({ ...departmentsQuery, enabled: cut === 'department' }).data };
  const collator = new Intl.Collator(locale);
  const options =
    cut === 'priority' ? ['1', '2', '3', '4', '5'].map((value) => ({ value, label: `P${value}` }))
    : cut === 'channel' ? CHANNELS.map((value) => ({ value, label: tOr(`ticket.channel.${value}`, value) }))
    : [...(lists[cut] ?? [])].sort((a, b) => collator.compare(a.name, b.name)).map(({ id, name }) => ({ value: id, label: name }));
  return <SelectField className={css.cut} label={t(`insight.by.${cut}`)} hideLabel placeholder={t(`insight.all.${cut}`)} options={options} value={search[cut] ?? ''} onChange={({ currentTarget: { value } }) => go({ [cut]: value || undefined })} data-set={search[cut] ? true : undefined} />;
}

/** A part of a report with its own heading. */
export function Part({ title, note, act, children, flush = false }: { title: string; note?: ReactNode; act?: ReactNode; children: ReactNode; flush?: boolean }): ReactNode {
  const id = useId();
  return (
    <section className={css.part} aria-labelledby={id}>
      <div className={css.partHead}>
        <div>
          <h2 id={id}>{title}</h2>
          {note ? <p className={css.note}>{note}</p> : null}
        </div>
        {act}
      </div>
      <div className={flush ? css.flush : css.inner}>{children}</div>
    </section>
  );
}

/** The same numbers as a table, for whoever does not read the picture. */
export function Twin({ children }: { children: ReactNode }): ReactNode {
  const { t } = useI18n();
  return (
    <details className={css.twin}>
      <summary>{t('insight.twin')}</summary>
      {children}
    </details>
  );
}

/** A table that may be wider than the screen: it scrolls by itself, by keyboard too, and its first column stays. */
export function Wide({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className={css.wide} role="group" aria-label={label} tabIndex={0}>{children}</div>
  );
}
