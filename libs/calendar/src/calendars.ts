import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, invalid, notFound, unknownReference } from '@opora/kit';
import { type Actor, Database, Ids, type Sql, type Tx, isUniqueViolation } from '@opora/platform';
import type { CalendarReply } from './calendar.dto';
import { ALWAYS, type CalendarDefinition, NeverOpen, WorkingTime } from './domain';
import { PolicyEpoch } from './policy-epoch';

export interface CalendarVersion {
  id: string;
  calendarId: string;
  version: number;
  definition: CalendarDefinition;
}

interface Row extends CalendarVersion {
  name: string;
}

const SELECT = 'select v.id, v.calendar_id as "calendarId", v.version, v.definition, c.name from calendar_version v join calendar c on c.id = v.calendar_id';
const ALWAYS_OPEN = new WorkingTime(ALWAYS);

/** Calendars and their versions: a version is never rewritten, so that what was counted stays as it was (`domain.md` §9). */
@Injectable()
export class Calendars {
  private readonly compiled = new Map<string, WorkingTime>();
  private present = new Map<string, CalendarVersion>();
  private readAt = -1;

  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly ids: Ids,
    private readonly epoch: PolicyEpoch,
  ) {}

  async list(): Promise<CalendarReply[]> {
    const rows = await this.database.sql.rows<Row>(`${SELECT} where v.version = c.version order by c.name, c.id`);
    return rows.map(replyOf);
  }

  async read(id: string, sql: Sql = this.database.sql): Promise<CalendarReply> {
    const row = await sql.one<Row>(`${SELECT} where v.calendar_id = $1 and v.version = c.version`, [id]);
    if (!row) throw notFound();
    return replyOf(row);
  }

  /** @throws Refusal 422 for an unknown zone, a week without working time, a date twice, overlapping hours, a name that is taken */
  async create(tx: Tx, actor: Actor, name: string, definition: CalendarDefinition, id: string = this.ids.next()): Promise<CalendarReply> {
    check(definition);
    mustOpen(definition);
    try {
      await tx.run('insert into calendar (id, name) values ($1, $2)', [id, name]);
    } catch (error) {
      if (isUniqueViolation(error)) throw invalid('/name', 'already_taken');
      throw error;
    }
    await this.addVersion(tx, id, 1, definition);
    await this.journal.append(tx, { streamId: id, streamKind: 'calendar', kind: 'calendar.created', actor, data: { changes: [{ field: 'definition', from: null, to: definition }] }, version: 1 });
    return this.read(id, tx);
  }

  /** A change makes a version; tickets that run keep theirs until a manager moves them. @throws Refusal 404, 412, 422 */
  async update(tx: Tx, actor: Actor, id: string, ifMatch: number | '*', changes: Partial<CalendarDefinition> & { name?: string }): Promise<CalendarReply> {
    const locked = await tx.one<{ version: number }>('select version from calendar where id = $1 for update', [id]);
    if (!locked) throw notFound();
    if (ifMatch !== '*' && ifMatch !== locked.version) throw new Refusal('stale', { status: 412, extra: { changedFields: ['week', 'exceptions'] } });
    const before = await this.read(id, tx);
    const { name = before.name, timeZone = before.timeZone, week = before.week, exceptions = before.exceptions } = changes;
    const definition = { timeZone, week, exceptions };
    check(definition);
    mustOpen(definition);
    const version = locked.version + 1;
    try {
      await tx.run('update calendar set name = $2, version = $3 where id = $1', [id, name, version]);
    } catch (error) {
      if (isUniqueViolation(error)) throw invalid('/name', 'already_taken');
      throw error;
    }
    await this.addVersion(tx, id, version, definition);
    const old = { timeZone: before.timeZone, week: before.week, exceptions: before.exceptions };
    await this.journal.append(tx, { streamId: id, streamKind: 'calendar', kind: 'calendar.changed', actor, data: { changes: [{ field: 'definition', from: old, to: definition }] }, version });
    return this.read(id, tx);
  }

  /** The present version. @throws Refusal 422 where there is no such calendar */
  async current(id: string, pointer = '/calendarId'): Promise<CalendarVersion> {
    await this.refresh();
    const found = this.present.get(id) ?? (await this.database.aside.one<Row>(`${SELECT} where v.calendar_id = $1 and v.version = c.version`, [id]));
    if (!found) throw unknownReference(pointer);
    return found;
  }

  async version(versionId: string, sql: Sql = this.database.aside): Promise<WorkingTime> {
    const known = this.compiled.get(versionId);
    if (known) return known;
    const row = await sql.one<Row>(`${SELECT} where v.id = $1`, [versionId]);
    return row ? this.working(row) : ALWAYS_OPEN;
  }

  working({ id, definition }: { id: string; definition: CalendarDefinition }): WorkingTime {
    let working = this.compiled.get(id);
    if (!working) this.compiled.set(id, (working = new WorkingTime(definition)));
    return working;
  }

  /** The same hour, `days` working days later; without a calendar every day works. */
  async addWorkingDays(_sql: Sql, calendarId: string | null, start: Date, days: number): Promise<Date> {
    const working = calendarId === null ? ALWAYS_OPEN : this.working(await this.current(calendarId));
    try {
      return new Date(working.addDays(Math.floor(start.getTime() / 1000), days) * 1000);
    } catch (error) {
      if (error instanceof NeverOpen) return new Date(ALWAYS_OPEN.addDays(Math.floor(start.getTime() / 1000), days) * 1000);
      throw error;
    }
  }

  private async addVersion(tx: Tx, calendarId: string, version: number, definition: CalendarDefinition): Promise<void> {
    await tx.run('insert into calendar_version (id, calendar_id, version, definition, created_at) values ($1, $2, $3, $4, $5)', [this.ids.next(), calendarId, version, definition, tx.now]);
    tx.afterCommit(() => this.epoch.forget());
  }

  private async refresh(): Promise<void> {
    const n = await this.epoch.present();
    if (n === this.readAt) return;
    const rows = await this.database.aside.rows<Row>(`${SELECT} where v.version = c.version`);
    this.present = new Map(rows.map((row) => [row.calendarId, row]));
    this.readAt = n;
  }
}

const replyOf = ({ calendarId, version, name, definition }: Row): CalendarReply => ({
  id: calendarId,
  name,
  timeZone: definition.timeZone,
  week: [...definition.week],
  exceptions: definition.exceptions.map((day) => ({ ...day, intervals: [...day.intervals] })),
  version,
});

/** What is stored gives deadlines to tickets, and there are none in a week without working time. @throws Refusal 422 */
function mustOpen({ week }: CalendarDefinition): void {
  if (week.length === 0) throw invalid('/week', 'calendar.never_open');
}

/** @throws Refusal 422 naming the field */
export function check(definition: CalendarDefinition, base = ''): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: definition.timeZone });
  } catch {
    throw invalid(`${base}/timeZone`, 'unknown_time_zone');
  }
  const dates = new Set<string>();
  definition.exceptions.forEach(({ date }, index) => {
    const parsed = new Date(`${date}T00:00:00Z`);
    if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date) throw invalid(`${base}/exceptions/${index}/date`, 'calendar.no_such_date');
    if (dates.has(date)) throw invalid(`${base}/exceptions/${index}/date`, 'calendar.date_twice');
    dates.add(date);
  });
}
