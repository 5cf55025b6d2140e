import './access.messages';
import { Module } from '@nestjs/common';
import { CatalogueModule } from '@opora/catalogue';
import { IdentityModule } from '@opora/identity';
import { JournalModule } from '@opora/journal';
import { NotificationModule } from '@opora/notification';
import { OrganisationModule } from '@opora/organisation';
import { ServiceLevelModule } from '@opora/service-level';
import { TicketModule } from '@opora/ticket';
import { WebhookModule } from '@opora/webhook';
import { WorkModule } from '@opora/work';
import { GrantJobs, RequestJobs, ReviewJobs } from './access.jobs';
import { AccessNotices } from './access.notices';
import { Resources } from './catalogue/resources';
import { ResourcesController } from './catalogue/resources.controller';
import { SodRules } from './catalogue/sod-rules';
import { SodController } from './catalogue/sod.controller';
import { DriftController } from './drift/drift.controller';
import { DriftFindings } from './drift/drift-findings';
import { DriftImports } from './drift/drift-imports';
import { DriftQueries } from './drift/drift.queries';
import { Actions } from './grants/actions';
import { GrantDecisions } from './grants/decisions';
import { GrantEvidenceFiles } from './grants/evidence';
import { GrantCommands } from './grants/grant.commands';
import { GrantQueries } from './grants/grant.queries';
import { Grants } from './grants/grants';
import { GrantsController } from './grants/grants.controller';
import { PeopleWhoMove } from './people/people';
import { AccessTies } from './people/people.ties';
import { RecertificationController } from './recertification/recertification.controller';
import { RecertificationQueries } from './recertification/recertification.queries';
import { Recertifications } from './recertification/recertifications';
import { AccessController } from './requests/access.controller';
import { AccessKind } from './requests/access.kind';
import { AccessQueries } from './requests/access.queries';
import { AccessService } from './requests/access.service';
import { AccessApprovals } from './requests/asking';
import { AccessConsequences } from './requests/consequences';
import { AccessFlow } from './requests/flow';
import { AccessOrders } from './requests/orders';
import { AccessSubmission } from './requests/submission';
import { Wishes } from './requests/wish';

const CATALOGUE = [Resources, SodRules];
const REGISTER = [Grants, Actions, GrantDecisions, GrantCommands, GrantQueries, GrantEvidenceFiles];
const REQUESTS = [Wishes, AccessApprovals, AccessSubmission, AccessConsequences, AccessQueries, AccessService, AccessFlow, AccessKind, AccessOrders];
const REVIEW = [Recertifications, RecertificationQueries, PeopleWhoMove, AccessTies, DriftImports, DriftFindings, DriftQueries];
const SERVICES = [...CATALOGUE, ...REGISTER, ...REQUESTS, ...REVIEW, AccessNotices];

@Module({
  imports: [JournalModule, CatalogueModule, OrganisationModule, IdentityModule, NotificationModule, TicketModule, ServiceLevelModule, WebhookModule, WorkModule],
  providers: SERVICES,
  exports: SERVICES,
})
export class AccessModule {}

@Module({ imports: [AccessModule], controllers: [ResourcesController, SodController, GrantsController, AccessController, RecertificationController, DriftController] })
export class AccessHttp {}

@Module({ imports: [AccessModule, TicketModule], providers: [GrantJobs, RequestJobs, ReviewJobs] })
export class AccessJobs {}
