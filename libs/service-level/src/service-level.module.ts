import { Module } from '@nestjs/common';
import { CalendarModule } from '@opora/calendar';
import { JournalModule } from '@opora/journal';
import { TicketModule } from '@opora/ticket';
import { Agreements } from './agreements';
import { ClockAudit } from './clock.audit';
import { ClockReactor } from './clock.reactor';
import { ClockStore } from './clock.store';
import { ClockSweep } from './clock.sweep';
import { AgreementController } from './http/agreement.controller';
import { ClockController } from './http/clock.controller';
import { ReplayController } from './http/replay.controller';
import { PolicyImpact } from './impact';
import { LevelActs } from './level-acts';
import { OpenPolicies, OpenPoliciesJob } from './open-policies';
import { OpenTicketWork } from './open-tickets';
import { Policies } from './policies';
import { ReplayJob } from './replay-job';
import { ReplayWork } from './replay-work';
import { Replays } from './replays';
import { ServiceLevels } from './service-levels';
import { Ways } from './ways';

const SERVICES = [Agreements, ClockReactor, ClockStore, OpenPolicies, OpenTicketWork, PolicyImpact, Policies, ReplayWork, Replays, ServiceLevels, Ways];

@Module({ imports: [JournalModule, CalendarModule, TicketModule], providers: SERVICES, exports: SERVICES })
export class ServiceLevelModule {}

@Module({ imports: [ServiceLevelModule], controllers: [AgreementController, ClockController, ReplayController] })
export class ServiceLevelHttp {}

@Module({ imports: [ServiceLevelModule, JournalModule, TicketModule], providers: [ClockAudit, ClockSweep, LevelActs, OpenPoliciesJob, ReplayJob] })
export class ServiceLevelJobs {}
