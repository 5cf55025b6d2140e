import { ApiProperty } from '@nestjs/swagger';
import { Figure, ReportPeriod } from './common.dto';

export class OperatorFigures {
  @ApiProperty({ type: Figure, description: 'Tickets registered as staff' }) registered!: Figure;
  @ApiProperty({ type: Figure, description: 'Tickets in which the requester was answered' }) answered!: Figure;
  @ApiProperty({ type: Figure, description: 'Tickets resolved in the period by the solution that stands' }) resolved!: Figure;
  @ApiProperty({ type: Figure, description: 'Of those resolved, at first contact' }) firstContact!: Figure;
  @ApiProperty({ type: Figure, description: 'Tickets whose solution by this person was reopened in the period' }) reopened!: Figure;
  @ApiProperty({ type: Figure, description: 'Of those resolved, rated' }) rated!: Figure;
  @ApiProperty({ type: Figure, description: 'Rated 4 or 5' }) satisfied!: Figure;
  @ApiProperty({ type: Figure, description: 'Tickets with time logged' }) logged!: Figure;
  @ApiProperty() loggedSeconds!: number;
  @ApiProperty({ type: Figure, description: 'Assigned and open now' }) openNow!: Figure;
}

export class OperatorRow extends OperatorFigures {
  @ApiProperty({ format: 'uuid' }) key!: string;
  @ApiProperty() label!: string;
}

export class OperatorMedians {
  @ApiProperty() registered!: number;
  @ApiProperty() answered!: number;
  @ApiProperty() resolved!: number;
  @ApiProperty() reopened!: number;
  @ApiProperty() loggedSeconds!: number;
  @ApiProperty() openNow!: number;
}

export class ActivityReport {
  @ApiProperty({ type: ReportPeriod }) period!: ReportPeriod;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: ['all', 'groups', 'self'], description: 'Whose rows the caller may see' }) scope!: 'all' | 'groups' | 'self';
  @ApiProperty({ type: [OperatorRow] }) rows!: OperatorRow[];
  @ApiProperty({ type: OperatorMedians, nullable: true, description: 'Of the operators compared; null for fewer than five, whom it would give away' }) medians!: OperatorMedians | null;
  @ApiProperty({ description: 'How many operators the medians rest on' }) peers!: number;
}
