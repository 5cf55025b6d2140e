import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { EventRules } from './rules';
import { CreateEventRule, EventRuleList, EventRuleReply, TrialReply, TryRules, UpdateEventRule } from './rules.dto';
import { RuleTrial } from './trial';

@ApiTags('events')
@Controller('event-rules')
export class EventRulesController {
  constructor(
    private readonly rules: EventRules,
    private readonly trial: RuleTrial,
  ) {}

  @Get()
  @Permit('eventRule.read')
  @ApiOperation({ summary: 'The rules in their order' })
  @ApiOkResponse({ type: EventRuleList })
  async list(): Promise<EventRuleList> {
    return { items: await this.rules.list(), nextCursor: null };
  }

  @Post('trial')
  @HttpCode(200)
  @Permit('eventRule.trial')
  @ApiOperation({ summary: 'What rules would have made of the last day’s events; stores nothing' })
  @ApiOkResponse({ type: TrialReply })
  tryOut(@Body() body: TryRules): Promise<TrialReply> {
    return this.trial.run(body);
  }

  @Get(':id')
  @Permit('eventRule.read')
  @Versioned()
  @ApiOperation({ summary: 'One rule' })
  @ApiOkResponse({ type: EventRuleReply })
  read(@Param('id', IdPipe) id: string): Promise<EventRuleReply> {
    return this.rules.read(id);
  }

  @Post()
  @Permit('eventRule.write')
  @Versioned('/event-rules')
  @ApiOperation({ summary: 'A new rule' })
  @ApiCreatedResponse({ type: EventRuleReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateEventRule): Promise<EventRuleReply> {
    return this.rules.create(actor, body);
  }

  @Patch(':id')
  @Permit('eventRule.write')
  @Versioned()
  @ApiOperation({ summary: 'Changes a rule, moves it, switches it off' })
  @ApiOkResponse({ type: EventRuleReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateEventRule): Promise<EventRuleReply> {
    return this.rules.update(actor, id, version, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('eventRule.write')
  @ApiOperation({ summary: 'Removes a rule' })
  @ApiNoContentResponse()
  remove(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    return this.rules.remove(actor, id);
  }
}
