import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsText, Omittable } from '@opora/platform';
import { PersonRef } from '@opora/ticket';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { ANSWERS, type Answer } from '../domain/approval';

const MAX_CENTS = 100_000_000_00;

export class ExpenseBody {
  @ApiProperty({ minimum: 1, maximum: MAX_CENTS, description: 'US cents', example: 18_000 })
  @IsInt()
  @Min(1)
  @Max(MAX_CENTS)
  amountCents!: number;

  @ApiProperty({ maxLength: 2_000, example: 'Disk for the file server' })
  @IsText({ max: 2_000 })
  note!: string;
}

export class AnswerExpense {
  @ApiProperty({ enum: ANSWERS })
  @IsIn(ANSWERS)
  answer!: Answer;

  @ApiPropertyOptional({ maxLength: 2_000, description: 'A refusal needs one' })
  @Omittable()
  @IsText({ max: 2_000 })
  reason?: string;
}

export class ExpenseReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() amountCents!: number;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty() note!: string;
  @ApiProperty({ type: PersonRef }) person!: PersonRef;
  @ApiProperty({ enum: ['accepted', 'asked', 'approved', 'refused'], description: 'Asked: above what the role may spend on a ticket without asking' }) state!: string;
  @ApiProperty({ type: PersonRef, nullable: true }) answeredBy!: PersonRef | null;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class ExpenseList {
  @ApiProperty({ type: [ExpenseReply] }) items!: ExpenseReply[];
  @ApiProperty({ description: 'Spent: accepted and approved, cents' }) totalCents!: number;
  @ApiProperty({ description: 'What the caller may spend on this ticket in all without asking, cents' }) limitCents!: number;
}

export class ExpenseLimitBody {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  roleId!: string;

  @ApiProperty({ minimum: 0, maximum: MAX_CENTS })
  @IsInt()
  @Min(0)
  @Max(MAX_CENTS)
  amountCents!: number;
}

export class ExpenseLimitReply {
  @ApiProperty({ format: 'uuid' }) roleId!: string;
  @ApiProperty() role!: string;
  @ApiProperty() amountCents!: number;
}

export class ExpenseLimitList {
  @ApiProperty({ type: [ExpenseLimitReply] }) items!: ExpenseLimitReply[];
}
