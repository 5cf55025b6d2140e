import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { OfferingPage, OfferingReply, OfferingVersionList, PlacedOrderReply, PromiseReply } from '../dto/offering-replies.dto';
import { CreateOffering, OfferingQuery, PublishOffering, UpdateOffering } from '../dto/offerings.dto';
import { OrderBody, PromiseBody } from '../dto/orders.dto';
import { Offerings } from '../offerings/offerings';
import { Ordering } from '../offerings/ordering';

class EmptyBody {}

@ApiTags('catalogue')
@Controller('offerings')
export class OfferingsController {
  constructor(
    private readonly offerings: Offerings,
    private readonly ordering: Ordering,
  ) {}

  @Get()
  @Permit('offering.read')
  @ApiOperation({ operationId: 'listOfferings', summary: 'What the caller may order; who keeps the catalogue sees drafts too' })
  @ApiOkResponse({ type: OfferingPage })
  list(@CurrentActor() actor: Actor, @Query() query: OfferingQuery): Promise<OfferingPage> {
    return this.offerings.list(actor, query);
  }

  @Get(':id')
  @Permit('offering.read')
  @Versioned()
  @ApiOperation({ operationId: 'getOffering', summary: 'One offering with its form' })
  @ApiOkResponse({ type: OfferingReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<OfferingReply> {
    return this.offerings.read(actor, id);
  }

  @Get(':id/versions')
  @Permit('offering.read')
  @ApiOperation({ operationId: 'listOfferingVersions', summary: 'What was published when, by whom, the newest first' })
  @ApiOkResponse({ type: OfferingVersionList })
  async versions(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<OfferingVersionList> {
    return { items: await this.offerings.versions(actor, id) };
  }

  @Post()
  @Permit('offering.write')
  @Versioned('/offerings')
  @ApiOperation({ operationId: 'createOffering', summary: 'A new draft' })
  @ApiCreatedResponse({ type: OfferingReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateOffering): Promise<OfferingReply> {
    return this.offerings.create(actor, body);
  }

  @Patch(':id')
  @Permit('offering.write')
  @Versioned()
  @ApiOperation({ operationId: 'updateOffering', summary: 'Changes the draft; what is published stays' })
  @ApiOkResponse({ type: OfferingReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateOffering): Promise<OfferingReply> {
    return this.offerings.update(actor, id, version, body);
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Permit('offering.write')
  @Versioned()
  @ApiOperation({ operationId: 'publishOffering', summary: 'Makes the draft what is ordered from now on' })
  @ApiOkResponse({ type: OfferingReply })
  publish(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: PublishOffering): Promise<OfferingReply> {
    return this.offerings.publish(actor, id, version, body.note ?? null);
  }

  @Post(':id/retire')
  @HttpCode(200)
  @Permit('offering.write')
  @Versioned()
  @ApiOperation({ operationId: 'retireOffering', summary: 'Nobody orders it any more; what was ordered goes on' })
  @ApiOkResponse({ type: OfferingReply })
  retire(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() _body: EmptyBody): Promise<OfferingReply> {
    return this.offerings.retire(actor, id, version);
  }

  @Post(':id/promise')
  @HttpCode(200)
  @Permit('ticket.register')
  @ApiOperation({ operationId: 'promiseOffering', summary: 'Who would approve, who would do it, until when and for how much; stores nothing' })
  @ApiOkResponse({ type: PromiseReply })
  promise(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Body() body: PromiseBody): Promise<PromiseReply> {
    return this.ordering.promise(actor, id, body);
  }

  @Post(':id/order')
  @Permit('ticket.register')
  @ApiOperation({ operationId: 'orderOffering', summary: 'Places an order: the process of the offering’s kind opens its ticket' })
  @ApiCreatedResponse({ type: PlacedOrderReply })
  order(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Body() body: OrderBody): Promise<PlacedOrderReply> {
    return this.ordering.place(actor, id, body);
  }
}
