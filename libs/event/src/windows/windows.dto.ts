import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsId, IsInstant, IsText, ListQuery, Omittable, ReadOnlyFields } from '@opora/platform';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn } from 'class-validator';

const PHASES = ['planned', 'running', 'over', 'cancelled'] as const;

export class WindowQuery extends ListQuery {
  @ApiPropertyOptional({ enum: ['current', 'over'], description: 'Running and planned ones, or those that are over; all where left out' })
  @Omittable()
  @IsIn(['current', 'over'])
  when?: 'current' | 'over';
}

@ReadOnlyFields('id', 'version', 'createdById', 'createdBy', 'phase')
export class CreateMaintenanceWindow {
  @ApiProperty({ maxLength: 200, example: 'Оновлення сервера пошти' })
  @IsText({ max: 200 })
  title!: string;

  @ApiProperty({ format: 'date-time' })
  @IsInstant()
  from!: string;

  @ApiProperty({ format: 'date-time' })
  @IsInstant()
  to!: string;

  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsId({ each: true })
  serviceIds?: string[];

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'What runs on them is covered too' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsId({ each: true })
  configurationItemIds?: string[];

  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsId({ each: true })
  sourceIds?: string[];
}

@ReadOnlyFields('id', 'version', 'createdById', 'createdBy', 'phase')
export class UpdateMaintenanceWindow extends PartialType(CreateMaintenanceWindow, { skipNullProperties: false }) {
  @ApiPropertyOptional({ description: 'false cancels it' })
  @Omittable()
  @IsBoolean()
  active?: boolean;
}

export class Covered {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;
}

export class MaintenanceWindowReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiProperty({ format: 'date-time' })
  to!: string;

  @ApiProperty({ enum: PHASES })
  phase!: (typeof PHASES)[number];

  @ApiProperty({ type: [Covered] })
  services!: Covered[];

  @ApiProperty({ type: [Covered] })
  configurationItems!: Covered[];

  @ApiProperty({ type: [Covered] })
  sources!: Covered[];

  @ApiProperty()
  active!: boolean;

  @ApiProperty({ nullable: true, type: String, description: 'Staff only' })
  createdBy!: string | null;

  @ApiProperty()
  version!: number;
}

export class MaintenanceWindowPage {
  @ApiProperty({ type: [MaintenanceWindowReply] })
  items!: MaintenanceWindowReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}
