import { IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useI18n, useT } from '../../shared/i18n';
import { Button, Card, IconButton, Inline, Notice, SelectField, Stack, TextField, toast, useRefusal } from '../../shared/ui';
import css from './admin.module.css';
import { Impact } from './impact';
import { bands, type Exceptions, kindOf, spelled, typed, type Week } from './week';
import { useAfterSave, useStale } from './use-save';

type Calendar = Schemas['CalendarReply'];
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const ZONES = ['Europe/Kyiv', 'Europe/Warsaw', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'UTC'];
const EMPTY: Pick<Calendar, 'name' | 'timeZone' | 'week' | 'exceptions'> = { name: '', timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })), exceptions: [] };

/** A week that is typed and drawn at once, days that differ, a year to look at, and what a change moves before it is saved (ux.md §1.5.19). */
export function CalendarEditor({ calendar }: { calendar: Calendar | null }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const refusal = useRefusal();
  const stale = useStale();
  const may = useMay('calendar.write');
  const [draft, setDraft] = useState<typeof EMPTY>(calendar ?? EMPTY);
  const [texts, setTexts] = useState<Record<number, string>>(() => Object.fromEntries(DAYS.map((day) => [day, spelled((calendar ?? EMPTY).week.filter((piece) => piece.day === day))])));
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const wrong = DAYS.filter((day) => typed(texts[day] ?? '') === null);
  const change = (part: Partial<typeof EMPTY>): void => setDraft((before) => ({ ...before, ...part }));
  const type = (day: number, text: string): void => {
    setTexts((before) => ({ ...before, [day]: text }));
    const pieces = typed(text);
    if (pieces) change({ week: [...draft.week.filter((piece) => piece.day !== day), ...pieces.map((piece) => ({ ...piece, day }))].sort((a, b) => a.day - b.day || a.from.localeCompare(b.from)) });
  };
  const save = (): void => {
    setBusy(true);
    setFailed(null);
    const { name, timeZone, week, exceptions } = draft;
    (calendar === null
      ? body<Calendar>(api.POST('/calendars', { body: { name, timeZone, week, exceptions } })).then((made) => after(made))
      : body(api.PATCH('/calendars/{id}', { params: { path: { id: calendar.id } }, headers: ifMatch(calendar.version), body: { name, timeZone, week, exceptions } })).then(() => after())
    )
      .catch((error: unknown) => stale(error) || setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <Card title={calendar?.name ?? t('admin.calendar.new')} id="calendar">
        <Stack gap={24}>
          {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
          <fieldset disabled={!may} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
            <Stack gap={24}>
              <div className={css.form}>
                <TextField label={t('admin.calendar.name')} value={draft.name} maxLength={200} onChange={({ currentTarget }) => change({ name: currentTarget.value })} />
                <SelectField label={t('admin.person.zone')} value={draft.timeZone} options={[...new Set([...ZONES, draft.timeZone])].map((zone) => ({ value: zone, label: zone }))} onChange={({ currentTarget }) => change({ timeZone: currentTarget.value })} />
              </div>
              <div className={css.week}>
                <p className={css.quiet}>{t('admin.calendar.typed')}</p>
                {DAYS.map((day) => (
                  <WeekDay key={day} day={day} text={texts[day] ?? ''} week={draft.week} onType={(text) => type(day, text)} />
                ))}
                <div className={css.scale} aria-hidden>{['00', '06', '12', '18', '24'].map((hour) => <span key={hour}>{hour}</span>)}</div>
              </div>
              <Days draft={draft} change={change} />
            </Stack>
          </fieldset>
          {may ? (
            <Inline gap={12}>
              <Button look="primary" busy={busy} disabled={wrong.length > 0 || draft.name.trim() === ''} onClick={save}>
                {calendar === null ? t('admin.calendar.create') : t('admin.calendar.save')}
              </Button>
              {calendar === null ? null : <Impact ask={() => body<Schemas['ImpactReply']>(api.POST('/calendars/{id}/impact', { params: { path: { id: calendar.id } }, body: { timeZone: draft.timeZone, week: draft.week, exceptions: draft.exceptions } }))} />}
            </Inline>
          ) : null}
          {calendar === null ? null : <p className={css.quiet}>{t('admin.calendar.later')}</p>}
        </Stack>
      </Card>
      <Try draft={draft} />
      <Year draft={draft} />
    </>
  );
}

function WeekDay({ day, text, week, onType }: { day: number; text: string; week: Week; onType: (text: string) => void }): ReactNode {
  const t = useT();
  const id = `day-${day}`;
  const bad = typed(text) === null;
  return (
    <div className={css.day}>
      <label htmlFor={id}>{t(`admin.weekday.${day as 1}`)}</label>
      <TextField id={id} label={t(`admin.weekday.${day as 1}`)} hideLabel value={text} placeholder={t('admin.calendar.closed')} error={bad ? t('admin.calendar.wrongHours') : null} onChange={({ currentTarget }) => onType(currentTarget.value)} />
      <div className={css.band} role="img" aria-label={text === '' ? t('admin.calendar.closed') : text}>
        {bands(week, day).map(({ start, length }) => <i key={start} style={{ left: `${start}%`, width: `${length}%` }} />)}
      </div>
    </div>
  );
}

function Days({ draft, change }: { draft: typeof EMPTY; change: (part: Partial<typeof EMPTY>) => void }): ReactNode {
  const { t, locale } = useI18n();
  const refusal = useRefusal();
  const [date, setDate] = useState('');
  const [name, setName] = useState('');
  const [hours, setHours] = useState('');
  const sorted = (list: Exceptions): Exceptions => [...list].sort((a, b) => a.date.localeCompare(b.date));
  const add = (): void => {
    const intervals = typed(hours);
    if (intervals === null || date === '') return;
    change({ exceptions: sorted([...draft.exceptions.filter((day) => day.date !== date), { date, name: name.trim() === '' ? date : name.trim(), intervals }]) });
    setDate('');
    setName('');
    setHours('');
  };
  const holidays = (year: number): void =>
    void body<Schemas['HolidayList']>(api.GET('/calendars/holidays', { params: { query: { country: 'UA', year } } })).then(
      ({ items }) => {
        const known = new Set(draft.exceptions.map((day) => day.date));
        const added = items.filter((day) => !known.has(day.date)).map((day) => ({ date: day.date, name: locale === 'uk' ? day.nameUk : day.nameEn, intervals: [] }));
        change({ exceptions: sorted([...draft.exceptions, ...added]) });
        toast.say(t('admin.holidays.added', { n: added.length }));
      },
      (error: unknown) => toast.fail(refusal(error)),
    );
  const year = new Date().getUTCFullYear();
  return (
    <Stack gap={12}>
      <h3>{t('admin.days.title')}</h3>
      {draft.exceptions.length === 0 ? <p className={css.quiet}>{t('admin.days.none')}</p> : (
        <ul className={css.rows} style={{ maxHeight: 260 }} tabIndex={0} aria-label={t('admin.days.title')}>
          {draft.exceptions.map((day) => (
            <li key={day.date} style={{ display: 'flex', alignItems: 'center', gap: 12, padding: '4px 0' }}>
              <span className="tabular">{day.date}</span>
              <span style={{ flex: 1 }}>{day.name}: {day.intervals.length === 0 ? t('admin.calendar.closed') : spelled(day.intervals)}</span>
              <IconButton label={t('admin.days.remove', { date: day.date })} size="small" onClick={() => change({ exceptions: draft.exceptions.filter((each) => each.date !== day.date) })}><IconTrash size={16} stroke={1.75} /></IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className={css.form}>
        <TextField label={t('admin.days.date')} type="date" value={date} onChange={({ currentTarget }) => setDate(currentTarget.value)} />
        <TextField label={t('admin.days.name')} value={name} maxLength={200} onChange={({ currentTarget }) => setName(currentTarget.value)} />
        <TextField label={t('admin.days.hours')} hint={t('admin.days.hoursHint')} value={hours} error={typed(hours) === null ? t('admin.calendar.wrongHours') : null} onChange={({ currentTarget }) => setHours(currentTarget.value)} />
      </div>
      <Inline gap={8}>
        <Button onClick={add} disabled={date === '' || typed(hours) === null}>{t('admin.days.add')}</Button>
        {[year, year + 1].map((each) => <Button key={each} look="quiet" onClick={() => holidays(each)}>{t('admin.holidays.add', { year: each })}</Button>)}
      </Inline>
    </Stack>
  );
}

/** "When would eight working hours from now be?" with the hours as they stand on the screen. */
function Try({ draft }: { draft: typeof EMPTY }): ReactNode {
  const { t, format } = useI18n();
  const refusal = useRefusal();
  const [hours, setHours] = useState('8');
  const [at, setAt] = useState<string | null>(null);
  const ask = (): void => void body<Schemas['PreviewReply']>(api.POST('/calendars/preview', { body: { calendar: { timeZone: draft.timeZone, week: draft.week, exceptions: draft.exceptions }, from: new Date().toISOString(), addSeconds: Math.round(Number(hours.replace(',', '.')) * 3_600) } })).then((reply) => setAt(reply.at ?? null), (error: unknown) => toast.fail(refusal(error)));
  return (
    <Card title={t('admin.try.title')} id="try">
      <Inline gap={12}>
        <TextField label={t('admin.try.hours')} inputMode="decimal" maxLength={5} value={hours} onChange={({ currentTarget }) => setHours(currentTarget.value)} />
        <Button onClick={ask} disabled={!(Number(hours.replace(',', '.')) > 0)}>{t('admin.try.ask')}</Button>
      </Inline>
      <p role="status">{at === null ? '' : t('admin.try.answer', { at: format.absolute(new Date(at)) })}</p>
    </Card>
  );
}

/** The year as it works: open, closed, holidays and short days; a click of the eye instead of a list. */
function Year({ draft }: { draft: typeof EMPTY }): ReactNode {
  const { t, locale } = useI18n();
  const [year, setYear] = useState(() => new Date().getUTCFullYear());
  const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  return (
    <Card title={t('admin.year.title', { year })} id="year" act={<Inline gap={4}><Button size="small" look="quiet" onClick={() => setYear(year - 1)}>{year - 1}</Button><Button size="small" look="quiet" onClick={() => setYear(year + 1)}>{year + 1}</Button></Inline>}>
      <div className={css.months}>
        {Array.from({ length: 12 }, (_, index) => {
          const days = new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
          const lead = (new Date(Date.UTC(year, index, 1)).getUTCDay() + 6) % 7;
          return (
            <div key={index} className={css.month}>
              <h3>{month.format(new Date(Date.UTC(year, index, 1)))}</h3>
              <div>
                {Array.from({ length: lead }, (_gap, gap) => <span key={`g${gap}`} />)}
                {Array.from({ length: days }, (_day, day) => {
                  const date = new Date(Date.UTC(year, index, day + 1)).toISOString().slice(0, 10);
                  const { kind, name } = kindOf(draft.week, draft.exceptions, date);
                  return <span key={date} data-kind={kind} title={name ?? undefined}>{day + 1}</span>;
                })}
              </div>
            </div>
          );
        })}
      </div>
      <p className={css.quiet}>{t('admin.year.legend')}</p>
    </Card>
  );
}

