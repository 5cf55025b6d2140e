import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { IdReply } from './id.dto';
import { Deliveries } from './deliveries';
import { WebhookRecords } from './webhook.records';
import { CreateWebhook, DeliveryPage, DeliveryQuery, DeliveryReply, IssuedWebhook, NothingToSay, UpdateWebhook, WebhookPage, WebhookQuery, WebhookReply } from './webhooks.dto';

@ApiTags('webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly records: WebhookRecords,
    private readonly deliveries: Deliveries,
  ) {}

  @Get()
  @Permit('webhook.read')
  @ApiOperation({ summary: 'Addresses that are told what happens; no secrets' })
  @ApiOkResponse({ type: WebhookPage })
  list(@CurrentActor() actor: Actor, @Query() query: WebhookQuery): Promise<WebhookPage> {
    return this.records.list(actor, query);
  }

  @Get(':id')
  @Permit('webhook.read')
  @Versioned()
  @ApiOperation({ summary: 'One endpoint' })
  @ApiOkResponse({ type: WebhookReply })
  read(@Param('id', IdPipe) id: string): Promise<WebhookReply> {
    return this.records.read(id);
  }

  @Post()
  @Permit('webhook.write')
  @Versioned('/webhooks')
  @ApiOperation({ summary: 'A new endpoint; its secret is shown this once' })
  @ApiCreatedResponse({ type: IssuedWebhook })
  create(@CurrentActor() actor: Actor, @Body() body: CreateWebhook): Promise<IssuedWebhook> {
    return this.records.create(actor, body);
  }

  @Patch(':id')
  @Permit('webhook.write')
  @Versioned()
  @ApiOperation({ summary: 'Changes an endpoint, switches it off or on' })
  @ApiOkResponse({ type: WebhookReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateWebhook): Promise<WebhookReply> {
    return this.records.update(actor, id, version, body);
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @Permit('webhook.write')
  @Versioned()
  @ApiOperation({ summary: 'A new secret, shown this once; for a day the old one signs as well' })
  @ApiOkResponse({ type: IssuedWebhook })
  rotate(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() _body: NothingToSay): Promise<IssuedWebhook> {
    return this.records.rotate(actor, id, version);
  }

  @Post(':id/test')
  @HttpCode(202)
  @Permit('webhook.write')
  @ApiOperation({ summary: 'Sends a delivery of nothing, once, to try the receiver; ten an hour' })
  @ApiAcceptedResponse({ type: IdReply })
  test(@Param('id', IdPipe) id: string, @Body() _body: NothingToSay): Promise<IdReply> {
    return this.records.test(id);
  }

  @Get(':id/deliveries')
  @Permit('webhook.read')
  @ApiOperation({ summary: 'What went out, the newest first, with what the receiver answered' })
  @ApiOkResponse({ type: DeliveryPage })
  log(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Query() query: DeliveryQuery): Promise<DeliveryPage> {
    return this.deliveries.list(actor, id, query);
  }

  @Post(':id/deliveries/:deliveryId/resend')
  @HttpCode(200)
  @Permit('webhook.write')
  @ApiOperation({ summary: 'Sends again what was given up' })
  @ApiOkResponse({ type: DeliveryReply })
  resend(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Param('deliveryId', IdPipe) deliveryId: string, @Body() _body: NothingToSay): Promise<DeliveryReply> {
    return this.deliveries.resend(actor, id, deliveryId);
  }
}
