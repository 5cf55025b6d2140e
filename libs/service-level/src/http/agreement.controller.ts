import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { conflict } from '@opora/kit';
import { Actor, Clock, CurrentActor, Database, IfMatch, Permit, Versioned } from '@opora/platform';
import { AgreementPage, AgreementReply, CreateAgreement, PublishAgreement, UpdateAgreement } from '../agreement.dto';
import { Agreements } from '../agreements';
import { ImpactReply } from '../impact.dto';
import { PolicyImpact } from '../impact';
import { AT_ONCE, OpenPolicies } from '../open-policies';

@ApiTags('service levels')
@Controller('agreements')
export class AgreementController {
  constructor(
    private readonly agreements: Agreements,
    private readonly impacts: PolicyImpact,
    private readonly openPolicies: OpenPolicies,
    private readonly clock: Clock,
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
    const { draft, type } = await this.agreements.read(actor, id);
    if (!draft) throw conflict('agreement.no_draft');
    return this.impacts.ofAgreement(id, type, this.agreements.definitionOf(draft, this.clock.now()));
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Permit('agreement.publish')
  @Versioned()
  @ApiOkResponse({ type: AgreementReply })
  async publish(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() version: number | '*', @Body() body: PublishAgreement): Promise<AgreementReply> {
    await this.database.tx(async (tx) => {
      const { versionId } = await this.agreements.publish(tx, actor, id, version);
      if (body.openTickets) await this.openPolicies.mark(tx, actor, versionId);
    });
    const openTickets = body.openTickets ? await this.openPolicies.apply(AT_ONCE) : undefined;
    return { ...(await this.agreements.read(actor, id)), ...(openTickets ? { openTickets } : {}) };
  }
}
