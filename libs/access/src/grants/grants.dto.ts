import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { LEVELS, type Level } from '@opora/kit';
import { IsId, IsInstant, IsLevel, IsText, ListQuery, Omittable, ToArray } from '@opora/platform';
import { NamedRef, PersonRef, TicketRef } from '@opora/ticket';
import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import { GRANT_ACTIONS, GRANT_STATES, type GrantAction, type GrantState } from '../domain';

/** What may be done with a grant now, by the one who asks. */
export const GRANT_ACTS = ['revoke', 'suspend', 'resume', 'extend'] as const;
export type GrantAct = (typeof GRANT_ACTS)[number];

export class GrantEntitlement {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() code!: string;
}

export class GrantApproval {
  @ApiProperty({ type: PersonRef }) person!: PersonRef;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class GrantReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: PersonRef }) person!: PersonRef;
  @ApiProperty({ nullable: true, type: String }) department!: string | null;
  @ApiProperty() personActive!: boolean;
  @ApiProperty({ type: GrantEntitlement }) entitlement!: GrantEntitlement;
  @ApiProperty({ type: NamedRef }) resource!: NamedRef;
  @ApiProperty({ enum: LEVELS }) risk!: Level;
  @ApiProperty({ enum: GRANT_STATES, description: 'What the target system was told to have done: a right that is being revoked is held until it is gone' }) state!: GrantState;
  @ApiProperty({ enum: GRANT_ACTIONS, nullable: true, type: String, description: 'Decided, and not done in the target yet' }) pending!: GrantAction | null;
  @ApiProperty({ description: 'The hours within which it had to be gone are over' }) overdue!: boolean;
  @ApiProperty({ format: 'date-time' }) grantedAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) until!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) endedAt!: string | null;
  @ApiProperty({ type: TicketRef, description: 'What it rests on' }) request!: TicketRef;
  @ApiProperty({ type: [GrantApproval], description: 'Who approved it and its extensions' }) approvedBy!: GrantApproval[];
  @ApiProperty({ type: [Number], description: 'Segregation rules to which it is an exception' }) sodRules!: number[];
  @ApiProperty({ format: 'date-time', nullable: true, type: String, description: 'As the last import of real accounts told' }) lastUsedAt!: string | null;
  @ApiProperty({ enum: GRANT_ACTS, isArray: true, description: 'What the server takes from the caller now' }) allowedCommands!: GrantAct[];
  @ApiProperty() version!: number;
}

export class GrantPage {
  @ApiProperty({ type: [GrantReply] }) items!: GrantReply[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
  @ApiPropertyOptional() total?: number;
}

export class GrantHistoryLine {
  @ApiProperty() seq!: number;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: ['granted', 'extended', 'asked', 'ending', 'done', 'certified'] }) kind!: string;
  @ApiProperty({ enum: GRANT_ACTIONS, nullable: true, type: String }) action!: GrantAction | null;
  @ApiProperty({ enum: GRANT_STATES }) state!: GrantState;
  @ApiProperty({ enum: GRANT_ACTIONS, nullable: true, type: String }) pending!: GrantAction | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) until!: string | null;
  @ApiProperty({ type: PersonRef }) by!: PersonRef;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
  @ApiProperty({ nullable: true, type: String, example: 'ACC-000120' }) ticket!: string | null;
  @ApiProperty({ nullable: true, type: String, description: 'The campaign in which it was decided' }) campaign!: string | null;
  @ApiProperty({ format: 'uuid', description: 'Its entry in the hash-linked journal' }) journalId!: string;
}

export class GrantCard extends GrantReply {
  @ApiProperty({ type: [GrantHistoryLine] }) history!: GrantHistoryLine[];
}

/** `q` looks in the names of person, right and system. */
export class GrantQuery extends ListQuery {
  @ApiPropertyOptional({ format: 'uuid', isArray: true, type: String })
  @Omittable()
  @ToArray()
  @IsArray()
  @ArrayMaxSize(100)
  @IsId({ each: true })
  personId?: string[];

  @ApiPropertyOptional({ format: 'uuid', isArray: true, type: String })
  @Omittable()
  @ToArray()
  @IsArray()
  @ArrayMaxSize(100)
  @IsId({ each: true })
  resourceId?: string[];

  @ApiPropertyOptional({ format: 'uuid', isArray: true, type: String })
  @Omittable()
  @ToArray()
  @IsArray()
  @ArrayMaxSize(100)
  @IsId({ each: true })
  entitlementId?: string[];

  @ApiPropertyOptional({ format: 'uuid', isArray: true, type: String, description: 'Of the person' })
  @Omittable()
  @ToArray()
  @IsArray()
  @ArrayMaxSize(100)
  @IsId({ each: true })
  departmentId?: string[];

  @ApiPropertyOptional({ enum: GRANT_STATES, isArray: true })
  @Omittable()
  @ToArray()
  @IsArray()
  @IsIn(GRANT_STATES, { each: true })
  state?: GrantState[];

  @ApiPropertyOptional({ enum: LEVELS, isArray: true })
  @Omittable()
  @ToArray()
  @IsArray()
  @IsLevel({ each: true })
  risk?: Level[];

  @ApiPropertyOptional({ enum: ['true'], description: 'What the targets still owe' })
  @Omittable()
  @IsIn(['true'])
  pending?: 'true';

  @ApiPropertyOptional({ enum: ['true'], description: 'Exceptions to segregation rules' })
  @Omittable()
  @IsIn(['true'])
  exception?: 'true';

  @ApiPropertyOptional({ enum: ['true'], description: 'Of people who have left' })
  @Omittable()
  @IsIn(['true'])
  left?: 'true';

  @ApiPropertyOptional({ format: 'date-time', description: 'Those that end before it' })
  @Omittable()
  @IsInstant()
  untilTo?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Who had what at this instant, from the history that nobody can rewrite' })
  @Omittable()
  @IsInstant()
  asOf?: string;
}

/** For the export: the same filters. */
export class GrantFilter extends OmitType(GrantQuery, ['limit', 'cursor', 'sort', 'count'] as const) {}

export class GrantReason {
  @ApiProperty({ maxLength: 2_000 })
  @IsText({ max: 2_000 })
  reason!: string;
}
