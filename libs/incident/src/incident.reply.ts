import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ClockReply } from '@opora/service-level';
import { PersonRef, TicketRef, TicketReply, TicketRow } from '@opora/ticket';
import { HOLD_REASONS, type HoldReason } from './domain';

export class ResolutionReply {
  @ApiProperty({ example: 'solved' }) code!: string;
  @ApiProperty({ example: 'Замінено картридж, друк перевірено.' }) text!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiPropertyOptional({ type: PersonRef, description: 'Staff' }) by?: PersonRef;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'Staff' }) cause?: string | null;
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true }) articleId?: string | null;
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'Staff' }) problemId?: string | null;
  @ApiPropertyOptional({ description: 'Solved by the first line without another one and not reopened; staff' }) firstContact?: boolean;
}

export class MajorReply {
  @ApiProperty({ type: PersonRef }) manager!: PersonRef;
  @ApiProperty({ format: 'date-time' }) declaredAt!: string;
  @ApiProperty({ example: 1800 }) updateEverySeconds!: number;
  @ApiProperty({ format: 'date-time' }) nextUpdateAt!: string;
}

export class RatingReply {
  @ApiProperty({ minimum: 1, maximum: 5 }) score!: number;
  @ApiProperty({ type: String, nullable: true }) comment!: string | null;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class IncidentReply extends TicketReply {
  @ApiProperty({ description: 'Declared major' }) major!: boolean;
  @ApiPropertyOptional({ type: MajorReply, nullable: true, description: 'Staff' }) majorIncident?: MajorReply | null;
  @ApiPropertyOptional({ description: 'A major incident was stood down and a problem record is still owed; staff' }) problemWanted?: boolean;
  @ApiProperty({ enum: HOLD_REASONS, nullable: true }) holdReason!: HoldReason | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) holdUntil!: string | null;
  @ApiProperty({ type: ResolutionReply, nullable: true }) resolution!: ResolutionReply | null;
  @ApiPropertyOptional({ type: RatingReply, nullable: true, description: 'The requester’s own, and staff' }) rating?: RatingReply | null;
  @ApiProperty({ type: TicketRef, nullable: true }) declare parent: TicketRef | null;
  @ApiProperty({ type: [TicketRef], description: 'As far as the caller may see them' }) children!: TicketRef[];
  @ApiProperty({ type: [ClockReply] }) clocks!: ClockReply[];
}

export class IncidentRow extends TicketRow {
  @ApiProperty({ description: 'Declared major' }) major!: boolean;
}

export class IncidentPage {
  @ApiProperty({ type: [IncidentRow] }) items!: IncidentRow[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
  @ApiPropertyOptional({ description: 'With `count`' }) total?: number;
  @ApiPropertyOptional() totalIsEstimate?: boolean;
}
