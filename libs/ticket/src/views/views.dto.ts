import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsText, Omittable, ReadOnlyFields, ToArray } from '@opora/platform';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsObject, Max, Min } from 'class-validator';

@ReadOnlyFields('id', 'ownerId', 'version', 'createdAt', 'updatedAt', 'mine')
export class ViewBody {
  @ApiProperty({ maxLength: 80, example: 'Мої відкриті P1' })
  @IsText({ max: 80 })
  name!: string;

  @ApiProperty({ type: Object, description: 'Filters of `GET /tickets`, `@me` and `@my_groups` included', example: { assigneeId: ['@me'], phase: ['active'] } })
  @IsObject()
  filter!: Record<string, unknown>;

  @ApiPropertyOptional({ type: [String] })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(30)
  @IsText({ max: 40, each: true })
  columns?: string[];

  @ApiPropertyOptional({ example: 'priority' })
  @Omittable()
  @IsText({ max: 200 })
  sort?: string;

  @ApiPropertyOptional({ enum: ['none', 'group', 'all'], default: 'none' })
  @Omittable()
  @IsIn(['none', 'group', 'all'])
  sharedWith?: 'none' | 'group' | 'all';

  @ApiPropertyOptional({ format: 'uuid', description: 'With `sharedWith: group`' })
  @Omittable()
  @IsId()
  groupId?: string;

  @ApiPropertyOptional({ minimum: 0, maximum: 1_000 })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(1_000)
  position?: number;
}

@ReadOnlyFields('id', 'ownerId', 'version', 'createdAt', 'updatedAt', 'mine')
export class ViewPatch {
  @ApiPropertyOptional({ maxLength: 80 }) @Omittable() @IsText({ max: 80 }) name?: string;
  @ApiPropertyOptional({ type: Object }) @Omittable() @IsObject() filter?: Record<string, unknown>;
  @ApiPropertyOptional({ type: [String] }) @Omittable() @IsArray() @ArrayMaxSize(30) @IsText({ max: 40, each: true }) columns?: string[];
  @ApiPropertyOptional() @Omittable() @IsText({ max: 200 }) sort?: string;
  @ApiPropertyOptional({ enum: ['none', 'group', 'all'] }) @Omittable() @IsIn(['none', 'group', 'all']) sharedWith?: 'none' | 'group' | 'all';
  @ApiPropertyOptional({ format: 'uuid' }) @Omittable() @IsId() groupId?: string;
  @ApiPropertyOptional({ minimum: 0, maximum: 1_000 }) @Omittable() @IsInt() @Min(0) @Max(1_000) position?: number;
}

export class ViewReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: Object }) filter!: Record<string, unknown>;
  @ApiProperty({ type: [String] }) columns!: string[];
  @ApiProperty({ type: String, nullable: true }) sort!: string | null;
  @ApiProperty({ enum: ['none', 'group', 'all'] }) sharedWith!: 'none' | 'group' | 'all';
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) groupId!: string | null;
  @ApiProperty() position!: number;
  @ApiProperty({ description: 'The caller’s own: only those can be changed' }) mine!: boolean;
  @ApiProperty() version!: number;
}

export class ViewList {
  @ApiProperty({ type: [ViewReply] }) items!: ViewReply[];
}

export class CountsQuery {
  @ApiProperty({ type: [String], format: 'uuid', description: 'Saved views; repeat the name', name: 'id' })
  @ToArray()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsId({ each: true })
  id!: string[];
}

export class ViewCount {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: 'Tickets in it, counted to 1000' }) count!: number;
}

export class CountsReply {
  @ApiProperty({ type: [ViewCount] }) items!: ViewCount[];
}
