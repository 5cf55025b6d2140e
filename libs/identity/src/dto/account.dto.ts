import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PersonBrief } from '@opora/organisation';
import { IsId, IsInstant, IsText, Nullable, Omittable, ReadOnlyFields } from '@opora/platform';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, IsString, MaxLength } from 'class-validator';
import { PASSWORD_MAX_BYTES } from '../auth/passwords';

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
  /* Whatever is no token is simply not a valid one: one answer for all of them (`security.md` AU-08). */
  @ApiProperty({ maxLength: 200 })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' && value.length <= 200 ? value : ''))
  @IsString()
  token: string = '';

  @ApiProperty({ maxLength: PASSWORD_MAX_BYTES })
  @IsString()
  @MaxLength(PASSWORD_MAX_BYTES)
  password!: string;
}

export class Reauthenticate {
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
  @Omittable()
  @IsIn(['uk', 'en'])
  locale?: 'uk' | 'en';

  @ApiPropertyOptional({ example: 'Europe/Kyiv' })
  @Omittable()
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
