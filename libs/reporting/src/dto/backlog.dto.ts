import { ApiProperty } from '@nestjs/swagger';
import { Figure, ReportPeriod } from './common.dto';

export class FlowDay {
  @ApiProperty({ format: 'date' }) day!: string;
  @ApiProperty({ type: Figure }) came!: Figure;
  @ApiProperty({ type: Figure, description: 'Resolved, or closed without a solution' }) went!: Figure;
  @ApiProperty({ type: Figure, description: 'Open at the end of the day (today: now)' }) open!: Figure;
}

export class BacklogReport {
  @ApiProperty({ type: ReportPeriod }) period!: ReportPeriod;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: Figure, description: 'Open when the period began' }) before!: Figure;
  @ApiProperty({ type: Figure }) came!: Figure;
  @ApiProperty({ type: Figure }) went!: Figure;
  @ApiProperty({ type: Figure, description: 'Open at its end: before + came − went' }) after!: Figure;
  @ApiProperty({ type: [FlowDay] }) days!: FlowDay[];
}

export class AgeingRow {
  @ApiProperty({ type: String, nullable: true }) key!: string | null;
  @ApiProperty({ type: String, nullable: true }) label!: string | null;
  @ApiProperty({ type: [Figure], description: 'In the order of `bands`' }) ages!: Figure[];
  @ApiProperty({ type: Figure }) total!: Figure;
}

export class HoldReason {
  @ApiProperty({ example: 'requester' }) reason!: string;
  @ApiProperty({ type: Figure }) tickets!: Figure;
}

export class OldTicket {
  @ApiProperty() reference!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty() priority!: number;
  @ApiProperty({ type: String, nullable: true }) group!: string | null;
  @ApiProperty() reassignmentCount!: number;
}

export class AgeingReport {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: ['service', 'group', 'priority', 'department'] }) by!: string;
  @ApiProperty({ type: [String], example: ['<1', '1-3', '3-7', '7-30', '>30'], description: 'Days since registration' }) bands!: string[];
  @ApiProperty({ type: AgeingRow }) totals!: AgeingRow;
  @ApiProperty({ type: [AgeingRow] }) rows!: AgeingRow[];
  @ApiProperty({ type: [HoldReason], description: 'Why those that wait do' }) holdReasons!: HoldReason[];
  @ApiProperty({ type: Figure, description: 'Open, handed on three times or more' }) pingPong!: Figure;
  @ApiProperty({ type: [OldTicket], description: 'The ten oldest' }) oldest!: OldTicket[];
}
