import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsText, Omittable } from '@opora/platform';
import { IsIn, IsInt, Max, Min } from 'class-validator';

const ANSWERS = ['confirmed', 'rejected'] as const;

export class SurveyBody {
  @ApiProperty({ enum: ANSWERS })
  @IsIn(ANSWERS)
  answer!: (typeof ANSWERS)[number];

  @ApiPropertyOptional({ maxLength: 2_000, description: 'What is still wrong; a rejection needs it' })
  @Omittable()
  @IsText({ max: 2_000 })
  reason?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 5 })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(5)
  rating?: number;

  @ApiPropertyOptional({ maxLength: 2_000 })
  @Omittable()
  @IsText({ max: 2_000 })
  comment?: string;
}

/** All that a link without sign-in shows of a ticket. */
export class SurveyReply {
  @ApiProperty() title!: string;
  @ApiProperty({ example: 'INC-000123' }) reference!: string;
  @ApiProperty({ example: 'resolved' }) state!: string;
  @ApiProperty({ enum: ANSWERS, nullable: true, type: String, description: 'What was answered by this link' }) answered!: string | null;
  @ApiProperty() canConfirm!: boolean;
  @ApiProperty() canReject!: boolean;
}
