import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CHANNELS, type Channel, LEVELS, type Level, type Priority } from '@opora/kit';
import { IsId, IsInstant, IsLevel, IsText, ReadOnlyFields } from '@opora/platform';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import { HOLD_REASONS, type HoldReason, RESOLUTION_CODES } from './domain';

/* Shown by the resource, set by commands or by nobody (`security.md` D.6, MA-01). */
const SHOWN = [
  'id', 'kind', 'reference', 'state', 'phase', 'version', 'line', 'major', 'majorIncident', 'holdReason', 'holdUntil', 'resolution', 'requester', 'reporter', 'reporterId', 'service', 'category', 'group', 'assignee',
  'createdAt', 'updatedAt', 'resolvedAt', 'closedAt', 'firstResponseAt', 'reassignmentCount', 'reopenCount', 'configurationItems', 'watchers', 'parent', 'children', 'clocks', 'allowedCommands', 'rating', 'mergedInto',
];
const ID = '0192f7a0-5b7c-7c3e-9d53-2f6a1c1e0001';

/** Absent is "leave as it is"; null is refused, unlike with `IsOptional` (`security.md` MA-04). */
const IfGiven = (): PropertyDecorator => ValidateIf((_object, value: unknown) => value !== undefined);

@ReadOnlyFields(...SHOWN, 'priority', 'priorityReason', 'restricted', 'customFields')
export class RegisterIncident {
  @ApiProperty({ maxLength: 250, example: 'Не друкує принтер на 3 поверсі' })
  @IsText({ max: 250 })
  title!: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 50_000, example: 'З ранку блимає жовтим, папір є.' })
  @IsOptional()
  @IsText({ max: 50_000, min: 0 })
  description?: string | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsId()
  serviceId?: string | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsId()
  categoryId?: string | null;

  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsId({ each: true })
  configurationItemIds?: string[];

  @ApiPropertyOptional({ enum: LEVELS, description: 'How many it hinders', example: 'low' })
  @IfGiven()
  @IsLevel()
  impact?: Level;

  @ApiPropertyOptional({ enum: LEVELS, description: 'How much it hinders', example: 'medium' })
  @IfGiven()
  @IsLevel()
  urgency?: Level;

  @ApiPropertyOptional({ format: 'uuid', description: 'Who is affected; the caller where left out' })
  @IfGiven()
  @IsId()
  requesterId?: string;

  @ApiPropertyOptional({ enum: CHANNELS, description: 'Staff only', example: 'portal' })
  @IfGiven()
  @IsIn(CHANNELS)
  channel?: Channel;

  @ApiPropertyOptional({ format: 'uuid', description: 'Staff only' })
  @IfGiven()
  @IsId()
  groupId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Staff only; works in the group' })
  @IfGiven()
  @IsId()
  assigneeId?: string;

  @ApiPropertyOptional({ type: [String], description: 'Staff only', example: ['vpn'] })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsText({ max: 50, each: true })
  tags?: string[];

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsId()
  locationId?: string | null;

  @ApiPropertyOptional({ type: String, maxLength: 200, nullable: true, description: 'How to reach the requester about this one', example: 'кабінет 214, внутрішній 312' })
  @IsOptional()
  @IsText({ max: 200, min: 0 })
  contact?: string | null;

  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsId({ each: true })
  attachmentIds?: string[];

  @ApiPropertyOptional({ description: 'Id or reference of the closed incident that this one follows up', example: 'INC-000123' })
  @IfGiven()
  @IsText({ max: 60 })
  followUpOf?: string;
}

@ReadOnlyFields(...SHOWN, 'description', 'channel', 'groupId', 'assigneeId', 'locationId', 'contact', 'attachmentIds', 'followUpOf', 'parentId')
export class EditIncident {
  @ApiPropertyOptional({ maxLength: 250, example: 'Принтер 3-й поверх: замінити картридж' })
  @IfGiven()
  @IsText({ max: 250 })
  title?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsId()
  serviceId?: string | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsId()
  categoryId?: string | null;

  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsId({ each: true })
  configurationItemIds?: string[];

  @ApiPropertyOptional({ enum: LEVELS, example: 'medium' })
  @IfGiven()
  @IsLevel()
  impact?: Level;

  @ApiPropertyOptional({ enum: LEVELS, example: 'high' })
  @IfGiven()
  @IsLevel()
  urgency?: Level;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 5, description: 'Override of the matrix; needs `priorityReason`' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(5)
  priority?: Priority;

  @ApiPropertyOptional({ maxLength: 1000 })
  @IfGiven()
  @IsText({ max: 1000 })
  priorityReason?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Needs `reason`; clocks are selected anew' })
  @IfGiven()
  @IsId()
  requesterId?: string;

  @ApiPropertyOptional({ type: [String], example: ['vpn', 'office-3'] })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsText({ max: 50, each: true })
  tags?: string[];

  @ApiPropertyOptional({ type: Object, description: 'Staff fields; a null removes one', additionalProperties: true })
  @IfGiven()
  @IsObject()
  customFields?: Record<string, unknown>;

  @ApiPropertyOptional({ description: 'Only its group, assignee and requester see a restricted incident' })
  @IfGiven()
  @IsBoolean()
  restricted?: boolean;

  @ApiPropertyOptional({ maxLength: 1000, description: 'Why; asked for where the requester changes' })
  @IfGiven()
  @IsText({ max: 1000 })
  reason?: string;
}

export class AssignIncident {
  @ApiPropertyOptional({ format: 'uuid', example: ID })
  @IfGiven()
  @IsId()
  groupId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Works in the group' })
  @IfGiven()
  @IsId()
  assigneeId?: string;

  @ApiPropertyOptional({ maxLength: 1000, example: 'Потрібен доступ до маршрутизатора' })
  @IfGiven()
  @IsText({ max: 1000 })
  reason?: string;
}

/** A command that needs nothing said. */
export class EmptyBody {}

export class HoldIncident {
  @ApiProperty({ enum: HOLD_REASONS, example: 'requester' })
  @IsIn(HOLD_REASONS)
  reason!: HoldReason;

  @ApiPropertyOptional({ format: 'date-time', description: 'Resumes by itself then; needed where the reason is `scheduled`', example: '2027-03-01T09:00:00Z' })
  @IfGiven()
  @IsInstant()
  until?: string;

  @ApiPropertyOptional({ maxLength: 20_000, description: 'Public, goes out at once; needed where the reason is `requester`', example: 'Яка версія клієнта?' })
  @IfGiven()
  @IsText({ max: 20_000 })
  message?: string;
}

export class ResolveIncident {
  @ApiProperty({ description: 'One of the resolution codes', examples: [...RESOLUTION_CODES], example: 'solved' })
  @IsText({ max: 40 })
  code!: string;

  @ApiProperty({ maxLength: 20_000, description: 'What the requester reads', example: 'Замінено картридж, друк перевірено.' })
  @IsText({ max: 20_000 })
  text!: string;

  @ApiPropertyOptional({ maxLength: 2000, description: 'For the staff' })
  @IfGiven()
  @IsText({ max: 2000 })
  cause?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IfGiven()
  @IsId()
  articleId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IfGiven()
  @IsId()
  problemId?: string;
}

export class ConfirmIncident {
  @ApiPropertyOptional({ minimum: 1, maximum: 5, description: 'The requester alone', example: 5 })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(5)
  rating?: number;

  @ApiPropertyOptional({ maxLength: 2000, example: 'Швидко, дякую' })
  @IfGiven()
  @IsText({ max: 2000 })
  comment?: string;
}

export class WithReason {
  @ApiProperty({ maxLength: 2000, example: 'Знову не друкує' })
  @IsText({ max: 2000 })
  reason!: string;
}

export class DeclareMajor {
  @ApiProperty({ example: true })
  @IsBoolean()
  declared!: boolean;

  @ApiPropertyOptional({ format: 'uuid', description: 'Incident manager; the caller where left out' })
  @IfGiven()
  @IsId()
  managerId?: string;

  @ApiPropertyOptional({ minimum: 60, maximum: 86_400, default: 1800, example: 1800 })
  @IfGiven()
  @IsInt()
  @Min(60)
  @Max(86_400)
  updateEverySeconds?: number;
}
