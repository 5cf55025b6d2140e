import { Body, Controller, Delete, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, Permit } from '@opora/platform';
import { TriageMarks } from '../triage/marks';
import { GiveBackBody, SnoozeBody, TriageReply } from '../triage/triage.dto';

@ApiTags('tickets')
@Controller('tickets/:id')
export class TriageController {
  constructor(private readonly marks: TriageMarks) {}

  @Put('snooze')
  @Permit('ticket.edit')
  @ApiOperation({ operationId: 'snoozeTicket', summary: 'Leaves triage until then; its clocks run on' })
  @ApiOkResponse({ type: TriageReply })
  snooze(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() { until }: SnoozeBody): Promise<TriageReply> {
    return this.marks.snooze(actor, id, new Date(until));
  }

  @Delete('snooze')
  @HttpCode(200)
  @Permit('ticket.edit')
  @ApiOperation({ operationId: 'wakeTicket', summary: 'Comes back to triage now' })
  @ApiOkResponse({ type: TriageReply })
  wake(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<TriageReply> {
    return this.marks.wake(actor, id);
  }

  @Post('give-back')
  @HttpCode(200)
  @Permit('ticket.edit')
  @ApiOperation({ operationId: 'giveTicketBack', summary: 'The group says that it is not theirs: back to triage, with the reason' })
  @ApiOkResponse({ type: TriageReply })
  giveBack(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() { reason }: GiveBackBody): Promise<TriageReply> {
    return this.marks.giveBack(actor, id, reason);
  }
}
