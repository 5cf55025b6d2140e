import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CalendarDraft } from '@opora/calendar';
import { IsInstant, IsText, Omittable } from '@opora/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsDefined, IsIn, IsInt, IsObject, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { PauseBody } from './agreement.dto';
import { ClockReply } from './clock.dto';
import { METRICS, type Metric } from './domain';

const Nullable = (): PropertyDecorator => ValidateIf((_object, value) => value !== null && value !== undefined);
const given = (value: unknown): boolean => value !== null && value !== undefined;
const YEAR = 366 * 86_400;

export class SimulationTarget {
  @ApiProperty({ enum: METRICS })
  @IsIn(METRICS)
  metric!: Metric;

  @ApiPropertyOptional({ minimum: 1, nullable: true, type: Number, description: 'Working seconds; this or days', example: 14400 })
  @ValidateIf(({ days }: SimulationTarget, seconds) => !given(days) || given(seconds))
  @IsInt()
  @Min(1)
  @Max(10 * YEAR)
  seconds?: number | null;

  @ApiPropertyOptional({ minimum: 1, maximum: 3_660, nullable: true, type: Number, description: 'Working days: the same hour so many working days later; this or seconds' })
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(3_660)
  days?: number | null;
}

const SIMULATED = ['registered', 'state', 'public_reply', 'priority', 'resolved', 'reopened', 'closed'] as const;

export class SimulationEvent {
  @ApiProperty({ format: 'date-time' })
  @IsInstant()
  at!: string;

  @ApiProperty({ enum: SIMULATED })
  @IsIn(SIMULATED)
  event!: (typeof SIMULATED)[number];

  @ApiPropertyOptional()
  @Omittable()
  @IsText({ max: 40 })
  state?: string;

  @ApiPropertyOptional({ nullable: true, type: String })
  @Nullable()
  @IsText({ max: 40 })
  reason?: string | null;

  @ApiPropertyOptional({ minimum: 1, maximum: 5 })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(5)
  priority?: number;

  @ApiPropertyOptional({ type: [SimulationTarget] })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => SimulationTarget)
  targets?: SimulationTarget[];
}

export class SimulationBody {
  @ApiProperty({ type: CalendarDraft })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => CalendarDraft)
  calendar!: CalendarDraft;

  @ApiProperty({ type: [SimulationTarget] })
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => SimulationTarget)
  targets!: SimulationTarget[];

  @ApiPropertyOptional({ type: [PauseBody] })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => PauseBody)
  pauses?: PauseBody[];

  @ApiProperty({ type: [SimulationEvent] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  @Type(() => SimulationEvent)
  history!: SimulationEvent[];

  @ApiProperty({ format: 'date-time' })
  @IsInstant()
  now!: string;
}

export class SimulationReply {
  @ApiProperty({ type: [ClockReply] })
  clocks!: ClockReply[];
}
