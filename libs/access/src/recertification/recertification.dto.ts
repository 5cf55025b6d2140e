import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LEVELS, type Level } from '@opora/kit';
import { IsId, IsInstant, IsLevel, IsText, ListQuery, Omittable, ReadOnlyFields } from '@opora/platform';
import { NamedRef, PersonRef } from '@opora/ticket';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsObject, ValidateNested } from 'class-validator';
import { FLAGS, type Flag, GRANT_STATES, type GrantState } from '../domain';

const STATES = ['running', 'ended', 'cancelled'] as const;
const NO_ANSWER = ['revoke', 'keep'] as const;

export class RecertificationScope {
  @ApiPropertyOptional({ format: 'uuid', isArray: true, type: String })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(200)
  @IsId({ each: true })
  resourceIds?: string[];

  @ApiPropertyOptional({ format: 'uuid', isArray: true, type: String, description: 'Of the persons' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(200)
  @IsId({ each: true })
  departmentIds?: string[];

  @ApiPropertyOptional({ enum: LEVELS, isArray: true })
  @Omittable()
  @IsArray()
  @ArrayUnique()
  @IsLevel({ each: true })
  risk?: Level[];

  @ApiPropertyOptional({ description: 'Only what is unusual' })
  @Omittable()
  @IsBoolean()
  exceptionsOnly?: boolean;
}

@ReadOnlyFields('id', 'state', 'version', 'origin')
export class StartRecertification {
  @ApiProperty({ maxLength: 200, example: 'Перегляд прав за IV квартал' })
  @IsText({ max: 200 })
  name!: string;

  @ApiProperty({ format: 'date-time' })
  @IsInstant()
  endsAt!: string;

  @ApiPropertyOptional({ enum: NO_ANSWER, default: 'revoke', description: 'What happens to grants that nobody answered for' })
  @Omittable()
  @IsIn(NO_ANSWER)
  noAnswer?: 'revoke' | 'keep';

  @ApiPropertyOptional({ type: RecertificationScope, description: 'Everything where left out' })
  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => RecertificationScope)
  scope?: RecertificationScope;
}

export class RecertificationCounts {
  @ApiProperty() total!: number;
  @ApiProperty() answered!: number;
  @ApiProperty() kept!: number;
  @ApiProperty() revoked!: number;
}

export class RecertificationReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['manual', 'mover'] }) origin!: 'manual' | 'mover';
  @ApiProperty({ type: PersonRef, nullable: true, description: 'Whose move opened it' }) person!: PersonRef | null;
  @ApiProperty({ enum: STATES }) state!: (typeof STATES)[number];
  @ApiProperty({ enum: NO_ANSWER }) noAnswer!: 'revoke' | 'keep';
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ format: 'date-time' }) endsAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) endedAt!: string | null;
  @ApiProperty({ type: RecertificationCounts, description: 'Of all reviewers' }) all!: RecertificationCounts;
  @ApiProperty({ type: RecertificationCounts, description: 'Of the caller and of whom they stand in for' }) mine!: RecertificationCounts;
  @ApiProperty({ description: 'The caller may end it without effect' }) mayCancel!: boolean;
  @ApiProperty() version!: number;
}

export class RecertificationPage {
  @ApiProperty({ type: [RecertificationReply] }) items!: RecertificationReply[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
  @ApiPropertyOptional() total?: number;
}

export class RecertificationQuery extends ListQuery {
  @ApiPropertyOptional({ enum: STATES })
  @Omittable()
  @IsIn(STATES)
  state?: (typeof STATES)[number];
}

export class RecertificationItem {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) grantId!: string;
  @ApiProperty({ type: PersonRef }) person!: PersonRef;
  @ApiProperty({ nullable: true, type: String }) department!: string | null;
  @ApiProperty() entitlement!: string;
  @ApiProperty({ type: NamedRef }) resource!: NamedRef;
  @ApiProperty({ enum: LEVELS }) risk!: Level;
  @ApiProperty({ enum: GRANT_STATES }) state!: GrantState;
  @ApiProperty({ description: 'It is being ended already' }) ending!: boolean;
  @ApiProperty({ format: 'date-time' }) grantedAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) until!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) lastUsedAt!: string | null;
  @ApiProperty({ enum: FLAGS, isArray: true }) flags!: Flag[];
  @ApiProperty({ description: 'Shown first' }) exception!: boolean;
  @ApiProperty({ type: PersonRef }) reviewer!: PersonRef;
  @ApiProperty({ enum: ['keep', 'revoke', 'gone'], nullable: true, type: String }) answer!: 'keep' | 'revoke' | 'gone' | null;
  @ApiProperty({ type: PersonRef, nullable: true }) answeredBy!: PersonRef | null;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
  @ApiProperty({ description: 'The caller may answer now' }) mayAnswer!: boolean;
}

export class RecertificationItemPage {
  @ApiProperty({ type: [RecertificationItem] }) items!: RecertificationItem[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
}

export class RecertificationItemQuery extends ListQuery {
  @ApiPropertyOptional({ enum: ['mine', 'all'], default: 'mine' })
  @Omittable()
  @IsIn(['mine', 'all'])
  of?: 'mine' | 'all';

  @ApiPropertyOptional({ enum: ['open', 'answered'] })
  @Omittable()
  @IsIn(['open', 'answered'])
  state?: 'open' | 'answered';
}

export class RecertificationAnswer {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  itemId!: string;

  @ApiProperty({ enum: ['keep', 'revoke'] })
  @IsIn(['keep', 'revoke'])
  answer!: 'keep' | 'revoke';

  @ApiPropertyOptional({ maxLength: 1_000 })
  @Omittable()
  @IsText({ max: 1_000 })
  reason?: string;
}

export class AnswerRecertification {
  @ApiProperty({ type: [RecertificationAnswer] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => RecertificationAnswer)
  answers!: RecertificationAnswer[];
}
