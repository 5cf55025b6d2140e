import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { LEVELS, type Level } from '@opora/kit';
import { IsId, IsText, ListQuery, Nullable, Omittable, ReadOnlyFields } from '@opora/platform';
import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import { CI_STATUSES, RELATION_TYPES, type RelationType } from '../entities';

export class ItemQuery extends ListQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  assignedToId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  serviceId?: string;
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
  @Omittable()
  @IsIn(CI_STATUSES)
  status?: (typeof CI_STATUSES)[number];

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 200 })
  serial?: string | null;

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Services that it belongs to' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(100)
  @IsId({ each: true })
  serviceIds?: string[];
}

@ReadOnlyFields('id', 'version')
export class UpdateItem extends PartialType(CreateItem, { skipNullProperties: false }) {}

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

  @ApiProperty({ type: [String] })
  serviceIds!: string[];

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
