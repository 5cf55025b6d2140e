import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { invalid } from '@opora/kit';
import { Actor, CurrentActor, Database, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { GrantReason } from '../grants/grants.dto';
import { AnswerRecertification, RecertificationItemPage, RecertificationItemQuery, RecertificationPage, RecertificationQuery, RecertificationReply, StartRecertification } from './recertification.dto';
import { RecertificationQueries } from './recertification.queries';
import { Recertifications } from './recertifications';

@ApiTags('access')
@Controller('recertifications')
export class RecertificationController {
  constructor(
    private readonly database: Database,
    private readonly campaigns: Recertifications,
    private readonly queries: RecertificationQueries,
  ) {}

  @Get()
  @Permit('recertification.read')
  @ApiOperation({ operationId: 'listRecertifications', summary: 'Campaigns that ask something of the caller; those who answer for access see all' })
  @ApiOkResponse({ type: RecertificationPage })
  list(@CurrentActor() actor: Actor, @Query() query: RecertificationQuery): Promise<RecertificationPage> {
    return this.queries.list(actor, query);
  }

  @Get(':id')
  @Permit('recertification.read')
  @Versioned()
  @ApiOperation({ operationId: 'getRecertification', summary: 'One campaign and how far it is' })
  @ApiOkResponse({ type: RecertificationReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<RecertificationReply> {
    return this.queries.read(actor, id);
  }

  @Get(':id/items')
  @Permit('recertification.read')
  @ApiOperation({ operationId: 'listRecertificationItems', summary: 'Grants to be confirmed or revoked, what is unusual first' })
  @ApiOkResponse({ type: RecertificationItemPage })
  items(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Query() query: RecertificationItemQuery): Promise<RecertificationItemPage> {
    return this.queries.items(actor, id, query);
  }

  @Post()
  @Permit('recertification.start')
  @Versioned('/recertifications')
  @ApiOperation({ operationId: 'startRecertification', summary: 'Asks the owners to confirm or revoke rights' })
  @ApiCreatedResponse({ type: RecertificationReply })
  start(@CurrentActor() actor: Actor, @Body() { name, endsAt, noAnswer = 'revoke', scope = {} }: StartRecertification): Promise<RecertificationReply> {
    return this.database.tx(
      async (tx) => {
        const id = await this.campaigns.start(tx, actor, { name, origin: 'manual', personId: null, noAnswer, endsAt: new Date(endsAt), scope: { ...scope } });
        if (id === null) throw invalid('/scope', 'access.recertification.nothing');
        return this.queries.read(actor, id, tx);
      },
      { operation: actor.operation },
    );
  }

  @Post(':id/answers')
  @HttpCode(200)
  @Permit('recertification.answer')
  @Versioned()
  @ApiOperation({ operationId: 'answerRecertification', summary: 'Confirms or revokes, many at once; all or nothing' })
  @ApiOkResponse({ type: RecertificationReply })
  answer(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Body() { answers }: AnswerRecertification): Promise<RecertificationReply> {
    return this.database.tx(
      async (tx) => {
        await this.queries.read(actor, id, tx);
        await this.campaigns.answer(tx, actor, id, answers);
        return this.queries.read(actor, id, tx);
      },
      { operation: actor.operation },
    );
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Permit('recertification.start')
  @Versioned()
  @ApiOperation({ operationId: 'cancelRecertification', summary: 'Ends it without effect on what nobody answered for' })
  @ApiOkResponse({ type: RecertificationReply })
  cancel(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() ifMatch: number | '*', @Body() { reason }: GrantReason): Promise<RecertificationReply> {
    return this.database.tx(
      async (tx) => {
        await this.campaigns.cancel(tx, actor, id, ifMatch, reason);
        return this.queries.read(actor, id, tx);
      },
      { operation: actor.operation },
    );
  }
}
