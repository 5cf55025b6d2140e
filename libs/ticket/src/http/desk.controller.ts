import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal, notFound } from '@opora/kit';
import { Actor, CurrentActor, Permit } from '@opora/platform';
import { Desk } from '../side/desk';
import { DraftBody, DraftList, DraftReply, SeenBody, ViewerBody, ViewerList } from '../side/side.dto';

const DRAFT_KIND = /^[a-z][a-zA-Z0-9_-]{0,39}$/;
/** Characters of a draft as JSON. */
const DRAFT_SIZE = 100_000;

@ApiTags('tickets')
@Controller('tickets/:id')
export class DeskController {
  constructor(private readonly desk: Desk) {}

  @Get('draft')
  @Permit('draft')
  @ApiOperation({ operationId: 'listDrafts', summary: 'The caller’s own unsent texts' })
  @ApiOkResponse({ type: DraftList })
  async drafts(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<DraftList> {
    return { items: await this.desk.drafts(actor, id) };
  }

  @Put('draft/:kind')
  @Permit('draft')
  @ApiOperation({ operationId: 'keepDraft', summary: 'Keeps the caller’s draft of this kind (`public`, `private`, `resolve` …)' })
  @ApiOkResponse({ type: DraftReply })
  keep(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('kind') kind: string, @Body() { body }: DraftBody): Promise<DraftReply> {
    if (!DRAFT_KIND.test(kind)) throw notFound();
    if (JSON.stringify(body).length > DRAFT_SIZE) throw new Refusal('payload_too_large', { status: 413 });
    return this.desk.keepDraft(actor, id, kind, body);
  }

  @Delete('draft/:kind')
  @HttpCode(204)
  @Permit('draft')
  @ApiOperation({ operationId: 'dropDraft' })
  @ApiNoContentResponse()
  drop(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('kind') kind: string): Promise<void> {
    return this.desk.dropDraft(actor, id, kind);
  }

  @Put('seen')
  @HttpCode(204)
  @Permit('ticket.read')
  @ApiOperation({ operationId: 'markSeen', summary: 'The caller has seen this version: the row is no longer unread' })
  @ApiNoContentResponse()
  seen(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() { version }: SeenBody): Promise<void> {
    return this.desk.seen(actor, id, version);
  }

  @Get('viewers')
  @Permit('ticket.viewers')
  @ApiOperation({ operationId: 'listViewers', summary: 'Members of staff who look at the ticket now' })
  @ApiOkResponse({ type: ViewerList })
  async viewers(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ViewerList> {
    return { items: await this.desk.viewers(actor, id) };
  }

  @Put('viewers/me')
  @HttpCode(204)
  @Permit('ticket.viewers')
  @ApiOperation({ operationId: 'lookAtTicket', summary: 'The caller looks at the ticket or writes in it; believed for 60 seconds' })
  @ApiNoContentResponse()
  look(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: ViewerBody): Promise<void> {
    return this.desk.look(actor, id, body);
  }

  @Delete('viewers/me')
  @HttpCode(204)
  @Permit('ticket.viewers')
  @ApiOperation({ operationId: 'leaveTicket' })
  @ApiNoContentResponse()
  leave(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    return this.desk.leave(actor, id);
  }
}
