import { Module } from '@nestjs/common';
import { CalendarModule } from '@opora/calendar';
import { CatalogueModule } from '@opora/catalogue';
import { JournalModule } from '@opora/journal';
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
import { IncidentEditing } from './incident.editing';
import { IncidentFacts } from './incident.facts';
import { IncidentFamily } from './incident.family';
import { IncidentKind } from './incident.kind';
import { IncidentListener } from './incident.listener';
import { IncidentProcessor } from './incident.processor';
import { IncidentQueries } from './incident.queries';
import { IncidentRegistration } from './incident.registration';
import { IncidentService } from './incident.service';
import { PriorityMatrixController } from './priority/matrix.controller';
import { PriorityMatrices } from './priority/matrix.service';
import { ResolutionCodeController } from './resolution/codes.controller';
import { ResolutionCodes } from './resolution/codes.service';

const SERVICES = [
  IncidentService, IncidentRegistration, IncidentEditing, IncidentAnswers, IncidentFamily, IncidentFacts, IncidentConsequences, IncidentQueries, IncidentKind, AutoClose, MajorCadence, Announcements, IncidentListener,
  PriorityMatrices, ResolutionCodes,
];

@Module({
  imports: [JournalModule, CalendarModule, CatalogueModule, TicketModule, ServiceLevelModule, RoutingModule],
  providers: SERVICES,
  exports: SERVICES,
})
export class IncidentModule {}

@Module({ imports: [IncidentModule], controllers: [IncidentController, IncidentCommandController, PriorityMatrixController, AnnouncementController, ResolutionCodeController] })
export class IncidentHttp {}

@Module({ imports: [IncidentModule, TicketModule], providers: [IncidentProcessor, IncidentAutomation] })
export class IncidentJobs {}
