import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsInstant, IsText, Omittable, ReadOnlyFields } from '@opora/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsDefined, IsIn, IsInt, IsObject, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { METRICS, type Metric, NOTIFIED } from './domain';
import { AgreementWarning, AppliedReply } from './impact.dto';

const Nullable = (): PropertyDecorator => ValidateIf((_object, value) => value !== null && value !== undefined);
const given = (value: unknown): boolean => value !== null && value !== undefined;
const YEAR = 366 * 86_400;

export class MatchBody {
  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  departmentId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  serviceId?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String, example: 'incident' })
  @Nullable()
  @IsText({ max: 40 })
  kind?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  categoryId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String, description: 'OLA' })
  @Nullable()
  @IsId()
  groupId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String, description: 'UC' })
  @Nullable()
  @IsId()
  supplierId?: string | null;
}

export class TargetBody {
  @ApiProperty({ enum: METRICS })
  @IsIn(METRICS)
  metric!: Metric;

  @ApiPropertyOptional({ minimum: 1, maximum: 5, nullable: true, type: Number, description: 'Left out: every priority' })
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(5)
  priority?: number | null;

  @ApiPropertyOptional({ minimum: 60, nullable: true, type: Number, description: 'Working seconds; this or days', example: 14400 })
  @ValidateIf(({ days }: TargetBody, seconds) => !given(days) || given(seconds))
  @IsInt()
  @Min(60)
  @Max(YEAR)
  seconds?: number | null;

  @ApiPropertyOptional({ minimum: 1, maximum: 366, nullable: true, type: Number, description: 'Working days: the same hour so many working days later; this or seconds' })
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(366)
  days?: number | null;
}

export class PauseBody {
  @ApiProperty({ enum: METRICS })
  @IsIn(METRICS)
  metric!: Metric;

  @ApiProperty({ example: 'on_hold' })
  @IsText({ max: 40 })
  state!: string;

  @ApiPropertyOptional({ nullable: true, type: String, example: 'requester' })
  @Nullable()
  @IsText({ max: 40 })
  reason?: string | null;
}

export class LevelBody {
  @ApiPropertyOptional({ minimum: 1, maximum: 500, nullable: true, type: Number, description: 'Per cent of the target' })
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(500)
  percent?: number | null;

  @ApiPropertyOptional({ nullable: true, type: Number, description: 'Working seconds before (negative) or after the target is used up; where percent is left out' })
  @Nullable()
  @IsInt()
  @Min(-YEAR)
  @Max(YEAR)
  offsetSeconds?: number | null;

  @ApiProperty({ enum: NOTIFIED, isArray: true })
  @IsArray()
  @ArrayUnique()
  @IsIn(NOTIFIED, { each: true })
  notify!: (typeof NOTIFIED)[number][];

  @ApiPropertyOptional({ description: 'Raises the priority by one step', default: false })
  @Omittable()
  @IsBoolean()
  raisePriority?: boolean;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String, description: 'Support group that gets the ticket' })
  @Nullable()
  @IsId()
  reassignTo?: string | null;

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Persons who watch the ticket from then on' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsId({ each: true })
  addWatchers?: string[];

  @ApiPropertyOptional({ description: 'Tells the webhooks that listen to levels', default: false })
  @Omittable()
  @IsBoolean()
  webhook?: boolean;
}

export class AgreementDefinitionBody {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  calendarId!: string;

  @ApiProperty({ type: MatchBody })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => MatchBody)
  match!: MatchBody;

  @ApiProperty({ type: [TargetBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => TargetBody)
  targets!: TargetBody[];

  @ApiPropertyOptional({ type: [PauseBody], description: 'Left out: the default of the process' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => PauseBody)
  pauses?: PauseBody[];

  @ApiPropertyOptional({ type: [LevelBody], description: 'Left out: 50, 75 and 100 %' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => LevelBody)
  levels?: LevelBody[];

  @ApiPropertyOptional({ format: 'date-time', description: 'Left out: from publishing on' })
  @Omittable()
  @IsInstant()
  validFrom?: string;

  @ApiPropertyOptional({ format: 'date-time', nullable: true, type: String })
  @Nullable()
  @IsInstant()
  validTo?: string | null;
}

@ReadOnlyFields('id', 'version', 'published')
export class CreateAgreement {
  @ApiProperty({ enum: ['SLA', 'OLA', 'UC'] })
  @IsIn(['SLA', 'OLA', 'UC'])
  type!: 'SLA' | 'OLA' | 'UC';

  @ApiProperty({ example: 'Стандартний рівень' })
  @IsText({ max: 200 })
  nameUk!: string;

  @ApiProperty({ example: 'Standard level' })
  @IsText({ max: 200 })
  nameEn!: string;

  @ApiProperty({ type: AgreementDefinitionBody })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => AgreementDefinitionBody)
  draft!: AgreementDefinitionBody;
}

@ReadOnlyFields('id', 'version', 'published', 'type')
export class UpdateAgreement {
  @ApiPropertyOptional()
  @Omittable()
  @IsText({ max: 200 })
  nameUk?: string;

  @ApiPropertyOptional()
  @Omittable()
  @IsText({ max: 200 })
  nameEn?: string;

  @ApiPropertyOptional({ type: AgreementDefinitionBody })
  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => AgreementDefinitionBody)
  draft?: AgreementDefinitionBody;
}

export class PublishAgreement {
  @ApiPropertyOptional({ description: 'Move the due times of open tickets too; otherwise tickets registered later alone', default: false })
  @Omittable()
  @IsBoolean()
  openTickets?: boolean;
}

export class AgreementReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['SLA', 'OLA', 'UC'] })
  type!: 'SLA' | 'OLA' | 'UC';

  @ApiProperty()
  name!: string;

  @ApiProperty()
  nameUk!: string;

  @ApiProperty()
  nameEn!: string;

  @ApiProperty({ type: AgreementDefinitionBody, nullable: true })
  draft!: AgreementDefinitionBody | null;

  @ApiProperty({ type: AgreementDefinitionBody, nullable: true, description: 'What holds now' })
  published!: AgreementDefinitionBody | null;

  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  publishedAt!: string | null;

  @ApiProperty({ type: [AgreementWarning], description: 'What a manager should look at: a service level shorter than the agreements on its way' })
  warnings!: AgreementWarning[];

  @ApiPropertyOptional({ type: AppliedReply, description: 'What publishing did to open tickets, where the manager chose so' })
  openTickets?: AppliedReply;

  @ApiProperty()
  version!: number;
}

export class AgreementPage {
  @ApiProperty({ type: [AgreementReply] })
  items!: AgreementReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;
}
