import './triage.messages';
import { Module } from '@nestjs/common';
import { IncidentModule } from '@opora/incident';
import { RoutingModule } from '@opora/routing';
import { TicketModule } from '@opora/ticket';
import { ConvertController } from './convert/convert.controller';
import { CatalogueWords } from './proposals/catalogue-words';
import { Proposals } from './proposals/proposals';
import { ProposalsController } from './proposals/proposals.controller';

@Module({ imports: [TicketModule, RoutingModule, IncidentModule], providers: [Proposals, CatalogueWords], exports: [Proposals] })
export class TriageModule {}

@Module({ imports: [TriageModule, TicketModule], controllers: [ProposalsController, ConvertController] })
export class TriageHttp {}
