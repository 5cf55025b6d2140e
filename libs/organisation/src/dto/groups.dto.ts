import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsId, IsInstant, IsText, ListQuery, Nullable, Omittable, ReadOnlyFields } from '@opora/platform';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { type GroupStrategy, STRATEGIES } from '../entities';
import { CreateDepartment, DepartmentReply, PersonBrief } from './places.dto';

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
  @Omittable()
  @IsIn(STRATEGIES)
  strategy?: GroupStrategy;
}

@ReadOnlyFields('id', 'version', 'members')
export class UpdateGroup extends PartialType(CreateGroup, { skipNullProperties: false }) {}

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

export class AbsenceQuery extends ListQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  personId?: string;
}

@ReadOnlyFields('id', 'version')
export class CreateAbsence {
  @ApiPropertyOptional({ format: 'uuid', description: 'Oneself where left out' })
  @Omittable()
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

  @ApiPropertyOptional()
  total?: number;
}
