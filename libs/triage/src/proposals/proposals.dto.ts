import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LEVELS, type Level, type Priority } from '@opora/kit';
import { IsId, IsText, Omittable } from '@opora/platform';
import { GroupRef, NamedRef } from '@opora/ticket';

export const SOURCES = ['chosen', 'similar', 'words', 'category', 'service', 'default', 'raised', 'matrix'] as const;
export type Source = (typeof SOURCES)[number];

export class ProposalBody {
  @ApiProperty({ maxLength: 300, example: 'Не друкує принтер, блимає жовтим' })
  @IsText({ max: 300 })
  title!: string;

  @ApiPropertyOptional({ maxLength: 20_000 })
  @Omittable()
  @IsText({ max: 20_000, min: 0 })
  description?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Who is affected' })
  @Omittable()
  @IsId()
  requesterId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Chosen already: category, levels and group follow from it' })
  @Omittable()
  @IsId()
  serviceId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Chosen already' })
  @Omittable()
  @IsId()
  categoryId?: string;
}

/** What every proposed value says of itself. */
class Because {
  @ApiProperty({ enum: SOURCES }) source!: Source;
  @ApiProperty({ description: 'In the caller’s language', example: 'Так було в 4 з 5 схожих вирішених звернень' }) reason!: string;
  @ApiProperty({ type: [String], description: 'References of the solved tickets that it rests on; all are in `similar`', example: ['INC-000012'] }) tickets!: string[];
}

export class ProposedRef extends Because {
  @ApiProperty({ type: NamedRef }) value!: NamedRef;
}
export class ProposedGroup extends Because {
  @ApiProperty({ type: GroupRef }) value!: GroupRef;
}
export class ProposedLevel extends Because {
  @ApiProperty({ enum: LEVELS }) value!: Level;
}
export class ProposedPriority extends Because {
  @ApiProperty({ type: Number, minimum: 1, maximum: 5 }) value!: Priority;
}

export class SolvedExample {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'INC-000123' }) reference!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ type: NamedRef, nullable: true }) service!: NamedRef | null;
  @ApiProperty({ type: NamedRef, nullable: true }) category!: NamedRef | null;
  @ApiProperty({ description: '0–1: how much of the rarer words it shares' }) score!: number;
  @ApiProperty({ type: String, nullable: true, description: 'What its requester was told' }) solution!: string | null;
  @ApiProperty({ enum: ['full', 'summary'], description: 'Summary: the caller may not open it' }) access!: 'full' | 'summary';
}

/** Nothing of it is stored; what is sent at registration decides. */
export class ProposalReply {
  @ApiProperty({ type: ProposedRef, nullable: true }) service!: ProposedRef | null;
  @ApiProperty({ type: ProposedRef, nullable: true }) category!: ProposedRef | null;
  @ApiProperty({ type: ProposedLevel }) impact!: ProposedLevel;
  @ApiProperty({ type: ProposedLevel }) urgency!: ProposedLevel;
  @ApiProperty({ type: ProposedPriority }) priority!: ProposedPriority;
  @ApiProperty({ type: ProposedGroup, nullable: true, description: 'Where it would be routed' }) group!: ProposedGroup | null;
  @ApiProperty({ type: [SolvedExample], description: 'Solved tickets like it that the caller may see' }) similar!: SolvedExample[];
}
