import { PHASES, type Phase } from '@opora/kit';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsText, Omittable } from '@opora/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { NamedRef } from '../lists/reply.dto';

export class SearchRequest {
  @ApiProperty({ description: 'Words; all must be there. `or` between words, a minus before one; or a reference', example: 'принтер друк' })
  @IsText({ max: 500 })
  q!: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 50, default: 20 })
  @Omittable()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit: number = 20;

  @ApiPropertyOptional()
  @Omittable()
  @IsText({ max: 2000 })
  cursor?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'The last word is only begun (type-ahead)' })
  @Omittable()
  @IsIn(['true', 'false'])
  prefix?: string;
}

export class SearchHit {
  @ApiProperty({ enum: ['ticket'] }) type!: 'ticket';
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'INC-000123' }) reference!: string;
  @ApiProperty() kind!: string;
  @ApiProperty() title!: string;
  @ApiProperty() state!: string;
  @ApiProperty({ enum: PHASES }) phase!: Phase;
  @ApiProperty({ type: NamedRef, nullable: true }) service!: NamedRef | null;
  @ApiProperty({ type: NamedRef, nullable: true }) category!: NamedRef | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ enum: ['full', 'summary'], description: 'Summary: the caller may not open it' }) access!: 'full' | 'summary';
  @ApiPropertyOptional({ description: 'Part of what the requester wrote, around the words; only where the caller may open it' }) snippet?: string;
}

export class SearchPage {
  @ApiProperty({ type: [SearchHit] }) items!: SearchHit[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}

export class SimilarBody {
  @ApiProperty({ maxLength: 300 })
  @IsText({ max: 300 })
  title!: string;

  @ApiPropertyOptional({ maxLength: 20_000 })
  @Omittable()
  @IsText({ max: 20_000, min: 0 })
  description?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Tickets of the same service come first' })
  @Omittable()
  @IsId()
  serviceId?: string;
}

export class SimilarHit extends SearchHit {
  @ApiProperty({ description: '0–1: how much of the rarer words it shares' }) score!: number;
}

export class SimilarList {
  @ApiProperty({ type: [SimilarHit] }) items!: SimilarHit[];
}
