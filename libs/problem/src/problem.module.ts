import { Module } from '@nestjs/common';
import { CatalogueModule } from '@opora/catalogue';
import { IncidentModule } from '@opora/incident';
import { JournalModule } from '@opora/journal';
import { OrganisationModule } from '@opora/organisation';
import { RoutingModule } from '@opora/routing';
import { ServiceLevelModule } from '@opora/service-level';
import { TicketModule } from '@opora/ticket';
import { Detection } from './detection/detection';
import { Nightly } from './detection/nightly';
import { Proposals } from './detection/proposals';
import { ProposalController } from './detection/proposals.controller';
import { KnownErrorController, KnownErrors } from './known/known-errors';
import { MassActs } from './mass/mass-acts';
import { ProblemCommandController } from './problem.commands.controller';
import { ProblemController } from './problem.controller';
import { ProblemEntry } from './problem.entry';
import { ProblemKind } from './problem.kind';
import { ProblemQueries } from './problem.queries';
import { IncidentParts, ProblemRegistration } from './problem.registration';
import { ProblemService } from './problem.service';

const SERVICES = [ProblemService, ProblemRegistration, IncidentParts, ProblemEntry, ProblemQueries, ProblemKind, MassActs, KnownErrors, Detection, Proposals];

@Module({ imports: [JournalModule, OrganisationModule, CatalogueModule, TicketModule, ServiceLevelModule, RoutingModule, IncidentModule], providers: SERVICES, exports: SERVICES })
export class ProblemModule {}

@Module({ imports: [ProblemModule], controllers: [ProblemController, ProblemCommandController, KnownErrorController, ProposalController] })
export class ProblemHttp {}

@Module({ imports: [ProblemModule], providers: [Nightly] })
export class ProblemJobs {}
