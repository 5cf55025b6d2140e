import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@opora/kit';
import { Actor, CurrentActor, IfMatch, Permit, Versioned } from '@opora/platform';
import { TicketListQuery } from '../lists/list.dto';
import { TicketReply, TicketRowPage } from '../lists/reply.dto';
import { TicketQueries } from '../lists/ticket.queries';
import { Bulk } from '../merge/bulk';
import { Merge } from '../merge/merge';
import { BulkBody, BulkReply, MergeBody } from '../merge/merge.dto';

@ApiTags('tickets')
@Controller('tickets')
export class TicketsController {
  constructor(
    private readonly tickets: TicketQueries,
    private readonly merge: Merge,
    private readonly bulk: Bulk,
  ) {}

  @Get()
  @Permit('ticket.read')
  @ApiOperation({ operationId: 'listTickets', summary: 'Tickets of every kind that the caller may see' })
  @ApiOkResponse({ type: TicketRowPage })
  list(@CurrentActor() actor: Actor, @Query() query: TicketListQuery): Promise<TicketRowPage> {
    return this.tickets.list(actor, query);
  }

  @Post('bulk')
  @HttpCode(200)
  @Permit('ticket.bulk')
  @ApiOperation({ operationId: 'bulkTickets', summary: 'One change or command over many tickets, each by its own permission, with an answer each' })
  @ApiOkResponse({ type: BulkReply })
  many(@CurrentActor() actor: Actor, @Body() body: BulkBody): Promise<BulkReply> {
    if ((body.change === undefined) === (body.command === undefined)) throw new Refusal('invalid', { errors: [{ pointer: '', code: 'bulk.one_act' }] });
    return this.bulk.once(
      actor,
      { ids: body.ids, command: body.change ? 'edit' : (body.command as string), body: body.change ?? body.body ?? {}, dryRun: body.dryRun ?? false, allOrNothing: body.allOrNothing ?? false },
      (items) => ({ items, done: items.filter((item) => item.status === 'done').length, refused: items.filter((item) => item.status === 'refused').length }),
    );
  }

  @Get(':id')
  @Permit('ticket.read')
  @Versioned()
  @ApiOperation({ operationId: 'getTicket', summary: 'One ticket by id or reference; a merged one leads to its survivor' })
  @ApiOkResponse({ type: TicketReply })
  get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<TicketReply> {
    return this.tickets.get(actor, id);
  }

  @Post(':id/merge')
  @HttpCode(200)
  @Permit('ticket.merge')
  @Versioned()
  @ApiOperation({ operationId: 'mergeTicket', summary: 'Merges this duplicate into another ticket of its kind; answers the survivor' })
  @ApiOkResponse({ type: TicketReply })
  async into(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: MergeBody): Promise<TicketReply> {
    return this.merge.merge(actor, id, body.intoId, ifMatch);
  }

  @Post(':id/unmerge')
  @HttpCode(200)
  @Permit('ticket.merge')
  @Versioned()
  @ApiOperation({ operationId: 'unmergeTicket', summary: 'Undoes a merge: the ticket stands alone again with what was its own' })
  @ApiOkResponse({ type: TicketReply })
  async apart(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*'): Promise<TicketReply> {
    return this.merge.unmerge(actor, id, ifMatch);
  }
}
