import { Module } from '@nestjs/common';
import { CatalogueModule } from '@opora/catalogue';
import { JournalModule } from '@opora/journal';
import { NotificationModule } from '@opora/notification';
import { RoutingModule } from '@opora/routing';
import { ServiceLevelModule } from '@opora/service-level';
import { TicketModule } from '@opora/ticket';
import { WorkModule } from '@opora/work';
import { RequestCommandController } from './request.commands.controller';
import { RequestConsequences } from './request.consequences';
import { RequestController } from './request.controller';
import { RequestConversion } from './request.conversion';
import { RequestEditing } from './request.editing';
import { RequestFacts } from './request.facts';
import { RequestKindEntry } from './request.kind';
import { RequestListener, RequestTimers } from './request.listener';
import { RequestNotices } from './request.notices';
import { RequestPromises } from './request.promises';
import { RequestQueries } from './request.queries';
import { RequestService } from './request.service';
import { RequestSubmission } from './request.submission';
import { SubmissionParts } from './submission.parts';

const SERVICES = [RequestService, RequestSubmission, SubmissionParts, RequestPromises, RequestEditing, RequestFacts, RequestConversion, RequestConsequences, RequestQueries, RequestKindEntry, RequestListener, RequestNotices];

@Module({ imports: [JournalModule, CatalogueModule, NotificationModule, TicketModule, ServiceLevelModule, RoutingModule, WorkModule], providers: SERVICES, exports: SERVICES })
export class RequestModule {}

@Module({ imports: [RequestModule], controllers: [RequestController, RequestCommandController] })
export class RequestHttp {}

@Module({ imports: [RequestModule], providers: [RequestTimers] })
export class RequestJobs {}
