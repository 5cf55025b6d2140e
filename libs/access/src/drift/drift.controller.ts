import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@opora/kit';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { formFile } from '@opora/ticket';
import type { FastifyRequest } from 'fastify';
import { DriftFindingPage, DriftFindingQuery, DriftFindingReply, DriftImportPage, DriftImportQuery, DriftImportReply, ResolveDrift } from './drift.dto';
import { DriftFindings } from './drift-findings';
import { DriftImports } from './drift-imports';
import { DriftQueries } from './drift.queries';

const MOST_BYTES = 10 * 1_048_576;
const FILE = { schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } };

@ApiTags('access')
@Controller()
export class DriftController {
  constructor(
    private readonly imports: DriftImports,
    private readonly findings: DriftFindings,
    private readonly queries: DriftQueries,
  ) {}

  @Post('access-resources/:id/drift-imports')
  @Permit('grant.importDrift')
  @ApiOperation({ operationId: 'importAccounts', summary: 'Compares the register with the accounts that a system really has: CSV with the columns account, entitlement and, if known, last_used' })
  @ApiConsumes('multipart/form-data')
  @ApiBody(FILE)
  @ApiCreatedResponse({ type: DriftImportReply })
  async bring(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Req() request: FastifyRequest): Promise<DriftImportReply> {
    const file = await formFile(request, MOST_BYTES);
    const bytes = await file.toBuffer();
    if (bytes.length > MOST_BYTES) throw new Refusal('too_large', { status: 413 });
    return this.queries.import(actor, await this.imports.bring(actor, id, file.filename, bytes));
  }

  @Get('drift-imports')
  @Permit('grant.importDrift', 'grant.read')
  @ApiOperation({ operationId: 'listDriftImports', summary: 'Imports of real accounts, the newest first' })
  @ApiOkResponse({ type: DriftImportPage })
  list(@CurrentActor() actor: Actor, @Query() query: DriftImportQuery): Promise<DriftImportPage> {
    return this.queries.imports(actor, query);
  }

  @Get('drift-findings')
  @Permit('grant.importDrift', 'grant.read')
  @ApiOperation({ operationId: 'listDriftFindings', summary: 'Granted and not present, present and not granted' })
  @ApiOkResponse({ type: DriftFindingPage })
  found(@CurrentActor() actor: Actor, @Query() query: DriftFindingQuery): Promise<DriftFindingPage> {
    return this.queries.findings(actor, query);
  }

  @Post('drift-findings/:id/resolve')
  @HttpCode(200)
  @Permit('grant.importDrift')
  @Versioned()
  @ApiOperation({ operationId: 'resolveDrift', summary: 'Resolves a difference in one act' })
  @ApiOkResponse({ type: DriftFindingReply })
  async resolve(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() ifMatch: number | '*', @Body() { act, reason, until }: ResolveDrift): Promise<DriftFindingReply> {
    await this.findings.resolve(actor, id, ifMatch, act, reason ?? null, until === undefined ? null : new Date(until));
    return this.queries.finding(actor, id);
  }
}
