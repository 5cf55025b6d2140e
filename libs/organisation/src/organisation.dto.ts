import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsId, IsInstant, IsText, ListQuery, ReadOnlyFields } from '@opora/platform';
import { Transform } from 'class-transformer';
import { IsBoolean, IsEmail, IsIn, IsInt, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import { type GroupStrategy, STRATEGIES } from './entities';

/** A field that may be emptied with `null`. */
const Nullable = (): PropertyDecorator => ValidateIf((_object, value) => value !== null && value !== undefined);
const ToBoolean = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

export class DirectoryQuery extends ListQuery {
  @ApiPropertyOptional({ description: 'Left out: all' })
  @IsOptional()
  @ToBoolean()
  @IsBoolean()
  active?: boolean;
}

export class PersonBrief {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'Олена Коваль' })
  displayName!: string;

  @ApiPropertyOptional({ nullable: true, type: String })
  email?: string | null;
}

@ReadOnlyFields('id', 'version', 'createdAt', 'updatedAt')
export class CreateDepartment {
  @ApiProperty({ example: 'Бухгалтерія' })
  @IsText({ max: 200 })
  nameUk!: string;

  @ApiProperty({ example: 'Accounting' })
  @IsText({ max: 200 })
  nameEn!: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  parentId?: string | null;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  active?: boolean;
}

@ReadOnlyFields('id', 'version', 'createdAt', 'updatedAt')
export class UpdateDepartment extends PartialType(CreateDepartment) {}

export class DepartmentReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'In the caller’s language' })
  name!: string;

  @ApiProperty()
  nameUk!: string;

  @ApiProperty()
  nameEn!: string;

  @ApiProperty({ nullable: true, type: String })
  parentId!: string | null;

  @ApiProperty()
  active!: boolean;

  @ApiProperty()
  version!: number;
}

export class CreateLocation extends CreateDepartment {
  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 500 })
  address?: string | null;
}

@ReadOnlyFields('id', 'version')
export class UpdateLocation extends PartialType(CreateLocation) {}

export class LocationReply extends DepartmentReply {
  @ApiProperty({ nullable: true, type: String })
  address!: string | null;
}

export class DepartmentPage {
  @ApiProperty({ type: [DepartmentReply] })
  items!: DepartmentReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}

export class LocationPage {
  @ApiProperty({ type: [LocationReply] })
  items!: LocationReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}

@ReadOnlyFields('id', 'version')
export class CreateSupplier {
  @ApiProperty({ example: 'ТОВ «Друк-Сервіс»' })
  @IsText({ max: 200 })
  name!: string;

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsEmail()
  email?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 50 })
  phone?: string | null;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  active?: boolean;
}

@ReadOnlyFields('id', 'version')
export class UpdateSupplier extends PartialType(CreateSupplier) {}

export class SupplierReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ nullable: true, type: String })
  email!: string | null;

  @ApiProperty({ nullable: true, type: String })
  phone!: string | null;

  @ApiProperty()
  active!: boolean;

  @ApiProperty()
  version!: number;
}

export class SupplierPage {
  @ApiProperty({ type: [SupplierReply] })
  items!: SupplierReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}

@ReadOnlyFields('id', 'version', 'members')
export class CreateGroup extends CreateDepartment {
  @ApiPropertyOptional({ nullable: true, type: String, description: 'What employees see instead of the name' })
  @Nullable()
  @IsText({ max: 200 })
  publicLabelUk?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 200 })
  publicLabelEn?: string | null;

  @ApiProperty({ minimum: 1, maximum: 9, example: 2 })
  @IsInt()
  @Min(1)
  @Max(9)
  line!: number;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  leadId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  supplierId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  calendarId?: string | null;

  @ApiPropertyOptional({ enum: STRATEGIES })
  @IsOptional()
  @IsIn(STRATEGIES)
  strategy?: GroupStrategy;
}

@ReadOnlyFields('id', 'version', 'members')
export class UpdateGroup extends PartialType(CreateGroup) {}

export class GroupReply extends DepartmentReply {
  @ApiProperty()
  line!: number;

  @ApiProperty({ nullable: true, type: String })
  publicLabelUk!: string | null;

  @ApiProperty({ nullable: true, type: String })
  publicLabelEn!: string | null;

  @ApiProperty({ nullable: true, type: String })
  leadId!: string | null;

  @ApiProperty({ nullable: true, type: String })
  supplierId!: string | null;

  @ApiProperty({ nullable: true, type: String })
  calendarId!: string | null;

  @ApiProperty({ enum: STRATEGIES })
  strategy!: GroupStrategy;
}

export class GroupPage {
  @ApiProperty({ type: [GroupReply] })
  items!: GroupReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}

export class SetMember {
  @ApiProperty({ enum: ['view', 'work', 'manage'] })
  @IsIn(['view', 'work', 'manage'])
  right!: 'view' | 'work' | 'manage';

  @ApiPropertyOptional({ nullable: true, type: Number, description: 'Open tickets at a time; none means no limit' })
  @Nullable()
  @IsInt()
  @Min(0)
  @Max(1000)
  capacity?: number | null;
}

export class MemberReply {
  @ApiProperty({ type: PersonBrief })
  person!: PersonBrief;

  @ApiProperty({ enum: ['view', 'work', 'manage'] })
  right!: 'view' | 'work' | 'manage';

  @ApiProperty({ nullable: true, type: Number })
  capacity!: number | null;

  @ApiProperty({ nullable: true, type: String, format: 'date-time', description: 'Absent now, until' })
  absentUntil!: string | null;
}

export class MemberList {
  @ApiProperty({ type: [MemberReply] })
  items!: MemberReply[];
}

@ReadOnlyFields('id', 'version')
export class CreateAbsence {
  @ApiPropertyOptional({ format: 'uuid', description: 'Oneself where left out' })
  @IsOptional()
  @IsId()
  personId?: string;

  @ApiProperty({ format: 'date-time' })
  @IsInstant()
  from!: string;

  @ApiProperty({ format: 'date-time' })
  @IsInstant()
  to!: string;

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 500 })
  reason?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  substituteId?: string | null;
}

export class AbsenceReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  personId!: string;

  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiProperty({ format: 'date-time' })
  to!: string;

  @ApiProperty({ nullable: true, type: String })
  reason!: string | null;

  @ApiProperty({ nullable: true, type: String })
  substituteId!: string | null;

  @ApiProperty()
  version!: number;
}

export class AbsencePage {
  @ApiProperty({ type: [AbsenceReply] })
  items!: AbsenceReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;
}
