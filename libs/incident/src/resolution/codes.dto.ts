import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsText, ReadOnlyFields } from '@opora/platform';
import { IsBoolean, IsInt, Max, Min, ValidateIf } from 'class-validator';

const IfGiven = (): PropertyDecorator => ValidateIf((_object, value: unknown) => value !== undefined);

@ReadOnlyFields('code', 'name')
export class PutResolutionCode {
  @ApiProperty({ maxLength: 100, example: 'Замінено обладнання' })
  @IsText({ max: 100 })
  nameUk!: string;

  @ApiProperty({ maxLength: 100, example: 'Hardware replaced' })
  @IsText({ max: 100 })
  nameEn!: string;

  @ApiPropertyOptional({ minimum: 0, maximum: 999, description: 'Place in the list', example: 6 })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(999)
  position?: number;

  @ApiPropertyOptional({ description: 'Incidents can be resolved with it; what was resolved with it keeps it', example: true })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class ResolutionCodeReply {
  @ApiProperty({ example: 'solved' })
  code!: string;

  @ApiProperty({ example: 'Вирішено', description: 'In the caller’s language' })
  name!: string;

  @ApiProperty({ example: 'Вирішено' })
  nameUk!: string;

  @ApiProperty({ example: 'Solved' })
  nameEn!: string;

  @ApiProperty({ example: 1 })
  position!: number;

  @ApiProperty()
  active!: boolean;
}

export class ResolutionCodeList {
  @ApiProperty({ type: [ResolutionCodeReply] })
  items!: ResolutionCodeReply[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
