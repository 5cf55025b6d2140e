import { Module } from '@nestjs/common';
import { IncidentModule } from '@opora/incident';
import { JournalModule } from '@opora/journal';
import { TicketModule } from '@opora/ticket';
import { WebhookModule } from '@opora/webhook';
import { AlertCommands } from './alerts/alert.commands';
import { AlertQueries } from './alerts/alert.queries';
import { AlertStream } from './alerts/alert.stream';
import { AlertsController, EventsController } from './alerts/alerts.controller';
import { IntakeBodies } from './intake/body';
import { IntakeBudget } from './intake/budget';
import { Intake } from './intake/intake';
import { IntakeController } from './intake/intake.controller';
import { EventWriter } from './intake/writer';
import { RuleReader } from './rules/rule.reader';
import { EventRules } from './rules/rules';
import { EventRulesController } from './rules/rules.controller';
import { RuleTrial } from './rules/trial';
import { EventSources } from './sources/sources';
import { EventSourcesController } from './sources/sources.controller';
import { SourceTokens } from './sources/tokens';
import { MaintenanceWindows } from './windows/windows';
import { MaintenanceWindowsController } from './windows/windows.controller';
import { AlertDecider } from './work/decider';
import { EventIncidents } from './work/incidents';
import { EventSweeps } from './work/jobs';
import { EventMeters } from './work/meters';
import { EventProcessor } from './work/processor';
import { EventUpkeep } from './work/upkeep';

const SERVICES = [EventSources, SourceTokens, EventRules, RuleReader, RuleTrial, MaintenanceWindows, AlertQueries, AlertCommands, EventIncidents, EventWriter];

@Module({ imports: [JournalModule, TicketModule, IncidentModule, WebhookModule], providers: SERVICES, exports: SERVICES })
export class EventModule {}

@Module({
  imports: [EventModule],
  controllers: [IntakeController, EventSourcesController, EventRulesController, MaintenanceWindowsController, AlertsController, EventsController],
  providers: [Intake, IntakeBodies, IntakeBudget, AlertStream],
})
export class EventHttp {}

@Module({ imports: [EventModule], providers: [EventProcessor, AlertDecider, EventMeters, EventUpkeep, EventSweeps], exports: [EventProcessor, AlertDecider] })
export class EventJobs {}
