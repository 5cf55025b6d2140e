import { Body, Controller, Param, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, IfMatch } from '@opora/platform';
import { ProcessCommand } from '@opora/ticket';
import { PROBLEM_LIFECYCLE, type ProblemCommand } from './domain';
import { MassActs } from './mass/mass-acts';
import { AnalyseProblem, AssignProblem, CloseProblem, FixPlan, MassBody, NoWords, ProblemReason, ProblemText, PublishWorkaround, foundOf } from './problem.dto';
import { MassReply, ProblemReply } from './problem.reply';
import { ProblemService } from './problem.service';

const Command = (name: ProblemCommand, summary: string, reply: Type = ProblemReply): MethodDecorator => ProcessCommand(PROBLEM_LIFECYCLE, name, summary, reply, `${name}Problem`);

type Version = number | '*';

/** The commands of `domain.md` §5, one route each. */
@ApiTags('problems')
@Controller('problems')
export class ProblemCommandController {
  constructor(
    private readonly problems: ProblemService,
    private readonly mass: MassActs,
  ) {}

  @Command('assign', 'Gives it to a group or a person')
  assign(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: AssignProblem): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'assign', body);
  }

  @Command('investigate', 'Its investigation begins')
  investigate(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() _body: NoWords): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'investigate', {});
  }

  @Command('analyse', 'Writes down what a technique found')
  analyse(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: AnalyseProblem): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'analyse', foundOf(body));
  }

  @Command('recordCause', 'Documents the root cause: a known error')
  recordCause(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: ProblemText): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'recordCause', body);
  }

  @Command('recordWorkaround', 'Documents a workaround: a known error')
  recordWorkaround(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: ProblemText): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'recordWorkaround', body);
  }

  @Command('publish', 'Publishes the workaround to the staff or to employees, or takes it back')
  publish(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: PublishWorkaround): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'publish', body);
  }

  @Command('broadcast', 'Sends the workaround to the requesters of all linked open incidents', MassReply)
  broadcast(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: MassBody): Promise<MassReply> {
    return this.mass.broadcast(actor, id, ifMatch, body.only);
  }

  @Command('fix', 'A fix is under way')
  fix(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: FixPlan): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'fix', body);
  }

  @Command('resolve', 'The cause is removed')
  resolve(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: ProblemText): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'resolve', body);
  }

  @Command('resolveIncidents', 'Resolves all linked open incidents with its solution', MassReply)
  resolveIncidents(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: MassBody): Promise<MassReply> {
    return this.mass.resolve(actor, id, ifMatch, body.only);
  }

  @Command('reopen', 'It came back')
  reopen(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: ProblemReason): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'reopen', body);
  }

  @Command('close', 'Its review is done')
  close(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: CloseProblem): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'close', body);
  }

  @Command('cancel', 'It is none')
  cancel(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: ProblemReason): Promise<ProblemReply> {
    return this.problems.command(actor, id, ifMatch, 'cancel', body);
  }
}
