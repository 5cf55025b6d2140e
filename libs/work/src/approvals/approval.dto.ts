import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { POSITIONS, type Position, STEP_MODES, type StepMode } from '@opora/kit';
import { IsId, IsText, ListQuery, Nullable, Omittable } from '@opora/platform';
import { NamedRef, PersonRef } from '@opora/ticket';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { ANSWERS, type Answer } from '../domain/approval';

const STATES = ['running', 'approved', 'refused', 'expired', 'withdrawn'] as const;
const STEP_STATES = ['waiting', 'asking', 'approved', 'refused', 'expired', 'withdrawn'] as const;

export class ApproverBody {
  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  personId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Members who may work in this group' })
  @Omittable()
  @IsId()
  groupId?: string;

  @ApiPropertyOptional({ enum: POSITIONS })
  @Omittable()
  @IsIn(POSITIONS)
  position?: Position;
}

export class ApprovalStepBody {
  @ApiProperty({ enum: STEP_MODES, description: 'How many of those asked must approve; one refusal ends it' })
  @IsIn(STEP_MODES)
  mode!: StepMode;

  @ApiPropertyOptional({ minimum: 1, maximum: 50, description: 'For n_of_m' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(50)
  needed?: number;

  @ApiPropertyOptional({ maxLength: 200 })
  @Omittable()
  @IsText({ max: 200 })
  name?: string;

  @ApiProperty({ type: [ApproverBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ApproverBody)
  approvers!: ApproverBody[];

  @ApiPropertyOptional({ minimum: 1, maximum: 60, default: 3, description: 'Working days of the service’s calendar until the step expires' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(60)
  dueDays?: number;
}

export class AskApproval {
  @ApiProperty({ maxLength: 2_000, example: 'May we replace the disk for 180 USD?' })
  @IsText({ min: 1, max: 2_000 })
  question!: string;

  @ApiProperty({ type: [ApprovalStepBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ApprovalStepBody)
  steps!: ApprovalStepBody[];
}

export class AnswerApproval {
  @ApiProperty({ enum: ANSWERS })
  @IsIn(ANSWERS)
  answer!: Answer;

  @ApiPropertyOptional({ maxLength: 2_000, description: 'A refusal needs one' })
  @Omittable()
  @IsText({ max: 2_000 })
  reason?: string;
}

export class DelegateApproval {
  @ApiProperty({ format: 'uuid', description: 'Who decides instead; who was asked takes it back by naming themselves' })
  @IsId()
  personId!: string;

  @ApiPropertyOptional({ maxLength: 2_000 })
  @Omittable()
  @IsText({ max: 2_000 })
  reason?: string;
}

export class BoardBody {
  @ApiProperty({ format: 'uuid', nullable: true, type: String, description: 'Members who may work in this group sit on the board' })
  @Nullable()
  @IsId()
  groupId!: string | null;
}

export class BoardReply {
  @ApiProperty({ enum: ['cab'] }) position!: string;
  @ApiProperty({ type: NamedRef, nullable: true }) group!: NamedRef | null;
}

export class BoardList {
  @ApiProperty({ type: [BoardReply] }) items!: BoardReply[];
}

export class ApprovalVoteReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: PersonRef }) person!: PersonRef;
  @ApiProperty({ enum: ['person', 'group', ...POSITIONS, 'stand_in'] }) askedAs!: string;
  @ApiProperty({ type: PersonRef, nullable: true, description: 'To whom the one asked handed it over' }) delegate!: PersonRef | null;
  @ApiProperty({ enum: ANSWERS, nullable: true, type: String }) answer!: Answer | null;
  @ApiProperty({ type: PersonRef, nullable: true, description: 'Who answered, where it was somebody who stands in' }) answeredBy!: PersonRef | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) answeredAt!: string | null;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
}

export class ApprovalStepReply {
  @ApiProperty() position!: number;
  @ApiProperty({ nullable: true, type: String }) name!: string | null;
  @ApiProperty({ enum: STEP_MODES }) mode!: StepMode;
  @ApiProperty({ description: 'Approvals that this step still waits for' }) missing!: number;
  @ApiProperty({ enum: STEP_STATES }) state!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) dueAt!: string | null;
  @ApiProperty({ type: [ApprovalVoteReply] }) votes!: ApprovalVoteReply[];
}

export class ApprovalReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'request' }) subject!: string;
  @ApiProperty({ enum: STATES }) state!: string;
  @ApiProperty() question!: string;
  @ApiProperty({ type: PersonRef, nullable: true }) askedBy!: PersonRef | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) decidedAt!: string | null;
  @ApiProperty({ type: [ApprovalStepReply] }) steps!: ApprovalStepReply[];
}

export class ApprovalList {
  @ApiProperty({ type: [ApprovalReply] }) items!: ApprovalReply[];
}

export class CardLineReply {
  @ApiProperty() label!: string;
  @ApiProperty() value!: string;
}

/** What an approver sees (`security.md` D.5), and nothing else of the ticket. */
export class ApprovalCard {
  @ApiProperty({ format: 'uuid', description: 'The vote: what is answered' }) id!: string;
  @ApiProperty({ format: 'uuid' }) ticketId!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ example: 'request' }) subject!: string;
  @ApiProperty() question!: string;
  @ApiProperty({ type: [CardLineReply] }) lines!: CardLineReply[];
  @ApiProperty({ type: PersonRef }) requester!: PersonRef;
  @ApiProperty({ nullable: true, type: String }) department!: string | null;
  @ApiProperty({ type: [ApprovalStepReply], description: 'Earlier answers with their reasons, and the steps to come' }) steps!: ApprovalStepReply[];
  @ApiProperty({ enum: ['asked', 'waiting', 'answered', 'over'] }) state!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) dueAt!: string | null;
  @ApiProperty({ type: PersonRef, nullable: true, description: 'Whom the caller stands in for' }) standsInFor!: PersonRef | null;
  @ApiProperty({ enum: ANSWERS, nullable: true, type: String }) answer!: Answer | null;
}

export class ApprovalCardQuery extends ListQuery {
  @ApiPropertyOptional({ enum: ['asked', 'answered'], default: 'asked' })
  @Omittable()
  @IsIn(['asked', 'answered'])
  state?: 'asked' | 'answered';
}

export class ApprovalCardPage {
  @ApiProperty({ type: [ApprovalCard] }) items!: ApprovalCard[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
  @ApiPropertyOptional() total?: number;
}
