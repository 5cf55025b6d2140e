import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsInstant, IsText, Omittable, ReadOnlyFields } from '@opora/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDefined, IsInt, IsObject, Length, Matches, Max, Min, ValidateNested } from 'class-validator';

const TIME = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

export class LocalIntervalBody {
  @ApiProperty({ example: '09:00' })
  @Matches(TIME)
  from!: string;

  @ApiProperty({ example: '18:00', description: 'Not after `from`: passes midnight; `24:00` is allowed' })
  @Matches(TIME)
  to!: string;
}

export class WeekIntervalBody extends LocalIntervalBody {
  @ApiProperty({ minimum: 1, maximum: 7, description: 'Monday = 1' })
  @IsInt()
  @Min(1)
  @Max(7)
  day!: number;
}

export class ExceptionalDayBody {
  @ApiProperty({ example: '2027-01-01' })
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  date!: string;

  @ApiProperty({ example: 'Новий рік' })
  @IsText({ max: 200 })
  name!: string;

  @ApiProperty({ type: [LocalIntervalBody], description: 'None: a holiday' })
  @IsArray()
  @ArrayMaxSize(24)
  @ValidateNested({ each: true })
  @Type(() => LocalIntervalBody)
  intervals!: LocalIntervalBody[];
}

@ReadOnlyFields('id', 'version')
export class CalendarBody {
  @ApiProperty({ example: 'Робочі дні 9–18' })
  @IsText({ max: 200 })
  name!: string;

  @ApiProperty({ example: 'Europe/Kyiv' })
  @IsText({ max: 64 })
  timeZone!: string;

  @ApiProperty({ type: [WeekIntervalBody] })
  @IsArray()
  @ArrayMaxSize(168)
  @ValidateNested({ each: true })
  @Type(() => WeekIntervalBody)
  week!: WeekIntervalBody[];

  @ApiProperty({ type: [ExceptionalDayBody] })
  @IsArray()
  @ArrayMaxSize(3660)
  @ValidateNested({ each: true })
  @Type(() => ExceptionalDayBody)
  exceptions!: ExceptionalDayBody[];
}

@ReadOnlyFields('id', 'version')
export class UpdateCalendar {
  @ApiPropertyOptional()
  @Omittable()
  @IsText({ max: 200 })
  name?: string;

  @ApiPropertyOptional()
  @Omittable()
  @IsText({ max: 64 })
  timeZone?: string;

  @ApiPropertyOptional({ type: [WeekIntervalBody] })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(168)
  @ValidateNested({ each: true })
  @Type(() => WeekIntervalBody)
  week?: WeekIntervalBody[];

  @ApiPropertyOptional({ type: [ExceptionalDayBody] })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(3660)
  @ValidateNested({ each: true })
  @Type(() => ExceptionalDayBody)
  exceptions?: ExceptionalDayBody[];
}

export class CalendarReply extends CalendarBody {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  version!: number;
}

export class CalendarPage {
  @ApiProperty({ type: [CalendarReply] })
  items!: CalendarReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;
}

/** A calendar within a request that stores nothing: its name does not matter. */
export class CalendarDraft {
  @ApiPropertyOptional()
  @Omittable()
  @IsText({ max: 200 })
  name?: string;

  @ApiProperty({ example: 'Europe/Kyiv' })
  @IsText({ max: 64 })
  timeZone!: string;

  @ApiProperty({ type: [WeekIntervalBody] })
  @IsArray()
  @ArrayMaxSize(168)
  @ValidateNested({ each: true })
  @Type(() => WeekIntervalBody)
  week!: WeekIntervalBody[];

  @ApiPropertyOptional({ type: [ExceptionalDayBody] })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(3660)
  @ValidateNested({ each: true })
  @Type(() => ExceptionalDayBody)
  exceptions?: ExceptionalDayBody[];
}

export class PreviewBody {
  @ApiPropertyOptional({ type: CalendarDraft })
  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => CalendarDraft)
  calendar?: CalendarDraft;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  calendarId?: string;

  @ApiProperty({ format: 'date-time' })
  @IsDefined()
  @IsInstant()
  from!: string;

  @ApiPropertyOptional({ description: 'Working seconds', example: 28800 })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(10 * 366 * 86_400)
  addSeconds?: number;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  to?: string;
}

export class PreviewInterval {
  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiProperty({ format: 'date-time' })
  to!: string;

  @ApiProperty({ enum: ['counted', 'out_of_hours'] })
  kind!: 'counted' | 'out_of_hours';

  @ApiProperty()
  seconds!: number;

  @ApiProperty({ nullable: true, type: String, description: 'The holiday by name' })
  reason!: string | null;
}

export class PreviewReply {
  @ApiPropertyOptional({ format: 'date-time' })
  at?: string;

  @ApiPropertyOptional()
  workingSeconds?: number;

  @ApiPropertyOptional({ type: [PreviewInterval] })
  intervals?: PreviewInterval[];
}

export class HolidaysQuery {
  @ApiProperty({ example: 'UA' })
  @Length(2, 2)
  country!: string;

  @ApiProperty({ example: 2027 })
  @Type(() => Number)
  @IsInt()
  @Min(1990)
  @Max(2100)
  year!: number;
}

export class Holiday {
  @ApiProperty({ example: '2027-01-01' })
  date!: string;

  @ApiProperty()
  nameUk!: string;

  @ApiProperty()
  nameEn!: string;
}

export class HolidayList {
  @ApiProperty({ type: [Holiday] })
  items!: Holiday[];
}
