import { ApiProperty } from '@nestjs/swagger';
import { Figure, ReportPeriod } from './common.dto';

export class LoadCell extends Figure {
  @ApiProperty({ description: 'Monday = 1' }) weekday!: number;
  @ApiProperty() hour!: number;
  @ApiProperty({ description: 'On an average such weekday of the period' }) mean!: number;
  @ApiProperty() min!: number;
  @ApiProperty() max!: number;
}

export class LoadReport {
  @ApiProperty({ type: ReportPeriod }) period!: ReportPeriod;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: ['registered', 'resolved'] }) of!: string;
  @ApiProperty({ type: [LoadCell], description: '7 × 24, Monday 00 first' }) cells!: LoadCell[];
  @ApiProperty({ type: [Figure], description: 'Sums of the seven weekdays' }) weekdays!: Figure[];
  @ApiProperty({ type: [Figure], description: 'Sums of the 24 hours' }) hours!: Figure[];
  @ApiProperty({ type: [Number], description: 'How many of each weekday the period has had so far' }) days!: number[];
  @ApiProperty({ type: Figure }) total!: Figure;
}
