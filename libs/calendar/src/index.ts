import './calendar.messages';

export { CalendarDraft } from './calendar.dto';
export { CalendarHttp, CalendarModule } from './calendar.module';
export { type CalendarVersion, Calendars, check as checkCalendar } from './calendars';
export * from './domain';
export { calendarMigrations } from './migrations';
export { PolicyEpoch } from './policy-epoch';
