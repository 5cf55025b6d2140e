import { ApiProperty } from '@nestjs/swagger';
import { Figure } from './common.dto';

export class UsualRange {
  @ApiProperty() low!: number;
  @ApiProperty() median!: number;
  @ApiProperty() high!: number;
}

export class TodayFlow extends Figure {
  @ApiProperty({ type: UsualRange, nullable: true, description: 'Middle half of the same weekday until the same hour in the eight weeks before' }) usual!: UsualRange | null;
}

export class TodayFigures {
  @ApiProperty({ type: Figure, description: 'new, active and waiting' }) open!: Figure;
  @ApiProperty({ type: Figure, description: 'phase `new`' }) new!: Figure;
  @ApiProperty({ type: Figure, description: 'new or active, nobody’s' }) unassigned!: Figure;
  @ApiProperty({ type: Figure, description: 'the clock that is due next is overdue' }) breached!: Figure;
  @ApiProperty({ type: Figure }) dueNextHour!: Figure;
  @ApiProperty({ type: Figure, description: 'until midnight, the next hour among them' }) dueToday!: Figure;
  @ApiProperty({ type: Figure, description: 'waiting, and nothing happened for three days' }) onHoldTooLong!: Figure;
}

export class TodayGroup extends TodayFigures {
  @ApiProperty({ type: String, nullable: true }) key!: string | null;
  @ApiProperty({ type: String, nullable: true }) label!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Registration of the oldest open ticket' }) oldestAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the next running clock is due' }) nextDueAt!: string | null;
}

export class TodayMajor {
  @ApiProperty() reference!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ format: 'date-time' }) since!: string;
}

export class TodayReport {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty() timeZone!: string;
  @ApiProperty({ type: TodayFigures }) totals!: TodayFigures;
  @ApiProperty({ type: TodayFlow }) registered!: TodayFlow;
  @ApiProperty({ type: TodayFlow }) resolved!: TodayFlow;
  @ApiProperty({ type: Figure, description: 'Of those resolved today, at first contact' }) firstContact!: Figure;
  @ApiProperty({ type: Figure, description: 'Open at this hour a week ago' }) openWeekAgo!: Figure;
  @ApiProperty({ type: [TodayMajor] }) majors!: TodayMajor[];
  @ApiProperty({ type: [TodayGroup] }) groups!: TodayGroup[];
}
