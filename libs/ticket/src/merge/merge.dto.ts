import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsText, Omittable } from '@opora/platform';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsObject } from 'class-validator';

export class MergeBody {
  @ApiProperty({ description: 'Id or reference of the ticket that stays', example: 'INC-000124' })
  @IsText({ max: 60 })
  intoId!: string;
}

export class BulkBody {
  @ApiProperty({ type: [String], minItems: 1, maxItems: 200, description: 'Ids or references' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsText({ max: 60, each: true })
  ids!: string[];

  @ApiPropertyOptional({ type: Object, description: 'Fields to set, as in PATCH; this or `command`' })
  @Omittable()
  @IsObject()
  change?: Record<string, unknown>;

  @ApiPropertyOptional({ example: 'assign', description: 'A command of the tickets’ process, or `merge`' })
  @Omittable()
  @IsText({ max: 60 })
  command?: string;

  @ApiPropertyOptional({ type: Object, description: 'Body of the command' })
  @Omittable()
  @IsObject()
  body?: Record<string, unknown>;

  @ApiPropertyOptional({ default: false, description: 'Answers what would happen and changes nothing' })
  @Omittable()
  @IsBoolean()
  dryRun?: boolean;

  @ApiPropertyOptional({ default: false, description: 'The first refusal leaves everything as it was' })
  @Omittable()
  @IsBoolean()
  allOrNothing?: boolean;
}

export class BulkItem {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['done', 'refused', 'not_done'] }) status!: 'done' | 'refused' | 'not_done';
  @ApiPropertyOptional({ type: Object, description: 'Why it was refused: a problem document' }) problem?: object;
}

export class BulkReply {
  @ApiProperty({ type: [BulkItem] }) items!: BulkItem[];
  @ApiProperty() done!: number;
  @ApiProperty() refused!: number;
}
