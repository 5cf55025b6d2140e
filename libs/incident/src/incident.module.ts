import { Module } from '@nestjs/common';
import { CalendarModule } from '@opora/calendar';
import { CatalogueModule } from '@opora/catalogue';
import { IdentityModule } from '@opora/identity';
import { JournalModule } from '@opora/journal';
import { NotificationModule } from '@opora/notification';
import { OrganisationModule } from '@opora/organisation';
import { RoutingModule } from '@opora/routing';
import { ServiceLevelModule } from '@opora/service-level';
import { TicketModule } from '@opora/ticket';
import { AnnouncementController } from './announcement/announcement.controller';
import { Announcements } from './announcement/announcements';
import { IncidentAnswers } from './incident.answers';
import { AutoClose } from './incident.auto-close';
import { IncidentAutomation } from './incident.automation';
import { MajorCadence } from './incident.cadence';
import { IncidentCommandController } from './incident.commands.controller';
import { IncidentConsequences } from './incident.consequences';
import { IncidentController } from './incident.controller';
import { IncidentConversion } from './incident.conversion';
import { IncidentEditing } from './incident.editing';
import { IncidentFacts } from './incident.facts';
import { IncidentFamily } from './incident.family';
import { IncidentKind } from './incident.kind';
import { IncidentListener } from './incident.listener';
import { IncidentNotices } from './incident.notices';
import { IncidentProblems } from './incident.problems';
import { IncidentProcessor } from './incident.processor';
import { IncidentQueries } from './incident.queries';
import { IncidentRegistration } from './incident.registration';
import { IncidentRestorer } from './incident.restorer';
import { IncidentService } from './incident.service';
import { MacroController } from './macro/macro.controller';
import { MacroRunner } from './macro/macro-runner';
import { Macros } from './macro/macros';
import { PriorityMatrixController } from './priority/matrix.controller';
import { PriorityMatrices } from './priority/matrix.service';
import { ResolutionCodeController } from './resolution/codes.controller';
import { ResolutionCodes } from './resolution/codes.service';
import { SurveyLinks } from './survey/survey-links';
import { SurveyController } from './survey/survey.controller';
import { Surveys } from './survey/surveys';

const SERVICES = [
  IncidentService, IncidentRegistration, IncidentRestorer, IncidentEditing, IncidentAnswers, IncidentFamily, IncidentFacts, IncidentConversion, IncidentConsequences, IncidentQueries, IncidentProblems, IncidentKind, AutoClose, MajorCadence, Announcements, IncidentListener,
  PriorityMatrices, ResolutionCodes, IncidentNotices, SurveyLinks, Surveys, Macros, MacroRunner,
];

@Module({
  imports: [JournalModule, CalendarModule, OrganisationModule, CatalogueModule, IdentityModule, NotificationModule, TicketModule, ServiceLevelModule, RoutingModule],
  providers: SERVICES,
  exports: SERVICES,
})
export class IncidentModule {}

@Module({ imports: [IncidentModule], controllers: [IncidentController, IncidentCommandController, PriorityMatrixController, AnnouncementController, ResolutionCodeController, SurveyController, MacroController] })
export class IncidentHttp {}

@Module({ imports: [IncidentModule, TicketModule], providers: [IncidentProcessor, IncidentAutomation] })
export class IncidentJobs {}
