import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsId, Omittable } from '@opora/platform';
import { IsInt, IsObject, Min } from 'class-validator';

/** An order, or what would be one. */
export class OrderBody {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'By the form of the offering’s present version', example: { why: 'The old one does not start' } })
  @IsObject()
  answers!: Record<string, unknown>;

  @ApiPropertyOptional({ format: 'uuid', description: 'For whom; the caller where left out' })
  @Omittable()
  @IsId()
  requesterId?: string;

  @ApiPropertyOptional({ minimum: 1, description: 'The version that the form was shown by: another in the meantime answers 409' })
  @Omittable()
  @IsInt()
  @Min(1)
  number?: number;
}

export class PromiseBody extends PartialType(OrderBody) {}
