import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, Permit } from '@opora/platform';
import { SearchPage, SearchRequest, SimilarBody, SimilarList } from '../search/search.dto';
import { SearchQueries } from '../search/search.queries';
import { SimilarQueries } from '../search/similar.queries';

@ApiTags('search')
@Controller()
export class SearchController {
  constructor(
    private readonly queries: SearchQueries,
    private readonly similar: SimilarQueries,
  ) {}

  @Get('search')
  @Permit('search')
  @ApiOperation({ operationId: 'search', summary: 'Full-text search in Ukrainian, English and Russian over what the caller may find, newest first' })
  @ApiOkResponse({ type: SearchPage })
  search(@CurrentActor() actor: Actor, @Query() request: SearchRequest): Promise<SearchPage> {
    return this.queries.search(actor, request);
  }

  @Post('tickets/similar')
  @HttpCode(200)
  @Permit('ticket.similar')
  @ApiOperation({ operationId: 'similarToText', summary: 'Recent tickets like a text that is not yet a ticket' })
  @ApiOkResponse({ type: SimilarList })
  async toText(@CurrentActor() actor: Actor, @Body() body: SimilarBody): Promise<SimilarList> {
    return { items: await this.similar.toText(actor, body) };
  }

  @Get('tickets/:id/similar')
  @Permit('ticket.similar')
  @ApiOperation({ operationId: 'similarToTicket', summary: 'Recent tickets like this one' })
  @ApiOkResponse({ type: SimilarList })
  async toTicket(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<SimilarList> {
    return { items: await this.similar.toTicket(actor, id) };
  }
}
