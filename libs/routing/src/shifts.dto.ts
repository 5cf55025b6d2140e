import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PersonBrief } from '@opora/organisation';
import { IsId, IsInstant, IsText, Omittable, ReadOnlyFields } from '@opora/platform';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn } from 'class-validator';

@ReadOnlyFields('id', 'version', 'groupId')
export class CreateShift {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  personId!: string;

  @ApiProperty({ format: 'date-time', example: '2027-01-04T07:00:00Z' })
  @IsInstant()
  from!: string;

  @ApiProperty({ format: 'date-time', example: '2027-01-11T07:00:00Z', description: 'At most 31 days later' })
  @IsInstant()
  to!: string;
}

@ReadOnlyFields('id', 'version', 'groupId')
export class UpdateShift {
  @ApiPropertyOptional({ format: 'uuid', description: 'Who is on call may hand their own shift to a colleague' })
  @Omittable()
  @IsId()
  personId?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  to?: string;
}

export class CreateRotation {
  @ApiProperty({ type: [String], format: 'uuid', description: 'In the order of their turns; one who comes twice has two turns of a round' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsId({ each: true })
  personIds!: string[];

  @ApiProperty({ enum: ['day', 'week'] })
  @IsIn(['day', 'week'])
  every!: 'day' | 'week';

  @ApiProperty({ format: 'date-time', description: 'The hand-over happens at the same hour on the wall each time' })
  @IsInstant()
  from!: string;

  @ApiProperty({ format: 'date-time', description: 'The last shift ends at it or before it' })
  @IsInstant()
  to!: string;

  @ApiPropertyOptional({ example: 'Europe/Kyiv', description: 'Zone of the hand-over hour; that of the caller where left out' })
  @Omittable()
  @IsText({ max: 60 })
  timeZone?: string;
}

export class ShiftQuery {
  @ApiPropertyOptional({ format: 'date-time', description: 'Shifts that end after it; now where left out' })
  @Omittable()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Shifts that begin before it' })
  @Omittable()
  @IsInstant()
  to?: string;
}

export class OnCallQuery {
  @ApiPropertyOptional({ format: 'date-time', description: 'Now where left out' })
  @Omittable()
  @IsInstant()
  at?: string;
}

export class ShiftReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  groupId!: string;

  @ApiProperty({ type: PersonBrief })
  person!: PersonBrief;

  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiProperty({ format: 'date-time' })
  to!: string;

  @ApiProperty({ description: 'The person is absent during a part of it' })
  absent!: boolean;

  @ApiProperty()
  version!: number;
}

export class ShiftPage {
  @ApiProperty({ type: [ShiftReply] })
  items!: ShiftReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;
}

export class OnCallCandidate {
  @ApiProperty({ type: PersonBrief })
  person!: PersonBrief;

  @ApiProperty({ enum: ['chosen', 'absent', 'at_capacity', 'not_a_member', 'stands_by'] })
  outcome!: string;

  @ApiProperty({ nullable: true, type: String, format: 'uuid', description: 'The absent person for whom this one stands in' })
  standsInFor!: string | null;
}

export class OnCallReply {
  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ type: PersonBrief, nullable: true, description: 'Who would get a ticket then' })
  person!: PersonBrief | null;

  @ApiProperty({ enum: ['on_call', 'nobody_available', 'no_rota'] })
  reason!: string;

  @ApiProperty({ type: [OnCallCandidate] })
  candidates!: OnCallCandidate[];
}
