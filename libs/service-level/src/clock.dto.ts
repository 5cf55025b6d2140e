import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { METRICS, type Metric } from './domain';

export class ClockIntervalReply {
  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiProperty({ format: 'date-time' })
  to!: string;

  @ApiProperty({ enum: ['counted', 'paused', 'out_of_hours'] })
  kind!: 'counted' | 'paused' | 'out_of_hours';

  @ApiProperty()
  seconds!: number;

  @ApiProperty({ nullable: true, type: String, description: 'State and reason of a pause, or the holiday by name' })
  reason!: string | null;
}

export class ClockAgreement {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: ['SLA', 'OLA', 'UC'] })
  type!: 'SLA' | 'OLA' | 'UC';
}

export class ClockReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: METRICS })
  metric!: Metric;

  @ApiProperty({ type: ClockAgreement })
  agreement!: ClockAgreement;

  @ApiProperty({ enum: ['running', 'paused', 'met', 'breached', 'cancelled'] })
  state!: 'running' | 'paused' | 'met' | 'breached' | 'cancelled';

  @ApiProperty({ description: 'Working seconds; of a target in days those between the start and the same hour of its last day' })
  targetSeconds!: number;

  @ApiPropertyOptional({ description: 'Where the target is given in working days: the same hour so many working days later' })
  targetDays?: number;

  @ApiProperty({ format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ format: 'date-time', description: 'While paused: as if it ran on from now' })
  dueAt!: string;

  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  stoppedAt!: string | null;

  @ApiProperty()
  elapsedSeconds!: number;

  @ApiProperty({ description: 'Negative when late' })
  remainingSeconds!: number;

  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  breachedAt!: string | null;

  @ApiPropertyOptional({ type: [ClockIntervalReply], description: 'With explain=true' })
  intervals?: ClockIntervalReply[];
}

export class ClockList {
  @ApiProperty({ type: [ClockReply] })
  items!: ClockReply[];
}
