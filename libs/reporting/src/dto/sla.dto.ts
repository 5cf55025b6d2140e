import { ApiProperty } from '@nestjs/swagger';
import { Figure, ReportPeriod } from './common.dto';

export class SlaFigures {
  @ApiProperty({ type: Figure }) met!: Figure;
  @ApiProperty({ type: Figure, description: 'Late, whether stopped or still running' }) breached!: Figure;
  @ApiProperty({ type: Figure }) running!: Figure;
  @ApiProperty({ type: Figure }) paused!: Figure;
  @ApiProperty({ type: Figure, description: 'All four; cancelled clocks count nowhere' }) total!: Figure;
  @ApiProperty({ type: Number, nullable: true, description: 'met ÷ (met + breached), 0 to 1; null where nothing is decided' }) compliance!: number | null;
}

export class SlaMetric {
  @ApiProperty({ example: 'resolution' }) metric!: string;
  @ApiProperty({ type: SlaFigures }) current!: SlaFigures;
  @ApiProperty({ type: SlaFigures, nullable: true, description: 'The period before; null where the rows are months' }) previous!: SlaFigures | null;
}

export class ImportedFigures {
  @ApiProperty({ type: Figure }) met!: Figure;
  @ApiProperty({ type: Figure }) missed!: Figure;
  @ApiProperty({ type: Number, nullable: true }) compliance!: number | null;
}

export class SlaRow {
  @ApiProperty({ type: String, nullable: true, description: 'Identifier, priority or month; null for tickets without one' }) key!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Its present name' }) label!: string | null;
  @ApiProperty({ type: [SlaMetric] }) metrics!: SlaMetric[];
  @ApiProperty({ type: ImportedFigures, nullable: true, description: 'Tickets of an imported history, as their source says; no clock of ours ran for them' }) imported!: ImportedFigures | null;
}

export class SlaReport {
  @ApiProperty({ type: ReportPeriod, description: 'Tickets registered in it are counted' }) period!: ReportPeriod;
  @ApiProperty({ type: ReportPeriod }) previous!: ReportPeriod;
  @ApiProperty({ enum: ['service', 'group', 'priority', 'department', 'month'] }) by!: string;
  @ApiProperty({ format: 'date-time', description: 'State of the figures' }) at!: string;
  @ApiProperty({ type: SlaRow }) totals!: SlaRow;
  @ApiProperty({ type: [SlaRow] }) rows!: SlaRow[];
}
