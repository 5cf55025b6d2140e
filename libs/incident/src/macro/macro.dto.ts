import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LEVELS, type Level } from '@opora/kit';
import { IsId, IsLevel, IsText, Nullable, Omittable, ReadOnlyFields } from '@opora/platform';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { HOLD_REASONS, type HoldReason } from '../domain';
import { MACRO_COMMANDS, type MacroCommand } from '../domain/macro';

@ReadOnlyFields('id', 'name', 'reply', 'version', 'updatedAt')
export class MacroBody {
  @ApiProperty({ maxLength: 100, example: 'Пароль скинуто' }) @IsText({ max: 100 }) nameUk!: string;
  @ApiProperty({ maxLength: 100, example: 'Password reset' }) @IsText({ max: 100 }) nameEn!: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 10_000, description: 'What the requester is told; {{requester}}, {{reference}}, {{title}} and {{me}} are filled in' })
  @Nullable()
  @IsText({ max: 10_000 })
  replyUk?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 10_000 })
  @Nullable()
  @IsText({ max: 10_000 })
  replyEn?: string | null;

  @ApiPropertyOptional({ enum: MACRO_COMMANDS, nullable: true }) @Nullable() @IsIn(MACRO_COMMANDS) command?: MacroCommand | null;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'Resolution code, for `resolve`', example: 'solved' }) @Nullable() @IsText({ max: 40 }) code?: string | null;
  @ApiPropertyOptional({ enum: HOLD_REASONS, nullable: true, description: 'For `hold`' }) @Nullable() @IsIn(HOLD_REASONS) holdReason?: HoldReason | null;
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true }) @Nullable() @IsId() serviceId?: string | null;
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true }) @Nullable() @IsId() categoryId?: string | null;
  @ApiPropertyOptional({ enum: LEVELS, nullable: true }) @Nullable() @IsLevel() impact?: Level | null;
  @ApiPropertyOptional({ enum: LEVELS, nullable: true }) @Nullable() @IsLevel() urgency?: Level | null;

  @ApiPropertyOptional({ type: [String], description: 'Added to those that the incident has' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsText({ max: 50, each: true })
  tags?: string[];

  @ApiPropertyOptional({ minimum: 0, maximum: 999 }) @Omittable() @IsInt() @Min(0) @Max(999) position?: number;
  @ApiPropertyOptional() @Omittable() @IsBoolean() active?: boolean;
}

export class MacroReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: 'In the caller’s language' }) name!: string;
  @ApiProperty() nameUk!: string;
  @ApiProperty() nameEn!: string;
  @ApiProperty({ type: String, nullable: true }) replyUk!: string | null;
  @ApiProperty({ type: String, nullable: true }) replyEn!: string | null;
  @ApiProperty({ enum: MACRO_COMMANDS, nullable: true }) command!: MacroCommand | null;
  @ApiProperty({ type: String, nullable: true }) code!: string | null;
  @ApiProperty({ enum: HOLD_REASONS, nullable: true }) holdReason!: HoldReason | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) serviceId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) categoryId!: string | null;
  @ApiProperty({ enum: LEVELS, nullable: true }) impact!: Level | null;
  @ApiProperty({ enum: LEVELS, nullable: true }) urgency!: Level | null;
  @ApiProperty({ type: [String] }) tags!: string[];
  @ApiProperty() position!: number;
  @ApiProperty() active!: boolean;
  @ApiProperty({ format: 'date-time', type: String }) updatedAt!: string;
  @ApiProperty() version!: number;
}

export class MacroList {
  @ApiProperty({ type: [MacroReply] }) items!: MacroReply[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}
