import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { invalid } from '@opora/kit';
import { Actor, CurrentActor, Database, IfMatch, Permit, Versioned } from '@opora/platform';
import HolidaysOf from 'date-holidays';
import { CalendarBody, CalendarPage, CalendarReply, HolidayList, HolidaysQuery, PreviewBody, PreviewReply, UpdateCalendar } from './calendar.dto';
import { Calendars, check } from './calendars';
import { NeverOpen, WorkingTime } from './domain';

const MAX_YEARS = 10;

@ApiTags('service levels')
@Controller('calendars')
export class CalendarController {
  constructor(
    private readonly calendars: Calendars,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('calendar.read')
  @ApiOkResponse({ type: CalendarPage })
  async list(): Promise<CalendarPage> {
    return { items: await this.calendars.list(), nextCursor: null };
  }

  @Get('holidays')
  @Permit('calendar.write')
  @ApiOkResponse({ type: HolidayList, description: 'Public holidays of a country, to be taken into a calendar' })
  holidays(@Query() { country, year }: HolidaysQuery): HolidayList {
    const known = new HolidaysOf();
    if (!(country.toUpperCase() in known.getCountries())) throw invalid('/country', 'unknown_reference');
    const named = (language: string): Map<string, string> => new Map(new HolidaysOf(country.toUpperCase(), { languages: [language], types: ['public'] }).getHolidays(year).map((day) => [day.date.slice(0, 10), day.name]));
    const [uk, en] = [named('uk'), named('en')];
    return { items: [...en].map(([date, nameEn]) => ({ date, nameEn, nameUk: uk.get(date) ?? nameEn })) };
  }

  @Get(':id')
  @Permit('calendar.read')
  @Versioned()
  @ApiOkResponse({ type: CalendarReply })
  read(@Param('id', ParseUUIDPipe) id: string): Promise<CalendarReply> {
    return this.calendars.read(id);
  }

  @Post()
  @Permit('calendar.write')
  @Versioned('/calendars')
  @ApiCreatedResponse({ type: CalendarReply })
  create(@CurrentActor() actor: Actor, @Body() { name, ...definition }: CalendarBody): Promise<CalendarReply> {
    return this.database.tx((tx) => this.calendars.create(tx, actor, name, definition), { operation: actor.operation });
  }

  @Patch(':id')
  @Permit('calendar.write')
  @Versioned()
  @ApiOkResponse({ type: CalendarReply })
  update(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateCalendar): Promise<CalendarReply> {
    return this.database.tx((tx) => this.calendars.update(tx, actor, id, version, body));
  }

  @Post('preview')
  @HttpCode(200)
  @Permit('calendar.preview')
  @ApiOkResponse({ type: PreviewReply, description: 'Stores nothing' })
  async preview(@Body() body: PreviewBody): Promise<PreviewReply> {
    if ((body.calendar === undefined) === (body.calendarId === undefined) || (body.addSeconds === undefined) === (body.to === undefined)) throw invalid('', 'calendar.one_of');
    const working = await this.working(body);
    const from = Math.floor(Date.parse(body.from) / 1000);
    try {
      if (body.addSeconds !== undefined) return { at: instant(working.add(from, body.addSeconds)) };
    } catch (error) {
      if (error instanceof NeverOpen) throw invalid(body.calendar ? '/calendar' : '/calendarId', 'calendar.never_open');
      throw error;
    }
    const to = Math.floor(Date.parse(body.to as string) / 1000);
    if (to - from > MAX_YEARS * 366 * 86_400) throw invalid('/to', 'calendar.too_long', { years: MAX_YEARS });
    const tiles = to > from ? working.explain(from, to) : [];
    return {
      workingSeconds: working.worked(from, to),
      intervals: tiles.map((tile) => ({ from: instant(tile.from), to: instant(tile.to), kind: tile.open ? 'counted' : 'out_of_hours', seconds: tile.to - tile.from, reason: tile.reason })),
    };
  }

  private async working(body: PreviewBody): Promise<WorkingTime> {
    if (body.calendarId !== undefined) return this.calendars.working(await this.calendars.current(body.calendarId));
    const { timeZone, week, exceptions = [] } = body.calendar as NonNullable<PreviewBody['calendar']>;
    const definition = { timeZone, week, exceptions };
    check(definition, '/calendar');
    return new WorkingTime(definition);
  }
}

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString();
