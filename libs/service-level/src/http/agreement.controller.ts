import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { conflict } from '@opora/kit';
import { Actor, CurrentActor, Database, IfMatch, Permit, Versioned } from '@opora/platform';
import { AgreementDefinitionBody, AgreementPage, AgreementReply, CreateAgreement, ImpactReply, PublishAgreement, UpdateAgreement } from '../agreement.dto';
import { Agreements } from '../agreements';
import { PolicyImpact } from '../impact';

@ApiTags('service levels')
@Controller('agreements')
export class AgreementController {
  constructor(
    private readonly agreements: Agreements,
    private readonly impacts: PolicyImpact,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('agreement.read')
  @ApiOkResponse({ type: AgreementPage })
  async list(@CurrentActor() actor: Actor): Promise<AgreementPage> {
    return { items: await this.agreements.list(actor), nextCursor: null };
  }

  @Get(':id')
  @Permit('agreement.read')
  @Versioned()
  @ApiOkResponse({ type: AgreementReply })
  read(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<AgreementReply> {
    return this.agreements.read(actor, id);
  }

  @Post()
  @Permit('agreement.write')
  @Versioned('/agreements')
  @ApiCreatedResponse({ type: AgreementReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateAgreement): Promise<AgreementReply> {
    return this.database.tx((tx) => this.agreements.create(tx, actor, body), { operation: actor.operation });
  }

  @Patch(':id')
  @Permit('agreement.write')
  @Versioned()
  @ApiOkResponse({ type: AgreementReply })
  update(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateAgreement): Promise<AgreementReply> {
    return this.database.tx((tx) => this.agreements.update(tx, actor, id, version, body));
  }

  @Post(':id/impact')
  @HttpCode(200)
  @Permit('agreement.read')
  @ApiOkResponse({ type: ImpactReply, description: 'What publishing the draft to open tickets would move; stores nothing' })
  async impact(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ImpactReply> {
    const { draft } = await this.agreements.read(actor, id);
    if (!draft) throw conflict('agreement.no_draft');
    return this.impacts.ofAgreement(id, draft as AgreementDefinitionBody);
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Permit('agreement.publish')
  @Versioned()
  @ApiOkResponse({ type: AgreementReply })
  async publish(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() version: number | '*', @Body() body: PublishAgreement): Promise<AgreementReply> {
    await this.database.tx((tx) => this.agreements.publish(tx, actor, id, version));
    if (body.openTickets) await this.impacts.applyToOpen(actor, id);
    return this.agreements.read(actor, id);
  }
}
