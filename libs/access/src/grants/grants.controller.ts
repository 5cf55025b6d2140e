import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import type { FastifyReply } from 'fastify';
import { GrantEvidenceFiles } from './evidence';
import { GrantCommands } from './grant.commands';
import { GrantQueries } from './grant.queries';
import { GrantCard, GrantFilter, GrantPage, GrantQuery, GrantReason } from './grants.dto';

type Version = number | '*';

/** The register is read and grants are ended here; a grant is made by its request alone. */
@ApiTags('access')
@Controller()
export class GrantsController {
  constructor(
    private readonly queries: GrantQueries,
    private readonly commands: GrantCommands,
    private readonly files: GrantEvidenceFiles,
  ) {}

  @Get('grants')
  @Permit('grant.read')
  @ApiOperation({ operationId: 'listGrants', summary: 'Who has what, since when, why, approved by whom: now or at any past instant' })
  @ApiOkResponse({ type: GrantPage })
  list(@CurrentActor() actor: Actor, @Query() query: GrantQuery): Promise<GrantPage> {
    return this.queries.list(actor, query);
  }

  @Get('grants.csv')
  @Permit('grant.read')
  @ApiOperation({ operationId: 'exportGrants', summary: 'The same as evidence: each row names its journal entry, the journal remembers the file’s SHA-256 (header `X-Content-SHA256`)' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async export(@CurrentActor() actor: Actor, @Query() filter: GrantFilter, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const { name, bytes, sha256, journalId } = await this.files.make(actor, filter);
    void reply.header('x-content-sha256', sha256).header('x-journal-entry', journalId);
    return new StreamableFile(bytes, { type: 'text/csv; charset=utf-8', disposition: `attachment; filename="${name}"` });
  }

  @Get('grants/:id')
  @Permit('grant.read')
  @Versioned()
  @ApiOperation({ operationId: 'getGrant', summary: 'One grant with its whole history' })
  @ApiOkResponse({ type: GrantCard })
  card(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<GrantCard> {
    return this.queries.card(actor, id);
  }

  @Post('grants/:id/revoke')
  @HttpCode(200)
  @Permit('grant.revoke')
  @Versioned()
  @ApiOperation({ operationId: 'revokeGrant', summary: 'Ends a right: it is held until the target system has taken it away' })
  @ApiOkResponse({ type: GrantCard })
  revoke(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() ifMatch: Version, @Body() { reason }: GrantReason): Promise<GrantCard> {
    return this.commands.decide(actor, id, ifMatch, 'remove', reason);
  }

  @Post('grants/:id/suspend')
  @HttpCode(200)
  @Permit('grant.suspend')
  @Versioned()
  @ApiOperation({ operationId: 'suspendGrant', summary: 'Stops a right for a while' })
  @ApiOkResponse({ type: GrantCard })
  suspend(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() ifMatch: Version, @Body() { reason }: GrantReason): Promise<GrantCard> {
    return this.commands.decide(actor, id, ifMatch, 'suspend', reason);
  }

  @Post('grants/:id/resume')
  @HttpCode(200)
  @Permit('grant.suspend')
  @Versioned()
  @ApiOperation({ operationId: 'resumeGrant', summary: 'Gives a suspended right back' })
  @ApiOkResponse({ type: GrantCard })
  resume(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() ifMatch: Version, @Body() { reason }: GrantReason): Promise<GrantCard> {
    return this.commands.decide(actor, id, ifMatch, 'resume', reason);
  }
}
