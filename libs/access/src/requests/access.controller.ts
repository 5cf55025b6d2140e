import { Body, Controller, Get, HttpCode, Param, Post, Query, applyDecorators } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, Database, IdPipe, IfMatch, Permit, Versioned, messageOf } from '@opora/platform';
import { ACCESS_LIFECYCLE, type AccessCommand } from '../domain';
import { GrantReason } from '../grants/grants.dto';
import { AccessListQuery, AccessNote, AccessReply, AccessRequestPage, ExtendGrant, NoBody, RequestAccess, SpecifyAccess, VerifyIdentity, WeighAccess, WeighedReply } from './access.dto';
import { AccessFlow } from './flow';
import { AccessQueries } from './access.queries';
import { AccessService } from './access.service';
import { AccessSubmission } from './submission';

/** A row of the life-cycle table as a route: its permission comes from the table. */
const Command = (name: AccessCommand, summary: string): MethodDecorator =>
  applyDecorators(Post(`access-requests/:id/${name}`), HttpCode(200), Permit(ACCESS_LIFECYCLE.commands[name].permission), Versioned(), ApiOperation({ operationId: `${name}AccessRequest`, summary }), ApiOkResponse({ type: AccessReply }));

type Version = number | '*';
const instant = (text: string | undefined): Date | null => (text === undefined ? null : new Date(text));

@ApiTags('access')
@Controller()
export class AccessController {
  constructor(
    private readonly database: Database,
    private readonly submission: AccessSubmission,
    private readonly queries: AccessQueries,
    private readonly requests: AccessService,
    private readonly flow: AccessFlow,
  ) {}

  @Post('access-requests')
  @Permit('access.request', 'access.requestFor')
  @Versioned('/access-requests')
  @ApiOperation({ operationId: 'requestAccess', summary: 'Asks for a right, for oneself or for others' })
  @ApiCreatedResponse({ type: AccessReply })
  submit(@CurrentActor() actor: Actor, @Body() { from, until, ...body }: RequestAccess): Promise<AccessReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.submission.submit(tx, actor, { ...body, fromAt: instant(from), untilAt: instant(until) })), { operation: actor.operation });
  }

  @Post('access-requests/weigh')
  @HttpCode(200)
  @Permit('access.request', 'access.requestFor')
  @ApiOperation({ operationId: 'weighAccess', summary: 'What stands against a request and who would decide; stores nothing' })
  @ApiOkResponse({ type: WeighedReply })
  async weigh(@CurrentActor() actor: Actor, @Body() body: WeighAccess): Promise<WeighedReply> {
    const { entitlement, conflicts, faults, steps, identityKnown, names } = await this.submission.weigh(actor, body.requesterId ?? actor.personId, { entitlementId: body.entitlementId, fromAt: instant(body.from), untilAt: instant(body.until), exceptionReason: null });
    const limits = [entitlement.maxDays, ...conflicts.map(({ rule }) => rule.maxDays)].filter((days): days is number => days !== null);
    return {
      verification: !identityKnown, risk: entitlement.risk, maxDays: limits.length === 0 ? null : Math.min(...limits), steps,
      conflicts: conflicts.map(({ rule, with: other }) => ({ rule: rule.number, name: names.get(rule.id) ?? '', mode: rule.mode, with: names.get(other.entitlementId) ?? '', source: other.source, maxDays: rule.maxDays })),
      faults: faults.map(({ pointer, code, params = {} }) => ({ pointer, code, message: messageOf(code, actor.locale, params) })),
    };
  }

  @Get('access-requests')
  @Permit('access.read')
  @ApiOperation({ operationId: 'listAccessRequests', summary: 'Access requests that the caller may see' })
  @ApiOkResponse({ type: AccessRequestPage })
  list(@CurrentActor() actor: Actor, @Query() query: AccessListQuery): Promise<AccessRequestPage> {
    return this.queries.list(actor, query);
  }

  @Get('access-requests/:id')
  @Permit('access.read')
  @Versioned()
  @ApiOperation({ operationId: 'getAccessRequest', summary: 'One access request, by id or reference' })
  @ApiOkResponse({ type: AccessReply })
  get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AccessReply> {
    return this.queries.get(actor, id);
  }

  @Post('grants/:id/extend')
  @Permit('access.request', 'access.requestFor')
  @Versioned('/access-requests')
  @ApiOperation({ operationId: 'extendGrant', summary: 'Asks for a later end of a right; a request like any other' })
  @ApiCreatedResponse({ type: AccessReply })
  extend(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Body() { until, ...body }: ExtendGrant): Promise<AccessReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.submission.extend(tx, actor, id, { ...body, untilAt: new Date(until) })), { operation: actor.operation });
  }

  @Command('specify', 'Says which right is meant')
  specify(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() { entitlementId, from, until, reason }: SpecifyAccess): Promise<AccessReply> {
    return this.requests.command(actor, id, ifMatch, 'specify', { entitlementId, fromAt: instant(from), untilAt: instant(until), reason });
  }

  @Command('verify', 'Identity was made sure of; approvals are asked')
  verify(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: VerifyIdentity): Promise<AccessReply> {
    return this.requests.command(actor, id, ifMatch, 'verify', body);
  }

  @Command('reject', 'Not this person, or no such right')
  reject(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: GrantReason): Promise<AccessReply> {
    return this.requests.command(actor, id, ifMatch, 'reject', body);
  }

  @Command('provision', 'It is done in the target: given, taken away, suspended or given back')
  provision(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() { note }: AccessNote): Promise<AccessReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.flow.provision(tx, actor, id, ifMatch, note ?? null)), { operation: actor.operation });
  }

  @Command('retry', 'Asks the target once more')
  retry(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() _body: NoBody): Promise<AccessReply> {
    return this.requests.command(actor, id, ifMatch, 'retry', {});
  }

  @Command('confirm', 'It works')
  confirm(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() _body: NoBody): Promise<AccessReply> {
    return this.requests.command(actor, id, ifMatch, 'confirm', {});
  }

  @Command('reopen', 'It does not work')
  reopen(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: GrantReason): Promise<AccessReply> {
    return this.requests.command(actor, id, ifMatch, 'reopen', body);
  }

  @Command('cancel', 'Is not needed any more')
  cancel(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: Version, @Body() body: GrantReason): Promise<AccessReply> {
    return this.requests.command(actor, id, ifMatch, 'cancel', body);
  }
}
