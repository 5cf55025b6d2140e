import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { CalendarDraft, NeverOpen, WorkingTime, checkCalendar } from '@opora/calendar';
import { type FieldError, Refusal, invalid } from '@opora/kit';
import { Actor, CurrentActor, Ids, Permit } from '@opora/platform';
import { IsIn, IsOptional } from 'class-validator';
import { AppliedReply, ImpactReply } from '../impact.dto';
import { ClockList } from '../clock.dto';
import { DEFAULT_PAUSES, simulate } from '../domain';
import { PolicyImpact } from '../impact';
import { AT_ONCE, OpenPolicies } from '../open-policies';
import { ServiceLevels, shape } from '../service-levels';
import { SimulationBody, SimulationReply, SimulationTarget } from '../simulation.dto';

const MAX_YEARS = 20;

class ClockQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Adds the intervals from start to due' })
  @IsOptional()
  @IsIn(['true', 'false'])
  explain?: 'true' | 'false';
}

@ApiTags('service levels')
@Controller()
export class ClockController {
  constructor(
    private readonly levels: ServiceLevels,
    private readonly impacts: PolicyImpact,
    private readonly openPolicies: OpenPolicies,
    private readonly ids: Ids,
  ) {}

  @Get('tickets/:id/clocks')
  @Permit('clock.read')
  @ApiOkResponse({ type: ClockList })
  async clocks(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: ClockQuery): Promise<ClockList> {
    return { items: await this.levels.ofTicket(actor, id, query.explain === 'true') };
  }

  @Post('calendars/:id/impact')
  @HttpCode(200)
  @Permit('calendar.read')
  @ApiOkResponse({ type: ImpactReply, description: 'Which due times of open tickets this calendar would move; stores nothing' })
  async calendarImpact(@Param('id', ParseUUIDPipe) id: string, @Body() body: CalendarDraft): Promise<ImpactReply> {
    const definition = definitionOf(body, '');
    try {
      return await this.impacts.ofCalendar(id, definition);
    } catch (error) {
      if (error instanceof NeverOpen) throw invalid('/week', 'calendar.never_open');
      throw error;
    }
  }

  @Post('calendars/:id/open-tickets')
  @HttpCode(200)
  @Permit('calendar.write')
  @ApiOkResponse({ type: AppliedReply, description: 'Lets the calendar as it is now hold for open tickets too; otherwise a change holds for those registered later' })
  async calendarForOpen(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<AppliedReply> {
    return this.openPolicies.applyCalendar(actor, id, AT_ONCE);
  }

  @Post('sla/simulations')
  @HttpCode(200)
  @Permit('sla.simulate')
  @ApiOkResponse({ type: SimulationReply, description: 'Stores nothing' })
  simulation(@Body() body: SimulationBody): SimulationReply {
    const instants = [...body.history.map(({ at }) => Date.parse(at)), Date.parse(body.now)];
    if (Math.max(...instants) - Math.min(...instants) > MAX_YEARS * 366 * 86_400_000) throw invalid('/now', 'calendar.too_long', { years: MAX_YEARS });
    checkLengths(body);
    try {
      const clocks = simulate({
        calendar: new WorkingTime(definitionOf(body.calendar, '/calendar')),
        targets: body.targets,
        pauses: body.pauses ?? DEFAULT_PAUSES,
        history: body.history.map((event) => ({ ...event, at: Math.floor(Date.parse(event.at) / 1000) })),
        now: Math.floor(Date.parse(body.now) / 1000),
      });
      return { clocks: clocks.map(({ metric, clock }) => ({ id: this.ids.next(), metric, agreement: { id: '', name: '', type: 'SLA' as const }, ...shape(clock, true) })) };
    } catch (error) {
      if (error instanceof NeverOpen) throw invalid('/calendar', 'calendar.never_open');
      throw error;
    }
  }
}

/** @throws Refusal 422 where a target is given in seconds and in days */
function checkLengths({ targets, history }: SimulationBody): void {
  const twice = (pointer: string) => ({ seconds, days }: SimulationTarget, index: number): FieldError[] => (seconds && days ? [{ pointer: `${pointer}/${index}/days`, code: 'agreement.target_one_length' }] : []);
  const errors = [...targets.flatMap(twice('/targets')), ...history.flatMap((event, index) => (event.targets ?? []).flatMap(twice(`/history/${index}/targets`)))];
  if (errors.length > 0) throw new Refusal('invalid', { errors });
}

function definitionOf({ timeZone, week, exceptions = [] }: CalendarDraft, base: string) {
  const definition = { timeZone, week, exceptions };
  checkCalendar(definition, base);
  return definition;
}
