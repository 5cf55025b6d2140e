import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { type Sheet, csv, fileName } from '@opora/kit';
import { Actor, CurrentActor, Permit } from '@opora/platform';
import type { FastifyReply } from 'fastify';
import { ActivityReport } from '../dto/activity.dto';
import { AgeingReport, BacklogReport } from '../dto/backlog.dto';
import { LoadReport } from '../dto/load.dto';
import { ActivityQuery, AgeingQuery, CutQuery, LoadQuery, PeriodQuery, SlaQuery } from '../dto/query.dto';
import { SlaReport } from '../dto/sla.dto';
import { TodayReport } from '../dto/today.dto';
import { Reports } from '../reports';
import { activitySheet, ageingSheet, backlogSheet, loadSheet, slaSheet, todaySheet } from '../sheets';

/** The report as JSON, or as a table by `Accept: text/csv`. */
const Answers = (model: new () => object): MethodDecorator => (target, key, descriptor) => {
  ApiExtraModels(model)(target.constructor);
  ApiResponse({ status: 200, content: { 'application/json': { schema: { $ref: getSchemaPath(model) } }, 'text/csv': { schema: { type: 'string' } } } })(target, key, descriptor);
};

interface Asked {
  actor: Actor;
  query: { format?: 'json' | 'csv' };
  accept: string | undefined;
  reply: FastifyReply;
}

@ApiTags('reports')
@Controller('reports')
export class ReportsController {
  constructor(private readonly reports: Reports) {}

  @Get('sla')
  @Permit('report.sla')
  @ApiOperation({ operationId: 'reportSla', summary: 'Compliance with service levels of the tickets registered in a period, beside the period before' })
  @Answers(SlaReport)
  async sla(@CurrentActor() actor: Actor, @Query() query: SlaQuery, @Res({ passthrough: true }) reply: FastifyReply, @Headers('accept') accept?: string): Promise<SlaReport | string> {
    return answer({ actor, query, accept, reply }, await this.reports.sla(actor, query), slaSheet);
  }

  @Get('today')
  @Permit('report.operational')
  @ApiOperation({ operationId: 'reportToday', summary: 'What is open now, and the day so far beside what is usual' })
  @Answers(TodayReport)
  async today(@CurrentActor() actor: Actor, @Query() query: CutQuery, @Res({ passthrough: true }) reply: FastifyReply, @Headers('accept') accept?: string): Promise<TodayReport | string> {
    return answer({ actor, query, accept, reply }, await this.reports.today(actor, query), todaySheet);
  }

  @Get('backlog')
  @Permit('report.backlog')
  @ApiOperation({ operationId: 'reportBacklog', summary: 'What came, went and was left, day by day' })
  @Answers(BacklogReport)
  async backlog(@CurrentActor() actor: Actor, @Query() query: PeriodQuery, @Res({ passthrough: true }) reply: FastifyReply, @Headers('accept') accept?: string): Promise<BacklogReport | string> {
    return answer({ actor, query, accept, reply }, await this.reports.backlog(actor, query), backlogSheet);
  }

  @Get('ageing')
  @Permit('report.backlog')
  @ApiOperation({ operationId: 'reportAgeing', summary: 'What is open, by how long' })
  @Answers(AgeingReport)
  async ageing(@CurrentActor() actor: Actor, @Query() query: AgeingQuery, @Res({ passthrough: true }) reply: FastifyReply, @Headers('accept') accept?: string): Promise<AgeingReport | string> {
    return answer({ actor, query, accept, reply }, await this.reports.ageing(actor, query), ageingSheet);
  }

  @Get('load')
  @Permit('report.load')
  @ApiOperation({ operationId: 'reportLoad', summary: 'When tickets are registered or resolved, by weekday and hour of the caller’s time zone' })
  @Answers(LoadReport)
  async load(@CurrentActor() actor: Actor, @Query() query: LoadQuery, @Res({ passthrough: true }) reply: FastifyReply, @Headers('accept') accept?: string): Promise<LoadReport | string> {
    return answer({ actor, query, accept, reply }, await this.reports.load(actor, query), loadSheet);
  }

  @Get('activity')
  @Permit('report.operatorActivity')
  @ApiOperation({ operationId: 'reportActivity', summary: 'What operators did: one’s own row, those of one’s groups, or all, as permitted' })
  @Answers(ActivityReport)
  async activity(@CurrentActor() actor: Actor, @Query() query: ActivityQuery, @Res({ passthrough: true }) reply: FastifyReply, @Headers('accept') accept?: string): Promise<ActivityReport | string> {
    return answer({ actor, query, accept, reply }, await this.reports.activity(actor, query), activitySheet);
  }
}

function answer<R>({ actor, query, accept, reply }: Asked, report: R, sheet: (report: R, locale: Actor['locale']) => Sheet): R | string {
  void reply.header('vary', 'accept');
  if (query.format !== 'csv' && (query.format === 'json' || !/\btext\/csv\b/.test(accept ?? ''))) return report;
  const table = sheet(report, actor.locale);
  void reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${fileName(table.name)}.csv"`);
  return csv(table);
}
