import type { CsvValue, Locale, Sheet } from '@opora/kit';
import type { ActivityReport } from './dto/activity.dto';
import type { AgeingReport, BacklogReport } from './dto/backlog.dto';
import type { LoadReport } from './dto/load.dto';
import type { SlaReport, SlaRow } from './dto/sla.dto';
import type { TodayReport } from './dto/today.dto';

type Words = Readonly<Record<string, readonly [uk: string, en: string]>>;

const WORDS: Words = {
  row: ['Рядок', 'Row'], none: ['не вказано', 'not given'], total: ['Усього', 'Total'], metric: ['Показник', 'Metric'], met: ['Виконано', 'Met'], breached: ['Порушено', 'Breached'], running: ['Відлік триває', 'Running'],
  paused: ['На паузі', 'Paused'], tickets: ['Звернень', 'Tickets'], compliance: ['Дотримання, %', 'Compliance, %'], before: ['Попередній період, %', 'Previous period, %'], imported: ['за даними імпорту', 'as imported'],
  response: ['відповідь', 'response'], resolution: ['вирішення', 'resolution'], ownership: ['прийняття групою', 'ownership'], group_work: ['робота групи', 'group work'], supplier_response: ['відповідь постачальника', 'supplier response'],
  supplier_resolution: ['вирішення постачальником', 'supplier resolution'], fulfilment: ['виконання', 'fulfilment'], approval: ['погодження', 'approval'],
  service: ['Послуга', 'Service'], group: ['Група', 'Group'], priority: ['Пріоритет', 'Priority'], department: ['Підрозділ', 'Department'], month: ['Місяць', 'Month'], open: ['Відкриті', 'Open'], new: ['Нові', 'New'],
  unassigned: ['Без виконавця', 'Unassigned'], overdue: ['Прострочено', 'Overdue'], dueNextHour: ['Термін упродовж години', 'Due within an hour'], dueToday: ['Термін сьогодні', 'Due today'], onHoldTooLong: ['Очікують понад 3 дні', 'On hold over 3 days'],
  oldest: ['Найстаріше', 'Oldest'], day: ['День', 'Day'], came: ['Надійшло', 'Came in'], went: ['Завершено', 'Went out'], left: ['Залишок', 'Open at the end'], days: ['днів', 'days'], weekday: ['День тижня', 'Weekday'],
  operator: ['Оператор', 'Operator'], registered: ['Зареєстровано', 'Registered'], answered: ['Відповіді', 'Answered'], resolved: ['Вирішено', 'Resolved'], firstContact: ['За першого звернення', 'At first contact'], reopened: ['Поновлено', 'Reopened'],
  rated: ['Оцінено', 'Rated'], satisfied: ['Оцінки 4–5', 'Rated 4–5'], hours: ['Години в журналі робіт', 'Hours logged'], openNow: ['Відкриті зараз', 'Open now'],
  1: ['понеділок', 'Monday'], 2: ['вівторок', 'Tuesday'], 3: ['середа', 'Wednesday'], 4: ['четвер', 'Thursday'], 5: ['пʼятниця', 'Friday'], 6: ['субота', 'Saturday'], 7: ['неділя', 'Sunday'],
};

type Say = (word: string) => string;
const sayIn = (locale: Locale): Say => (word) => WORDS[word]?.[locale === 'uk' ? 0 : 1] ?? word;
const percent = (share: number | null): CsvValue => (share === null ? null : Math.round(share * 1000) / 10);

export function slaSheet(report: SlaReport, locale: Locale): Sheet {
  const t = sayIn(locale);
  const lines = (row: SlaRow, name: string): CsvValue[][] => [
    ...row.metrics.map(({ metric, current, previous }): CsvValue[] => [
      name, t(metric), current.total.count, current.met.count, current.breached.count, current.running.count, current.paused.count, percent(current.compliance), previous && percent(previous.compliance),
    ]),
    ...(row.imported ? [[name, `${t('resolution')} (${t('imported')})`, row.imported.met.count + row.imported.missed.count, row.imported.met.count, row.imported.missed.count, 0, 0, percent(row.imported.compliance), null]] : []),
  ];
  return {
    name: `sla-${report.by}-${report.period.from}-${report.period.to}`, head: [report.by, 'metric', 'tickets', 'met', 'breached', 'running', 'paused', 'compliance', 'before'].map(t),
    rows: [...report.rows.flatMap((row) => lines(row, row.label ?? t('none'))), ...lines(report.totals, t('total'))],
  };
}

export function todaySheet(report: TodayReport, locale: Locale): Sheet {
  const t = sayIn(locale);
  const MEASURES = ['open', 'new', 'unassigned', 'breached', 'dueNextHour', 'dueToday', 'onHoldTooLong'] as const;
  return {
    name: `today-${report.at.slice(0, 10)}`, head: ['group', 'open', 'new', 'unassigned', 'overdue', 'dueNextHour', 'dueToday', 'onHoldTooLong', 'oldest'].map(t),
    rows: [...report.groups.map((group) => [group.label ?? t('none'), ...MEASURES.map((name) => group[name].count), group.oldestAt]), [t('total'), ...MEASURES.map((name) => report.totals[name].count), null]],
  };
}

export function backlogSheet(report: BacklogReport, locale: Locale): Sheet {
  const t = sayIn(locale);
  return {
    name: `backlog-${report.period.from}-${report.period.to}`, head: ['day', 'came', 'went', 'left'].map(t),
    rows: [...report.days.map(({ day, came, went, open }) => [day, came.count, went.count, open.count]), [t('total'), report.came.count, report.went.count, report.after.count]],
  };
}

export function ageingSheet(report: AgeingReport, locale: Locale): Sheet {
  const t = sayIn(locale);
  return {
    name: `ageing-${report.by}-${report.at.slice(0, 10)}`, head: [t(report.by), ...report.bands.map((band) => `${band.replace('-', '–')} ${t('days')}`), t('total')],
    rows: [...report.rows.map((row) => ({ ...row, label: row.label ?? t('none') })), { ...report.totals, label: t('total') }].map(({ label, ages, total }) => [label, ...ages.map(({ count }) => count), total.count]),
  };
}

export function loadSheet(report: LoadReport, locale: Locale): Sheet {
  const t = sayIn(locale);
  const hours = Array.from({ length: 24 }, (_one, hour) => hour);
  return {
    name: `load-${report.of}-${report.period.from}-${report.period.to}`, head: [t('weekday'), ...hours.map((hour) => `${String(hour).padStart(2, '0')}:00`), t('total')],
    rows: [...report.weekdays.map((sum, i) => [t(String(i + 1)), ...hours.map((hour) => report.cells[i * 24 + hour]?.count ?? 0), sum.count]), [t('total'), ...report.hours.map(({ count }) => count), report.total.count]],
  };
}

export function activitySheet(report: ActivityReport, locale: Locale): Sheet {
  const t = sayIn(locale);
  const MEASURES = ['registered', 'answered', 'resolved', 'firstContact', 'reopened', 'rated', 'satisfied', 'openNow'] as const;
  return {
    name: `operators-${report.period.from}-${report.period.to}`, head: [t('operator'), ...MEASURES.map(t), t('hours')],
    rows: report.rows.map((row) => [row.label, ...MEASURES.map((name) => row[name].count), Math.round(row.loggedSeconds / 36) / 100]),
  };
}
