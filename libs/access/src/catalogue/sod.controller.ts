import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { CreateSodRule, SodHolderList, SodRulePage, SodRuleQuery, SodRuleReply, TrySodRule, UpdateSodRule } from './sod.dto';
import { SodRules } from './sod-rules';

@ApiTags('access')
@Controller('sod-rules')
export class SodController {
  constructor(private readonly rules: SodRules) {}

  @Get()
  @Permit('sod.read')
  @ApiOperation({ operationId: 'listSodRules', summary: 'Rules of segregation of duties' })
  @ApiOkResponse({ type: SodRulePage })
  list(@CurrentActor() actor: Actor, @Query() query: SodRuleQuery): Promise<SodRulePage> {
    return this.rules.list(actor, query);
  }

  @Post('trial')
  @HttpCode(200)
  @Permit('sod.write')
  @ApiOperation({ operationId: 'trySodRule', summary: 'Who holds both rights of a pair now; stores nothing' })
  @ApiOkResponse({ type: SodHolderList })
  async tryOut(@Body() { firstId, secondId }: TrySodRule): Promise<SodHolderList> {
    return { items: await this.rules.trial(firstId, secondId) };
  }

  @Get(':id')
  @Permit('sod.read')
  @Versioned()
  @ApiOperation({ operationId: 'getSodRule', summary: 'One rule' })
  @ApiOkResponse({ type: SodRuleReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<SodRuleReply> {
    return this.rules.read(actor, id);
  }

  @Get(':id/holders')
  @Permit('sod.read')
  @ApiOperation({ operationId: 'listSodHolders', summary: 'Who holds both rights now, and until when that was approved' })
  @ApiOkResponse({ type: SodHolderList })
  async holders(@Param('id', IdPipe) id: string): Promise<SodHolderList> {
    return { items: await this.rules.holdersOf(id) };
  }

  @Post()
  @Permit('sod.write')
  @Versioned('/sod-rules')
  @ApiOperation({ operationId: 'createSodRule', summary: 'A new rule' })
  @ApiCreatedResponse({ type: SodRuleReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateSodRule): Promise<SodRuleReply> {
    return this.rules.create(actor, body);
  }

  @Patch(':id')
  @Permit('sod.write')
  @Versioned()
  @ApiOperation({ operationId: 'updateSodRule', summary: 'Changes a rule; the pair stays' })
  @ApiOkResponse({ type: SodRuleReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateSodRule): Promise<SodRuleReply> {
    return this.rules.update(actor, id, version, body);
  }
}
