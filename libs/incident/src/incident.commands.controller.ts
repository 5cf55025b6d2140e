import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, IfMatch } from '@opora/platform';
import { ProcessCommand } from '@opora/ticket';
import { INCIDENT_LIFECYCLE, type IncidentCommand } from './domain';
import { AssignIncident, ConfirmIncident, DeclareMajor, EmptyBody, HoldIncident, ResolveIncident, WithReason } from './incident.dto';
import { IncidentReply } from './incident.reply';
import { IncidentService } from './incident.service';

/** A row of the life-cycle table as a route: its permission comes from the table. */
const Command = (name: IncidentCommand, summary: string): MethodDecorator => ProcessCommand(INCIDENT_LIFECYCLE, name, summary, IncidentReply);

type Version = number | '*';

@ApiTags('incidents')
@Controller('incidents')
export class IncidentCommandController {
  constructor(private readonly incidents: IncidentService) {}

  @Command('assign', 'Gives it to a group or a person')
  assign(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: AssignIncident): Promise<IncidentReply> {
    return this.incidents.command(actor, id, ifMatch, 'assign', body);
  }

  @Command('accept', 'The caller, a member of its group, takes it up')
  accept(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: EmptyBody): Promise<IncidentReply> {
    return this.incidents.command(actor, id, ifMatch, 'accept', body);
  }

  @Command('hold', 'Waits for somebody or something')
  hold(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: HoldIncident): Promise<IncidentReply> {
    return this.incidents.command(actor, id, ifMatch, 'hold', { ...body, until: body.until === undefined ? undefined : new Date(body.until) });
  }

  @Command('resume', 'Goes on')
  resume(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() _body: EmptyBody): Promise<IncidentReply> {
    return this.incidents.command(actor, id, ifMatch, 'resume', {});
  }

  @Command('resolve', 'Tells the requester what was done')
  resolve(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: ResolveIncident): Promise<IncidentReply> {
    return this.incidents.command(actor, id, ifMatch, 'resolve', body);
  }

  @Command('confirm', 'The requester confirms the solution, or staff does after a call')
  confirm(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: ConfirmIncident): Promise<IncidentReply> {
    return this.incidents.command(actor, id, ifMatch, 'confirm', body);
  }

  @Command('reject', 'The requester says that it is not solved')
  reject(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: WithReason): Promise<IncidentReply> {
    return this.incidents.command(actor, id, ifMatch, 'reject', body);
  }

  @Command('reopen', 'Takes a resolved incident up again')
  reopen(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: WithReason): Promise<IncidentReply> {
    return this.incidents.command(actor, id, ifMatch, 'reopen', body);
  }

  @Command('cancel', 'Drops it before it is resolved')
  cancel(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: WithReason): Promise<IncidentReply> {
    return this.incidents.command(actor, id, ifMatch, 'cancel', body);
  }

  @Command('major', 'Declares a major incident or stands it down')
  major(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: DeclareMajor): Promise<IncidentReply> {
    return this.incidents.command(actor, id, ifMatch, 'major', body);
  }
}
