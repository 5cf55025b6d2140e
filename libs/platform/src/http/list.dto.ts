import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsText, Omittable } from './validation';

/** What every list takes (`api.md` Lists). */
export class ListQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50, description: 'Items on a page' })
  @Omittable()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before' })
  @Omittable()
  @IsText({ max: 2000 })
  cursor?: string;

  @ApiPropertyOptional({ description: 'Fields, comma-separated; a leading minus turns the order', example: '-updatedAt' })
  @Omittable()
  @IsText({ max: 200 })
  sort?: string;

  @ApiPropertyOptional({ description: 'Full-text search' })
  @Omittable()
  @IsText({ max: 500 })
  q?: string;

  @ApiPropertyOptional({ enum: ['estimate', 'exact'], description: 'Adds `total`' })
  @Omittable()
  @IsIn(['estimate', 'exact'])
  count?: 'estimate' | 'exact';
}

/** Stable text of a query without its place in the list: what a cursor is bound to. */
export function queryKey(query: object): string {
  const { cursor: _cursor, limit: _limit, count: _count, ...rest } = query as Record<string, unknown>;
  return JSON.stringify(Object.entries(rest).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
}
