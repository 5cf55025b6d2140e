import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { LEVELS, type Level } from '@opora/kit';
import { IsId, IsLevel, IsText, ListQuery, Nullable, Omittable, ReadOnlyFields, ToArray } from '@opora/platform';
import { NamedRef, PersonRef } from '@opora/ticket';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { APPROVALS, type ApprovalBy, WAYS, type Way } from '../entities';

@ReadOnlyFields('id', 'version', 'owner', 'group', 'name')
export class CreateResource {
  @ApiProperty({ maxLength: 120, example: 'ERP' })
  @IsText({ max: 120 })
  nameUk!: string;

  @ApiProperty({ maxLength: 120, example: 'ERP' })
  @IsText({ max: 120 })
  nameEn!: string;

  @ApiPropertyOptional({ maxLength: 1_000, nullable: true, type: String })
  @Nullable()
  @IsText({ max: 1_000 })
  descriptionUk?: string | null;

  @ApiPropertyOptional({ maxLength: 1_000, nullable: true, type: String })
  @Nullable()
  @IsText({ max: 1_000 })
  descriptionEn?: string | null;

  @ApiProperty({ format: 'uuid', description: 'Who decides about it' })
  @IsId()
  ownerId!: string;

  @ApiProperty({ enum: LEVELS })
  @IsLevel()
  risk!: Level;

  @ApiProperty({ enum: WAYS, description: 'By a task for the group, or by a signed call to the target system' })
  @IsIn(WAYS)
  provisioning!: Way;

  @ApiProperty({ format: 'uuid', description: 'Carries it out; with a webhook, what the target refuses' })
  @IsId()
  groupId!: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  webhookId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  serviceId?: string | null;

  @ApiPropertyOptional({ minimum: 1, maximum: 720, default: 24, description: 'Hours within which a right must be gone from the target' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(720)
  removalHours?: number;

  @ApiPropertyOptional({ default: true })
  @Omittable()
  @IsBoolean()
  active?: boolean;
}

export class UpdateResource extends PartialType(CreateResource, { skipNullProperties: false }) {}

@ReadOnlyFields('id', 'version', 'resourceId', 'name', 'held')
export class CreateEntitlement {
  @ApiProperty({ maxLength: 100, example: 'erp.posting', description: 'What the target system calls it' })
  @IsText({ max: 100 })
  code!: string;

  @ApiProperty({ maxLength: 120 })
  @IsText({ max: 120 })
  nameUk!: string;

  @ApiProperty({ maxLength: 120 })
  @IsText({ max: 120 })
  nameEn!: string;

  @ApiPropertyOptional({ maxLength: 1_000, nullable: true, type: String })
  @Nullable()
  @IsText({ max: 1_000 })
  descriptionUk?: string | null;

  @ApiPropertyOptional({ maxLength: 1_000, nullable: true, type: String })
  @Nullable()
  @IsText({ max: 1_000 })
  descriptionEn?: string | null;

  @ApiPropertyOptional({ enum: LEVELS, nullable: true, type: String, description: 'That of the resource where it is null' })
  @Nullable()
  @IsLevel()
  risk?: Level | null;

  @ApiProperty({ enum: APPROVALS, isArray: true, description: 'Who approves, one after the other' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2)
  @ArrayUnique()
  @IsIn(APPROVALS, { each: true })
  approvals!: ApprovalBy[];

  @ApiPropertyOptional({ minimum: 1, maximum: 3_650, nullable: true, type: Number, description: 'Longest grant, days; endless where it is null' })
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(3_650)
  maxDays?: number | null;

  @ApiPropertyOptional({ default: true })
  @Omittable()
  @IsBoolean()
  active?: boolean;
}

export class UpdateEntitlement extends PartialType(CreateEntitlement, { skipNullProperties: false }) {}

export class EntitlementReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) resourceId!: string;
  @ApiProperty() resourceName!: string;
  @ApiProperty() code!: string;
  @ApiProperty({ description: 'In the caller’s language' }) name!: string;
  @ApiProperty({ nullable: true, type: String }) description!: string | null;
  @ApiProperty() nameUk!: string;
  @ApiProperty() nameEn!: string;
  @ApiProperty({ nullable: true, type: String }) descriptionUk!: string | null;
  @ApiProperty({ nullable: true, type: String }) descriptionEn!: string | null;
  @ApiProperty({ enum: LEVELS, description: 'Its own, or that of the resource' }) risk!: Level;
  @ApiProperty({ enum: LEVELS, nullable: true, type: String }) ownRisk!: Level | null;
  @ApiProperty({ enum: APPROVALS, isArray: true }) approvals!: ApprovalBy[];
  @ApiProperty({ nullable: true, type: Number }) maxDays!: number | null;
  @ApiProperty() active!: boolean;
  @ApiProperty() version!: number;
}

export class ResourceReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: 'In the caller’s language' }) name!: string;
  @ApiProperty({ nullable: true, type: String }) description!: string | null;
  @ApiProperty() nameUk!: string;
  @ApiProperty() nameEn!: string;
  @ApiProperty({ nullable: true, type: String }) descriptionUk!: string | null;
  @ApiProperty({ nullable: true, type: String }) descriptionEn!: string | null;
  @ApiProperty({ type: PersonRef }) owner!: PersonRef;
  @ApiProperty({ enum: LEVELS }) risk!: Level;
  @ApiProperty({ enum: WAYS }) provisioning!: Way;
  @ApiProperty({ type: NamedRef }) group!: NamedRef;
  @ApiProperty({ format: 'uuid', nullable: true, type: String }) webhookId!: string | null;
  @ApiProperty({ type: NamedRef, nullable: true }) service!: NamedRef | null;
  @ApiProperty() removalHours!: number;
  @ApiProperty({ description: 'Grants that are held now, as far as the caller may know' }) held!: number;
  @ApiProperty() active!: boolean;
  @ApiProperty({ description: 'The caller may change it' }) mayWrite!: boolean;
  @ApiProperty() version!: number;
  @ApiProperty({ type: [EntitlementReply] }) entitlements!: EntitlementReply[];
}

export class ResourcePage {
  @ApiProperty({ type: [ResourceReply] }) items!: ResourceReply[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
  @ApiPropertyOptional() total?: number;
}

export class ResourceQuery extends ListQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Left out: all that the caller may see' })
  @Omittable()
  @IsIn(['true', 'false'])
  active?: 'true' | 'false';

  @ApiPropertyOptional({ enum: LEVELS, isArray: true })
  @Omittable()
  @ToArray()
  @IsLevel({ each: true })
  risk?: Level[];

  @ApiPropertyOptional({ enum: ['true'], description: 'Those that the caller owns' })
  @Omittable()
  @IsIn(['true'])
  mine?: 'true';
}
