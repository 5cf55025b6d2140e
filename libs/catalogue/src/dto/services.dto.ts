import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { LEVELS, type Level } from '@opora/kit';
import { IsId, IsLevel, IsText, ListQuery, Nullable, Omittable, ReadOnlyFields, ToArray } from '@opora/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { SERVICE_STATUSES, type ServiceStatus } from '../entities';

export class ServiceQuery extends ListQuery {
  @ApiPropertyOptional({ enum: SERVICE_STATUSES, isArray: true })
  @Omittable()
  @ToArray()
  @IsIn(SERVICE_STATUSES, { each: true })
  status?: ServiceStatus[];
}

export class CategoryQuery extends ListQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  serviceId?: string;
}

export class ServiceGroupBody {
  @ApiProperty({ minimum: 1, maximum: 9 })
  @IsInt()
  @Min(1)
  @Max(9)
  line!: number;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  groupId!: string;
}

@ReadOnlyFields('id', 'version', 'active')
export class CreateService {
  @ApiProperty({ example: 'Пошта' })
  @IsText({ max: 200 })
  nameUk!: string;

  @ApiProperty({ example: 'E-mail' })
  @IsText({ max: 200 })
  nameEn!: string;

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 4000 })
  descriptionUk?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 4000 })
  descriptionEn?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  parentId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  ownerId?: string | null;

  @ApiPropertyOptional({ enum: LEVELS })
  @Omittable()
  @IsLevel()
  criticality?: Level;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  calendarId?: string | null;

  @ApiPropertyOptional({ enum: SERVICE_STATUSES })
  @Omittable()
  @IsIn(SERVICE_STATUSES)
  status?: ServiceStatus;

  @ApiPropertyOptional()
  @Omittable()
  @IsBoolean()
  restricted?: boolean;

  @ApiPropertyOptional({ type: [ServiceGroupBody], description: 'Support group of each line' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(9)
  @ValidateNested({ each: true })
  @Type(() => ServiceGroupBody)
  groups?: ServiceGroupBody[];
}

@ReadOnlyFields('id', 'version', 'active')
export class UpdateService extends PartialType(CreateService, { skipNullProperties: false }) {}

export class ServiceReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'In the caller’s language' })
  name!: string;

  @ApiProperty()
  nameUk!: string;

  @ApiProperty()
  nameEn!: string;

  @ApiProperty({ nullable: true, type: String })
  descriptionUk!: string | null;

  @ApiProperty({ nullable: true, type: String })
  descriptionEn!: string | null;

  @ApiProperty({ nullable: true, type: String })
  parentId!: string | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  ownerId?: string | null;

  @ApiProperty({ enum: LEVELS })
  criticality!: Level;

  @ApiPropertyOptional({ nullable: true, type: String })
  calendarId?: string | null;

  @ApiProperty({ enum: SERVICE_STATUSES })
  status!: ServiceStatus;

  @ApiProperty()
  restricted!: boolean;

  @ApiPropertyOptional({ type: [ServiceGroupBody] })
  groups?: ServiceGroupBody[];

  @ApiProperty()
  version!: number;
}

export class ServicePage {
  @ApiProperty({ type: [ServiceReply] })
  items!: ServiceReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}

@ReadOnlyFields('id', 'version')
export class CreateCategory {
  @ApiProperty({ example: 'Не надсилаються листи' })
  @IsText({ max: 200 })
  nameUk!: string;

  @ApiProperty({ example: 'Mail is not sent' })
  @IsText({ max: 200 })
  nameEn!: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  serviceId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  parentId?: string | null;

  @ApiPropertyOptional({ enum: LEVELS, nullable: true })
  @Nullable()
  @IsLevel()
  defaultImpact?: Level | null;

  @ApiPropertyOptional({ enum: LEVELS, nullable: true })
  @Nullable()
  @IsLevel()
  defaultUrgency?: Level | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  defaultGroupId?: string | null;

  @ApiPropertyOptional()
  @Omittable()
  @IsBoolean()
  restricted?: boolean;

  @ApiPropertyOptional()
  @Omittable()
  @IsBoolean()
  active?: boolean;
}

@ReadOnlyFields('id', 'version')
export class UpdateCategory extends PartialType(CreateCategory, { skipNullProperties: false }) {}

export class CategoryReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  nameUk!: string;

  @ApiProperty()
  nameEn!: string;

  @ApiProperty({ nullable: true, type: String })
  serviceId!: string | null;

  @ApiProperty({ nullable: true, type: String })
  parentId!: string | null;

  @ApiPropertyOptional({ enum: LEVELS, nullable: true })
  defaultImpact?: Level | null;

  @ApiPropertyOptional({ enum: LEVELS, nullable: true })
  defaultUrgency?: Level | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  defaultGroupId?: string | null;

  @ApiProperty()
  restricted!: boolean;

  @ApiProperty()
  active!: boolean;

  @ApiProperty()
  version!: number;
}

export class CategoryPage {
  @ApiProperty({ type: [CategoryReply] })
  items!: CategoryReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}
