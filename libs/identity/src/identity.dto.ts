import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { DirectoryQuery, PersonBrief } from '@opora/organisation';
import { IsId, IsInstant, IsText, ReadOnlyFields, SCOPES, type Scope, ToArray } from '@opora/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsEmail, IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateIf, ValidateNested } from 'class-validator';
import { PASSWORD_MAX_BYTES } from './auth/passwords';

const Nullable = (): PropertyDecorator => ValidateIf((_object, value) => value !== null && value !== undefined);

export class Login {
  @ApiProperty({ example: 'employee@demo.opora.test' })
  @IsString()
  @MaxLength(320)
  email!: string;

  @ApiProperty({ example: 'opora-demo', maxLength: PASSWORD_MAX_BYTES })
  @IsString()
  @MaxLength(PASSWORD_MAX_BYTES)
  password!: string;
}

export class LoginReply {
  @ApiProperty({ type: PersonBrief })
  person!: PersonBrief;

  @ApiProperty({ description: 'For the header X-CSRF-Token of this session’s unsafe requests' })
  csrfToken!: string;
}

export class AskPasswordReset {
  @ApiProperty({ example: 'employee@demo.opora.test' })
  @IsString()
  @MaxLength(320)
  email!: string;
}

export class FinishPasswordReset {
  @ApiProperty()
  @IsString()
  @MaxLength(200)
  token!: string;

  @ApiProperty({ maxLength: PASSWORD_MAX_BYTES })
  @IsString()
  @MaxLength(PASSWORD_MAX_BYTES)
  password!: string;
}

export class ChangePassword {
  @ApiProperty()
  @IsString()
  @MaxLength(PASSWORD_MAX_BYTES)
  presentPassword!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(PASSWORD_MAX_BYTES)
  newPassword!: string;
}

export class MyGroup {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  line!: number;

  @ApiProperty({ enum: ['view', 'work', 'manage'] })
  right!: 'view' | 'work' | 'manage';
}

export class MyPerson extends PersonBrief {
  @ApiProperty({ nullable: true, type: String })
  phone!: string | null;

  @ApiProperty({ nullable: true, type: String })
  jobTitle!: string | null;

  @ApiProperty({ nullable: true, type: String })
  departmentName!: string | null;

  @ApiProperty({ nullable: true, type: String })
  locationId!: string | null;
}

export class MeReply {
  @ApiProperty({ type: MyPerson })
  person!: MyPerson;

  @ApiProperty({ type: [String], example: ['requester', 'dispatcher'] })
  roles!: string[];

  @ApiProperty({ description: 'Permission → scopes', type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } })
  permissions!: Record<string, string[]>;

  @ApiProperty({ type: [MyGroup] })
  groups!: MyGroup[];

  @ApiProperty({ enum: ['staff', 'requester', 'supplier', 'auditor'] })
  face!: string;

  @ApiProperty({ enum: ['uk', 'en'] })
  locale!: 'uk' | 'en';

  @ApiProperty({ example: 'Europe/Kyiv' })
  timeZone!: string;

  @ApiPropertyOptional({ nullable: true, type: String, description: 'Of a browser session: for X-CSRF-Token' })
  csrfToken!: string | null;

  @ApiProperty({ description: 'The installation holds the demonstration organisation' })
  demo!: boolean;

  @ApiProperty()
  version!: number;
}

@ReadOnlyFields('id', 'roles', 'departmentId', 'managerId', 'vip', 'active', 'email', 'origin', 'displayName', 'version')
export class UpdateMe {
  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 50 })
  phone?: string | null;

  @ApiPropertyOptional({ enum: ['uk', 'en'] })
  @IsOptional()
  @IsIn(['uk', 'en'])
  locale?: 'uk' | 'en';

  @ApiPropertyOptional({ example: 'Europe/Kyiv' })
  @IsOptional()
  @IsText({ max: 64 })
  timeZone?: string;
}

export class Preferences {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Of the screens: theme, density, last shell; 16 KB at most' })
  @IsObject()
  preferences!: Record<string, unknown>;
}

export class CreateToken {
  @ApiProperty({ example: 'Monthly report' })
  @IsText({ max: 100 })
  name!: string;

  @ApiProperty({ type: [String], example: ['ticket.read'], description: 'Permission names, or `*` for all that the owner may' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsText({ max: 100, each: true })
  scopes!: string[];

  @ApiProperty({ format: 'date-time' })
  @IsInstant()
  expiresAt!: string;
}

export class CreateServiceToken extends CreateToken {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  ownerId!: string;
}

export class TokenReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: ['personal', 'service'] })
  kind!: 'personal' | 'service';

  @ApiProperty({ description: 'First characters of the token' })
  prefix!: string;

  @ApiProperty({ type: [String] })
  scopes!: string[];

  @ApiProperty({ format: 'uuid' })
  ownerId!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;

  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  lastUsedAt!: string | null;
}

export class IssuedTokenReply extends TokenReply {
  @ApiProperty({ description: 'Shown once' })
  token!: string;
}

export class TokenList {
  @ApiProperty({ type: [TokenReply] })
  items!: TokenReply[];
}

export class SessionReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  lastSeenAt!: string;

  @ApiProperty({ nullable: true, type: String })
  ip!: string | null;

  @ApiProperty({ nullable: true, type: String })
  userAgent!: string | null;

  @ApiProperty({ description: 'This very session' })
  current!: boolean;
}

export class SessionList {
  @ApiProperty({ type: [SessionReply] })
  items!: SessionReply[];
}

export class PeopleQuery extends DirectoryQuery {
  @ApiPropertyOptional({ description: 'Exact address' })
  @IsOptional()
  @IsText({ max: 320 })
  email?: string;

  @ApiPropertyOptional({ description: 'Digits of a phone number; the end of it is enough' })
  @IsOptional()
  @IsText({ max: 50 })
  phone?: string;

  @ApiPropertyOptional({ format: 'uuid', isArray: true, type: String })
  @IsOptional()
  @ToArray()
  @IsId({ each: true })
  departmentId?: string[];
}

@ReadOnlyFields('id', 'version', 'origin', 'active', 'roles', 'createdAt', 'updatedAt')
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
  @IsOptional()
  @IsIn(['uk', 'en'])
  locale?: 'uk' | 'en';

  @ApiPropertyOptional({ example: 'Europe/Kyiv' })
  @IsOptional()
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
  @IsOptional()
  @IsBoolean()
  vip?: boolean;
}

@ReadOnlyFields('id', 'version', 'origin', 'active', 'roles', 'createdAt', 'updatedAt')
export class UpdatePerson extends PartialType(CreatePerson) {}

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

  @ApiProperty()
  sessions!: number;

  @ApiProperty()
  tokens!: number;
}

export class GrantBody {
  @ApiProperty({ example: 'ticket.read' })
  @IsText({ max: 100 })
  permission!: string;

  @ApiProperty({ enum: SCOPES, isArray: true })
  @IsArray()
  @IsIn(SCOPES, { each: true })
  scopes!: Scope[];
}

@ReadOnlyFields('id', 'version', 'builtin')
export class CreateRole {
  @ApiProperty({ example: 'night_shift' })
  @IsText({ max: 60 })
  key!: string;

  @ApiProperty({ example: 'Нічна зміна' })
  @IsText({ max: 200 })
  nameUk!: string;

  @ApiProperty({ example: 'Night shift' })
  @IsText({ max: 200 })
  nameEn!: string;

  @ApiProperty({ type: [GrantBody] })
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => GrantBody)
  permissions!: GrantBody[];
}

@ReadOnlyFields('id', 'version', 'builtin', 'key')
export class UpdateRole {
  @ApiPropertyOptional()
  @IsOptional()
  @IsText({ max: 200 })
  nameUk?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsText({ max: 200 })
  nameEn?: string;

  @ApiPropertyOptional({ type: [GrantBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => GrantBody)
  permissions?: GrantBody[];
}

export class RoleReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  key!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  nameUk!: string;

  @ApiProperty()
  nameEn!: string;

  @ApiProperty()
  builtin!: boolean;

  @ApiProperty({ type: [GrantBody] })
  permissions!: GrantBody[];

  @ApiProperty({ description: 'People who hold it' })
  people!: number;

  @ApiProperty()
  version!: number;
}

export class RoleList {
  @ApiProperty({ type: [RoleReply] })
  items!: RoleReply[];
}
