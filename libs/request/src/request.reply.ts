import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ClockReply } from '@opora/service-level';
import { PersonRef, TicketReply, TicketRowPage } from '@opora/ticket';
import { REQUEST_HOLD_REASONS, REQUEST_KINDS, type RequestHoldReason } from './domain';

export class RequestOffering {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'Number of the version that it was ordered by' }) number!: number;
}

export class RequestAnswer {
  @ApiProperty({ description: 'Of the field' }) name!: string;
  @ApiProperty() label!: string;
  @ApiProperty() value!: string;
}

export class RequestCost {
  @ApiProperty() amountCents!: number;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ enum: ['once', 'month'] }) per!: 'once' | 'month';
}

export class FulfilmentReply {
  @ApiProperty({ example: 'Ноутбук видано, паролі змінено.' }) text!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ format: 'uuid', nullable: true, type: String }) articleId!: string | null;
  @ApiPropertyOptional({ type: PersonRef, description: 'Staff' }) by?: PersonRef;
}

export class RequestRating {
  @ApiProperty({ minimum: 1, maximum: 5 }) score!: number;
  @ApiProperty({ type: String, nullable: true }) comment!: string | null;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class PlanProgress {
  @ApiProperty() done!: number;
  @ApiProperty() total!: number;
}

export class RequestReply extends TicketReply {
  @ApiProperty({ enum: [...REQUEST_KINDS, 'change', 'access'] }) requestKind!: string;
  @ApiProperty({ enum: REQUEST_HOLD_REASONS, nullable: true }) holdReason!: RequestHoldReason | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) holdUntil!: string | null;
  @ApiProperty({ type: RequestOffering, nullable: true }) offering!: RequestOffering | null;
  @ApiProperty({ type: [RequestAnswer], description: 'Answers of the form, in words and in its order' }) answers!: RequestAnswer[];
  @ApiProperty({ type: RequestCost, nullable: true }) cost!: RequestCost | null;
  @ApiProperty({ type: PlanProgress, nullable: true, description: 'Tasks of the plan' }) plan!: PlanProgress | null;
  @ApiProperty({ type: FulfilmentReply, nullable: true }) fulfilment!: FulfilmentReply | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was rejected or taken back' }) endReason!: string | null;
  @ApiPropertyOptional({ type: RequestRating, nullable: true, description: 'The requester’s own, and staff' }) rating?: RequestRating | null;
  @ApiProperty({ type: [ClockReply] }) clocks!: ClockReply[];
}

export class RequestPage extends TicketRowPage {}
