import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsText } from '@opora/platform';
import { TicketRef } from '@opora/ticket';
import { ValidateIf } from 'class-validator';

const PATTERNS = ['service', 'category', 'ci', 'words'] as const;
const STATES = ['proposed', 'accepted', 'merged', 'dismissed'] as const;

export class ProblemProposalReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: PATTERNS, description: 'What repeats' }) pattern!: (typeof PATTERNS)[number];
  @ApiProperty({ example: 'Друк' }) label!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) serviceId!: string | null;
  @ApiProperty({ description: 'Incidents of the last seven days', example: 9 }) observed!: number;
  @ApiProperty({ description: 'Usual for seven days, by the days before', example: 2.1 }) expected!: number;
  @ApiProperty({ description: 'Chance of so many where nothing is wrong (Poisson)', example: 0.0002 }) p!: number;
  @ApiProperty({ enum: STATES }) state!: (typeof STATES)[number];
  @ApiProperty({ type: [TicketRef], description: 'As far as the caller may see them' }) tickets!: TicketRef[];
  @ApiProperty({ format: 'date-time' }) firstSeenAt!: string;
  @ApiProperty({ format: 'date-time' }) seenAt!: string;
}

export class ProblemProposalList {
  @ApiProperty({ type: [ProblemProposalReply] }) items!: ProblemProposalReply[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}

export class ProposedProblem {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'PRB-000044' }) reference!: string;
}

export class ProblemProposalAnswered {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: STATES }) state!: (typeof STATES)[number];
  @ApiProperty({ type: ProposedProblem, nullable: true }) problem!: ProposedProblem | null;
}

export class ProblemDetectionReply {
  @ApiProperty({ description: 'Patterns that stand out now' }) found!: number;
}

export class AcceptProblemProposal {
  @ApiPropertyOptional({ maxLength: 250, description: 'Title of the problem; what repeats where left out' })
  @ValidateIf((_object, value: unknown) => value !== undefined)
  @IsText({ max: 250 })
  title?: string;
}

export class MergeProblemProposal {
  @ApiProperty({ maxLength: 60, description: 'Id or reference of the problem', example: 'PRB-000044' })
  @IsText({ max: 60 })
  problemId!: string;
}

export class DismissProblemProposal {
  @ApiProperty({ maxLength: 1000, example: 'Навчання нових працівників' })
  @IsText({ max: 1000 })
  reason!: string;
}
