import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { DirectoryQuery, PersonBrief } from '@opora/organisation';
import { IsId, IsText, Nullable, Omittable, ReadOnlyFields, ToArray } from '@opora/platform';
import { ArrayMaxSize, IsArray, IsBoolean, IsEmail, IsIn, MaxLength } from 'class-validator';

export const PERSON_GRANTS = ['department_tickets', 'on_behalf'] as const;
export type PersonGrant = (typeof PERSON_GRANTS)[number];

export class PeopleQuery extends DirectoryQuery {
  @ApiPropertyOptional({ description: 'Exact address' })
  @Omittable()
  @IsText({ max: 320 })
  email?: string;

  @ApiPropertyOptional({ description: 'Digits of a phone number; the end of it is enough' })
  @Omittable()
  @IsText({ max: 50 })
  phone?: string;

  @ApiPropertyOptional({ format: 'uuid', isArray: true, type: String })
  @Omittable()
  @ToArray()
  @IsId({ each: true })
  departmentId?: string[];
}

@ReadOnlyFields('id', 'version', 'origin', 'active', 'roles', 'grants', 'createdAt', 'updatedAt')
export class CreatePerson {
  @ApiProperty({ example: 'o.koval@example.org' })
  @IsEmail()
  @MaxLength(320)
  email!: string;

  @ApiProperty({ example: 'Олена Коваль' })
  @IsText({ max: 200 })
  displayName!: string;

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 50 })
  phone?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 200 })
  jobTitle?: string | null;

  @ApiPropertyOptional({ enum: ['uk', 'en'] })
  @Omittable()
  @IsIn(['uk', 'en'])
  locale?: 'uk' | 'en';

  @ApiPropertyOptional({ example: 'Europe/Kyiv' })
  @Omittable()
  @IsText({ max: 64 })
  timeZone?: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  departmentId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  locationId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  managerId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  supplierId?: string | null;

  @ApiPropertyOptional()
  @Omittable()
  @IsBoolean()
  vip?: boolean;
}

@ReadOnlyFields('id', 'version', 'origin', 'active', 'roles', 'grants', 'createdAt', 'updatedAt')
export class UpdatePerson extends PartialType(CreatePerson, { skipNullProperties: false }) {}

export class PersonReply extends PersonBrief {
  @ApiPropertyOptional({ nullable: true, type: String })
  departmentId?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  departmentName?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  locationId?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  phone?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  jobTitle?: string | null;

  @ApiPropertyOptional({ enum: ['uk', 'en'] })
  locale?: 'uk' | 'en';

  @ApiPropertyOptional()
  timeZone?: string;

  @ApiPropertyOptional({ nullable: true, type: String })
  managerId?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String })
  supplierId?: string | null;

  @ApiPropertyOptional()
  vip?: boolean;

  @ApiPropertyOptional()
  active?: boolean;

  @ApiPropertyOptional()
  origin?: string;

  @ApiPropertyOptional({ type: [String] })
  roles?: string[];

  @ApiPropertyOptional({ enum: PERSON_GRANTS, isArray: true })
  grants?: string[];

  @ApiProperty()
  version!: number;
}

export class PersonPage {
  @ApiProperty({ type: [PersonReply] })
  items!: PersonReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}

export class SetRoles {
  @ApiProperty({ type: [String], example: ['requester', 'dispatcher'], description: 'Keys of roles' })
  @IsArray()
  @ArrayMaxSize(50)
  @IsText({ max: 60, each: true })
  roles!: string[];

  @ApiPropertyOptional({ enum: PERSON_GRANTS, isArray: true, description: 'Left out: as they are. `department_tickets`: reads the tickets of the own department; `on_behalf`: registers for colleagues' })
  @Omittable()
  @IsArray()
  @IsIn(PERSON_GRANTS, { each: true })
  grants?: PersonGrant[];
}

export class ConsequencesReply {
  @ApiProperty({ description: 'Open tickets that the person works on' })
  assignedTickets!: number;

  @ApiProperty({ description: 'Open tickets that the person asked for' })
  requestedTickets!: number;

  @ApiProperty({ description: 'Groups that lose a member' })
  groups!: number;

  @ApiProperty({ description: 'Groups, services and people that lose their lead, owner or manager' })
  responsibilities!: number;

  @ApiProperty({ description: 'Access rights that are revoked' })
  grants!: number;

  @ApiProperty()
  sessions!: number;

  @ApiProperty()
  tokens!: number;
}
