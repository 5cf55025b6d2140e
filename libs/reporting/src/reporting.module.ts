import './reporting.messages';
import { Module } from '@nestjs/common';
import { IncidentModule } from '@opora/incident';
import { TicketModule } from '@opora/ticket';
import { DrillFilters } from './drill.filters';
import { ReportsController } from './http/reports.controller';
import { ActivityReports } from './queries/activity.report';
import { AgeingReports } from './queries/ageing.report';
import { BacklogReports } from './queries/backlog.report';
import { LoadReports } from './queries/load.report';
import { SlaReports } from './queries/sla.report';
import { TodayReports } from './queries/today.report';
import { Reports } from './reports';

const REPORTS = [SlaReports, TodayReports, BacklogReports, AgeingReports, LoadReports, ActivityReports];

@Module({ imports: [TicketModule, IncidentModule], providers: [...REPORTS, Reports, DrillFilters], exports: [Reports] })
export class ReportingModule {}

@Module({ imports: [ReportingModule], controllers: [ReportsController] })
export class ReportingHttp {}
