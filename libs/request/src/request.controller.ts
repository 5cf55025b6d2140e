import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, IfMatch, Permit, Versioned } from '@opora/platform';
import { TicketListQuery } from '@opora/ticket';
import { EditRequest, SubmitRequest } from './request.dto';
import { RequestEditing } from './request.editing';
import { RequestQueries } from './request.queries';
import { RequestPage, RequestReply } from './request.reply';

class RequestListQuery extends TicketListQuery {}

@ApiTags('requests')
@Controller('requests')
export class RequestController {
  constructor(
    private readonly editing: RequestEditing,
    private readonly queries: RequestQueries,
  ) {}

  @Post()
  @Permit('request.submit')
  @Versioned('/requests')
  @ApiOperation({ operationId: 'submitRequest', summary: 'A question or a wish in one’s own words; what the catalogue has is ordered there' })
  @ApiCreatedResponse({ type: RequestReply })
  submit(@CurrentActor() actor: Actor, @Body() body: SubmitRequest): Promise<RequestReply> {
    return this.editing.submit(actor, body);
  }

  @Get()
  @Permit('ticket.read')
  @ApiOperation({ operationId: 'listRequests', summary: 'Requests that the caller may see' })
  @ApiOkResponse({ type: RequestPage })
  list(@CurrentActor() actor: Actor, @Query() query: RequestListQuery): Promise<RequestPage> {
    return this.queries.list(actor, query);
  }

  @Get(':id')
  @Permit('ticket.read')
  @Versioned()
  @ApiOperation({ operationId: 'getRequest', summary: 'One request, by id or reference' })
  @ApiOkResponse({ type: RequestReply })
  get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<RequestReply> {
    return this.queries.get(actor, id);
  }

  @Patch(':id')
  @Permit('ticket.edit')
  @Versioned()
  @ApiOperation({ operationId: 'editRequest', summary: 'Classifies and edits a request; its answers stay as they were given' })
  @ApiOkResponse({ type: RequestReply })
  edit(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: EditRequest): Promise<RequestReply> {
    return this.editing.edit(actor, id, ifMatch, body);
  }
}
