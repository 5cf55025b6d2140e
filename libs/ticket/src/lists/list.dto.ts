import { CHANNELS, LEVELS, PHASES } from '@opora/kit';
import { IsInstant, IsText, ListQuery, ToArray } from '@opora/platform';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches } from 'class-validator';

const ID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
const MOST_VALUES = 50;
const HOUR = /^[1-7]-(?:1?\d|2[0-3])$/;

/** A filter that may be repeated for OR. */
function Values(options: { enum?: readonly string[]; words?: readonly string[]; pattern?: RegExp; max?: number; description?: string }): PropertyDecorator {
  return (target, key) => {
    ApiPropertyOptional({ type: [String], ...(options.enum ? { enum: [...options.enum] } : {}), description: [options.description, options.words?.length ? `also ${options.words.join(', ')}` : ''].filter(Boolean).join('; ') })(target, key);
    IsOptional()(target, key);
    ToArray()(target, key);
    IsArray()(target, key);
    ArrayMaxSize(MOST_VALUES)(target, key);
    if (options.enum) IsIn(options.enum, { each: true })(target, key);
    else if (options.words) Matches(new RegExp(`^(?:${ID}${options.words.map((word) => `|${word}`).join('')})$`), { each: true, message: 'not_an_id' })(target, key);
    else if (options.pattern) Matches(options.pattern, { each: true })(target, key);
    else IsText({ max: options.max ?? 60, each: true })(target, key);
  };
}

function Instant(description: string): PropertyDecorator {
  return (target, key) => {
    ApiPropertyOptional({ format: 'date-time', description })(target, key);
    IsOptional()(target, key);
    IsInstant()(target, key);
  };
}

const Flag: PropertyDecorator = (target, key) => {
  ApiPropertyOptional({ enum: ['true', 'false'] })(target, key);
  IsOptional()(target, key);
  IsIn(['true', 'false'])(target, key);
};

/** Filters of ticket lists (`api.md` Lists). Which of them a caller may use depends on the face (`security.md` BO-11). */
export class TicketListQuery extends ListQuery {
  @Values({}) kind?: string[];
  @Values({}) state?: string[];
  @Values({ enum: PHASES }) phase?: string[];
  @Values({ enum: ['1', '2', '3', '4', '5'] }) priority?: string[];
  @Values({ words: ['none'] }) serviceId?: string[];
  @Values({ words: ['none'] }) categoryId?: string[];
  @Values({ words: ['@me'] }) requesterId?: string[];
  @Values({ enum: CHANNELS }) channel?: string[];
  @Values({ enum: LEVELS }) impact?: string[];
  @Values({ enum: LEVELS }) urgency?: string[];
  @Values({ words: ['@my_groups', 'none'] }) groupId?: string[];
  @Values({ words: ['@me', 'none'] }) assigneeId?: string[];
  @Values({ words: ['@me'] }) reporterId?: string[];
  @Values({ words: ['@me'] }) watcherId?: string[];
  @Values({}) tag?: string[];
  @Values({ enum: ['1', '2', '3', '4', '5', '6', '7', '8', '9'] }) line?: string[];
  @Values({ words: [] }) locationId?: string[];
  @Values({ words: [] }) configurationItemId?: string[];
  @Values({ words: [] }) parentId?: string[];
  @Values({ words: ['none'], description: 'Department of the requester when the ticket was registered' }) departmentId?: string[];
  @Values({}) stateReason?: string[];
  @Values({ enum: ['running', 'paused', 'breached'], description: 'State of the clock that is due next' }) dueState?: string[];
  @Values({}) dueMetric?: string[];
  @Flag restricted?: string;
  @Flag unread?: string;
  /** Waits for somebody to find its place: new and not snoozed, or given back by a group. */
  @Flag triage?: string;
  @Flag hasDraft?: string;
  @Instant('Registered at or after') createdFrom?: string;
  @Instant('Registered before') createdTo?: string;
  @Instant('Changed at or after') updatedFrom?: string;
  @Instant('Changed before') updatedTo?: string;
  @Instant('Resolved at or after') resolvedFrom?: string;
  @Instant('Resolved before') resolvedTo?: string;
  @Instant('Closed at or after') closedFrom?: string;
  @Instant('Closed before') closedTo?: string;
  @Instant('Next clock due at or after') dueFrom?: string;
  @Instant('Next clock due before') dueTo?: string;
  @Instant('Resolved, or closed without a solution, at or after') endedFrom?: string;
  @Instant('Resolved, or closed without a solution, before') endedTo?: string;
  @Instant('Open at that instant') openAt?: string;
  @Values({ pattern: HOUR, description: 'Registered on this weekday (Monday = 1) in this hour of the caller’s time zone: `1-10`' }) registeredHour?: string[];
  @Values({ pattern: HOUR, description: 'Resolved on this weekday in this hour, likewise' }) resolvedHour?: string[];
  @Values({ enum: ['requester', 'staff'], description: 'Whether the reporter registered as staff' }) reporterAs?: string[];
  @Values({ pattern: /^\d{1,3}$/, description: 'Handed on at least so many times' }) reassignedFrom?: string[];
  @Values({ enum: ['report.operational', 'report.sla', 'report.backlog', 'report.load'], description: 'Tickets that this permission of the caller reaches: those that the report counts' }) permission?: string[];
  @Values({ pattern: /^[a-z_]{3,30}:(?:met|breached|running|paused|missed|any)$/, description: 'Result of a service level: `resolution:breached`, `imported:met`' }) outcome?: string[];
  @Values({ words: ['@me'], description: 'Whose solution stands' }) resolvedBy?: string[];
  @Values({ words: ['@me'], description: 'Who answered the requester, between `actFrom` and `actTo`' }) answeredBy?: string[];
  @Values({ words: ['@me'], description: 'Whose solution was reopened, between `actFrom` and `actTo`' }) reopenedOf?: string[];
  @Values({ words: ['@me'], description: 'Who logged time, begun between `actFrom` and `actTo`' }) loggedBy?: string[];
  @Values({ enum: ['1', '2', '3', '4', '5'], description: 'As the requester rated it' }) rating?: string[];
  /** Solved by line 1 without being handed on, never reopened. */
  @Flag firstContact?: string;
  /** A major incident now. */
  @Flag major?: string;
  @Instant('The act of `answeredBy`, `reopenedOf`, `loggedBy` at or after') actFrom?: string;
  @Instant('The act before') actTo?: string;
}
