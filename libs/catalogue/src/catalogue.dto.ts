import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { LEVELS, type Level } from '@opora/kit';
import { IsId, IsLevel, IsText, ListQuery, ReadOnlyFields, ToArray } from '@opora/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { CI_STATUSES, RELATION_TYPES, type RelationType, SERVICE_STATUSES, type ServiceStatus } from './entities';

const Nullable = (): PropertyDecorator => ValidateIf((_object, value) => value !== null && value !== undefined);

export class ServiceQuery extends ListQuery {
  @ApiPropertyOptional({ enum: SERVICE_STATUSES, isArray: true })
  @IsOptional()
  @ToArray()
  @IsIn(SERVICE_STATUSES, { each: true })
  status?: ServiceStatus[];
}

export class CategoryQuery extends ListQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsId()
  serviceId?: string;
}

export class ItemQuery extends ListQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsId()
  assignedToId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
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
  @IsOptional()
  @IsLevel()
  criticality?: Level;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  calendarId?: string | null;

  @ApiPropertyOptional({ enum: SERVICE_STATUSES })
  @IsOptional()
  @IsIn(SERVICE_STATUSES)
  status?: ServiceStatus;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  restricted?: boolean;

  @ApiPropertyOptional({ type: [ServiceGroupBody], description: 'Support group of each line' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(9)
  @ValidateNested({ each: true })
  @Type(() => ServiceGroupBody)
  groups?: ServiceGroupBody[];
}

@ReadOnlyFields('id', 'version', 'active')
export class UpdateService extends PartialType(CreateService) {}

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
  @IsOptional()
  @IsBoolean()
  restricted?: boolean;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  active?: boolean;
}

@ReadOnlyFields('id', 'version')
export class UpdateCategory extends PartialType(CreateCategory) {}

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

@ReadOnlyFields('id', 'version')
export class CreateItem {
  @ApiProperty({ example: 'NB-0147' })
  @IsText({ max: 200 })
  name!: string;

  @ApiProperty({ example: 'laptop' })
  @IsText({ max: 100 })
  class!: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  ownerId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  assignedToId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  locationId?: string | null;

  @ApiPropertyOptional({ enum: CI_STATUSES })
  @IsOptional()
  @IsIn(CI_STATUSES)
  status?: (typeof CI_STATUSES)[number];

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 200 })
  serial?: string | null;
}

@ReadOnlyFields('id', 'version')
export class UpdateItem extends PartialType(CreateItem) {}

export class ItemReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  class!: string;

  @ApiProperty({ nullable: true, type: String })
  ownerId!: string | null;

  @ApiProperty({ nullable: true, type: String })
  assignedToId!: string | null;

  @ApiProperty({ nullable: true, type: String })
  locationId!: string | null;

  @ApiProperty({ enum: CI_STATUSES })
  status!: (typeof CI_STATUSES)[number];

  @ApiProperty({ nullable: true, type: String })
  serial!: string | null;

  @ApiProperty()
  version!: number;
}

export class ItemPage {
  @ApiProperty({ type: [ItemReply] })
  items!: ItemReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}

export class AddRelation {
  @ApiProperty({ enum: RELATION_TYPES })
  @IsIn(RELATION_TYPES)
  type!: RelationType;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  toId!: string;
}

export class RelationReply {
  @ApiProperty({ enum: RELATION_TYPES })
  type!: RelationType;

  @ApiProperty({ enum: ['in', 'out'] })
  direction!: 'in' | 'out';

  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  class!: string;
}

export class RelationList {
  @ApiProperty({ type: [RelationReply] })
  items!: RelationReply[];
}

export class ImpactItem {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  class!: string;

  @ApiProperty({ description: 'Steps away' })
  depth!: number;
}

export class ImpactService {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: LEVELS })
  criticality!: Level;
}

export class ImpactReply {
  @ApiProperty({ type: [ImpactItem] })
  items!: ImpactItem[];

  @ApiProperty({ type: [ImpactService] })
  services!: ImpactService[];
}
