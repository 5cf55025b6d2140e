import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsText, Omittable, ReadOnlyFields, SCOPES, type Scope } from '@opora/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, ValidateNested } from 'class-validator';

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
  @Omittable()
  @IsText({ max: 200 })
  nameUk?: string;

  @ApiPropertyOptional()
  @Omittable()
  @IsText({ max: 200 })
  nameEn?: string;

  @ApiPropertyOptional({ type: [GrantBody] })
  @Omittable()
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
