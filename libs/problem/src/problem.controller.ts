import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, IfMatch, Permit, Versioned } from '@opora/platform';
import { TicketListQuery } from '@opora/ticket';
import { EditProblem, LinkIncidents, RegisterProblem } from './problem.dto';
import { ProblemEntry } from './problem.entry';
import { ProblemQueries } from './problem.queries';
import { ProblemPage, ProblemReply } from './problem.reply';

class ProblemListQuery extends TicketListQuery {}

@ApiTags('problems')
@Controller('problems')
export class ProblemController {
  constructor(
    private readonly entry: ProblemEntry,
    private readonly queries: ProblemQueries,
  ) {}

  @Post()
  @Permit('problem.register')
  @Versioned('/problems')
  @ApiOperation({ operationId: 'registerProblem', summary: 'Registers a problem, with the incidents that it causes' })
  @ApiCreatedResponse({ type: ProblemReply })
  register(@CurrentActor() actor: Actor, @Body() body: RegisterProblem): Promise<ProblemReply> {
    return this.entry.register(actor, body);
  }

  @Get()
  @Permit('problem.read')
  @ApiOperation({ operationId: 'listProblems', summary: 'Problems that the caller may see' })
  @ApiOkResponse({ type: ProblemPage })
  list(@CurrentActor() actor: Actor, @Query() query: ProblemListQuery): Promise<ProblemPage> {
    return this.queries.list(actor, query);
  }

  @Get(':id')
  @Permit('problem.read')
  @Versioned()
  @ApiOperation({ operationId: 'getProblem', summary: 'One problem, by id or reference' })
  @ApiOkResponse({ type: ProblemReply })
  get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ProblemReply> {
    return this.queries.get(actor, id);
  }

  @Patch(':id')
  @Permit('problem.investigate')
  @Versioned()
  @ApiOperation({ operationId: 'editProblem', summary: 'Classifies and edits a problem' })
  @ApiOkResponse({ type: ProblemReply })
  edit(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: EditProblem): Promise<ProblemReply> {
    return this.entry.edit(actor, id, ifMatch, body);
  }

  @Post(':id/incidents')
  @Permit('problem.register')
  @Versioned()
  @ApiOperation({ operationId: 'linkProblemIncidents', summary: 'Links incidents that it causes' })
  @ApiCreatedResponse({ type: ProblemReply })
  link(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: LinkIncidents): Promise<ProblemReply> {
    return this.entry.link(actor, id, ifMatch, body.incidentIds);
  }
}
