import { ApiProperty } from '@nestjs/swagger';
import type { Priority } from '@opora/kit';
import { ReadOnlyFields } from '@opora/platform';
import { Type } from 'class-transformer';
import { IsDefined, IsInt, IsObject, Max, Min, ValidateNested } from 'class-validator';
import type { PriorityMatrix } from '../domain';

const Cell = (): PropertyDecorator => (target, key) => {
  ApiProperty({ type: Number, minimum: 1, maximum: 5, example: 3 })(target, key);
  IsInt()(target, key);
  Min(1)(target, key);
  Max(5)(target, key);
};

/** Priority by urgency, for one impact. */
export class PriorityRow {
  @Cell()
  high!: Priority;

  @Cell()
  medium!: Priority;

  @Cell()
  low!: Priority;
}

const Row = (example: Record<string, number>): PropertyDecorator => (target, key) => {
  ApiProperty({ type: PriorityRow, example })(target, key);
  IsDefined()(target, key);
  IsObject()(target, key);
  ValidateNested()(target, key);
  Type(() => PriorityRow)(target, key);
};

/** Impact → urgency → P1…P5. */
export class PriorityMatrixCells {
  @Row({ high: 1, medium: 2, low: 3 })
  high!: PriorityRow;

  @Row({ high: 2, medium: 3, low: 4 })
  medium!: PriorityRow;

  @Row({ high: 3, medium: 4, low: 5 })
  low!: PriorityRow;
}

@ReadOnlyFields('version', 'updatedAt')
export class PutPriorityMatrix {
  @ApiProperty({ type: PriorityMatrixCells, description: 'Impact → urgency → priority 1…5' })
  @IsDefined()
  @IsObject()
  @IsObject()
  @ValidateNested()
  @Type(() => PriorityMatrixCells)
  matrix!: PriorityMatrixCells;
}

export class PriorityMatrixReply {
  @ApiProperty({ type: PriorityMatrixCells })
  matrix!: PriorityMatrix;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  @ApiProperty({ example: 1 })
  version!: number;
}
