export { ALWAYS, type CalendarDefinition, type ExceptionalDay, type LocalInterval, type WeekInterval, secondsOf } from './calendar';
export { type ExplainedSpan, NeverOpen, type Span, WorkingTime } from './working-time';
export { Zone } from './zone';
