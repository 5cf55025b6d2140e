import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsId, IsText, ListQuery, Nullable, Omittable, ReadOnlyFields } from '@opora/platform';
import { Transform } from 'class-transformer';
import { IsBoolean, IsEmail } from 'class-validator';

const ToBoolean = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

export class DirectoryQuery extends ListQuery {
  @ApiPropertyOptional({ description: 'Left out: all' })
  @Omittable()
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
  @Omittable()
  @IsBoolean()
  active?: boolean;
}

@ReadOnlyFields('id', 'version', 'createdAt', 'updatedAt')
export class UpdateDepartment extends PartialType(CreateDepartment, { skipNullProperties: false }) {}

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

@ReadOnlyFields('id', 'version')
export class CreateLocation extends CreateDepartment {
  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 500 })
  address?: string | null;
}

@ReadOnlyFields('id', 'version')
export class UpdateLocation extends PartialType(CreateLocation, { skipNullProperties: false }) {}

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
  @Omittable()
  @IsBoolean()
  active?: boolean;
}

@ReadOnlyFields('id', 'version')
export class UpdateSupplier extends PartialType(CreateSupplier, { skipNullProperties: false }) {}

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
