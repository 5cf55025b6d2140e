import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CHANNELS, type Channel, type Priority } from '@opora/kit';
import { IsId, IsInstant, IsText, Nullable, Omittable, ReadOnlyFields } from '@opora/platform';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { REQUEST_HOLD_REASONS, REQUEST_KINDS, type RequestHoldReason, type RequestKind } from './domain';

@ReadOnlyFields('id', 'reference', 'state', 'phase', 'version', 'groupId', 'assigneeId')
export class SubmitRequest {
  @ApiProperty({ enum: REQUEST_KINDS, example: 'information' })
  @IsIn(REQUEST_KINDS)
  kind!: RequestKind;

  @ApiProperty({ maxLength: 250, example: 'Як працювати з пошти на телефоні?' })
  @IsText({ max: 250 })
  title!: string;

  @ApiPropertyOptional({ maxLength: 50_000 })
  @Omittable()
  @IsText({ max: 50_000, min: 0 })
  description?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  serviceId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  categoryId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'For whom; the caller where left out' })
  @Omittable()
  @IsId()
  requesterId?: string;

  @ApiPropertyOptional({ enum: CHANNELS, description: 'Staff' })
  @Omittable()
  @IsIn(CHANNELS)
  channel?: Channel;

  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsId({ each: true })
  attachmentIds?: string[];
}

@ReadOnlyFields('id', 'reference', 'state', 'phase', 'version', 'groupId', 'assigneeId', 'description', 'requesterId', 'answers', 'offering', 'cost')
export class EditRequest {
  @ApiPropertyOptional({ maxLength: 250 })
  @Omittable()
  @IsText({ max: 250 })
  title?: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  serviceId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  categoryId?: string | null;

  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsId({ each: true })
  configurationItemIds?: string[];

  @ApiPropertyOptional({ minimum: 1, maximum: 5, description: 'Needs `priorityReason`' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(5)
  priority?: Priority;

  @ApiPropertyOptional({ maxLength: 1000 })
  @Omittable()
  @IsText({ max: 1000 })
  priorityReason?: string;

  @ApiPropertyOptional({ type: [String] })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsText({ max: 50, each: true })
  tags?: string[];

  @ApiPropertyOptional({ description: 'Only its group, assignee and requester see a restricted request' })
  @Omittable()
  @IsBoolean()
  restricted?: boolean;
}

export class AssignRequest {
  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  groupId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Works in the group' })
  @Omittable()
  @IsId()
  assigneeId?: string;

  @ApiPropertyOptional({ maxLength: 1000 })
  @Omittable()
  @IsText({ max: 1000 })
  reason?: string;
}

/** A command that needs nothing said. */
export class NothingSaid {}

export class HoldRequest {
  @ApiProperty({ enum: REQUEST_HOLD_REASONS, example: 'delivery' })
  @IsIn(REQUEST_HOLD_REASONS)
  reason!: RequestHoldReason;

  @ApiPropertyOptional({ format: 'date-time', description: 'Resumes by itself then; needed where the reason is `scheduled`', example: '2027-03-01T09:00:00Z' })
  @Omittable()
  @IsInstant()
  until?: string;

  @ApiPropertyOptional({ maxLength: 20_000, description: 'Public, goes out at once; needed where the reason is `requester`' })
  @Omittable()
  @IsText({ max: 20_000 })
  message?: string;
}

export class FulfilRequest {
  @ApiProperty({ maxLength: 20_000, description: 'What the requester reads', example: 'Ноутбук видано, паролі змінено.' })
  @IsText({ max: 20_000 })
  text!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The article that answers it' })
  @Omittable()
  @IsId()
  articleId?: string;
}

export class ConfirmRequest {
  @ApiPropertyOptional({ minimum: 1, maximum: 5, description: 'The requester alone', example: 5 })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(5)
  rating?: number;

  @ApiPropertyOptional({ maxLength: 2000 })
  @Omittable()
  @IsText({ max: 2000 })
  comment?: string;
}

export class RequestReason {
  @ApiProperty({ maxLength: 2000, example: 'Не та модель' })
  @IsText({ max: 2000 })
  reason!: string;
}

export class WithdrawRequest {
  @ApiPropertyOptional({ maxLength: 2000 })
  @Omittable()
  @IsText({ max: 2000 })
  reason?: string;
}
