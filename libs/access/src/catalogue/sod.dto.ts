import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsId, IsText, ListQuery, Omittable, ReadOnlyFields } from '@opora/platform';
import { PersonRef } from '@opora/ticket';
import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';

const MODES = ['refuse', 'exception'] as const;

@ReadOnlyFields('id', 'number', 'version', 'name')
export class CreateSodRule {
  @ApiProperty({ maxLength: 200, example: 'Хто проводить, той не платить' })
  @IsText({ max: 200 })
  nameUk!: string;

  @ApiProperty({ maxLength: 200, example: 'Who posts does not pay' })
  @IsText({ max: 200 })
  nameEn!: string;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  firstId!: string;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  secondId!: string;

  @ApiProperty({ enum: MODES, description: '`refuse`: never; `exception`: with an approval of its own and an end date' })
  @IsIn(MODES)
  mode!: 'refuse' | 'exception';

  @ApiPropertyOptional({ minimum: 1, maximum: 3_650, default: 90, description: 'Longest exception, days' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(3_650)
  maxDays?: number;

  @ApiPropertyOptional({ default: true })
  @Omittable()
  @IsBoolean()
  active?: boolean;
}

/** The pair stays: another pair is another rule. */
@ReadOnlyFields('id', 'number', 'version', 'name', 'firstId', 'secondId')
export class UpdateSodRule extends PartialType(OmitType(CreateSodRule, ['firstId', 'secondId'] as const), { skipNullProperties: false }) {}

export class EntitlementRef {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ format: 'uuid' }) resourceId!: string;
  @ApiProperty() resourceName!: string;
}

export class SodRuleReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 3 }) number!: number;
  @ApiProperty({ description: 'In the caller’s language' }) name!: string;
  @ApiProperty() nameUk!: string;
  @ApiProperty() nameEn!: string;
  @ApiProperty({ type: EntitlementRef }) first!: EntitlementRef;
  @ApiProperty({ type: EntitlementRef }) second!: EntitlementRef;
  @ApiProperty({ enum: MODES }) mode!: 'refuse' | 'exception';
  @ApiProperty() maxDays!: number;
  @ApiProperty() active!: boolean;
  @ApiProperty({ description: 'Persons who hold both now' }) held!: number;
  @ApiProperty() version!: number;
}

export class SodRulePage {
  @ApiProperty({ type: [SodRuleReply] }) items!: SodRuleReply[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
  @ApiPropertyOptional() total?: number;
}

export class SodHolder {
  @ApiProperty({ type: PersonRef }) person!: PersonRef;
  @ApiProperty({ format: 'uuid' }) firstGrantId!: string;
  @ApiProperty({ format: 'uuid' }) secondGrantId!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String, description: 'Until when it was approved as an exception; null: it never was' }) exceptionUntil!: string | null;
}

export class SodHolderList {
  @ApiProperty({ type: [SodHolder] }) items!: SodHolder[];
}

/** What a pair would meet, before it is written. */
export class TrySodRule {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  firstId!: string;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  secondId!: string;
}

export class SodRuleQuery extends ListQuery {}
