import { Injectable } from '@nestjs/common';
import type { Actor } from '@opora/platform';
import type { ActivityReport } from './dto/activity.dto';
import type { AgeingReport, BacklogReport } from './dto/backlog.dto';
import type { LoadReport } from './dto/load.dto';
import type { ActivityQuery, AgeingQuery, CutQuery, LoadQuery, PeriodQuery, SlaQuery } from './dto/query.dto';
import type { SlaReport } from './dto/sla.dto';
import type { TodayReport } from './dto/today.dto';
import { ActivityReports } from './queries/activity.report';
import { AgeingReports } from './queries/ageing.report';
import { BacklogReports } from './queries/backlog.report';
import { LoadReports } from './queries/load.report';
import { SlaReports } from './queries/sla.report';
import { TodayReports } from './queries/today.report';
import { SingleFlight } from './single-flight';

/** The figures of `domain.md` §13: each counts what its own query of the ticket list opens, and only what the caller may see. */
@Injectable()
export class Reports {
  private readonly flight = new SingleFlight();

  constructor(
    private readonly slas: SlaReports,
    private readonly days: TodayReports,
    private readonly flows: BacklogReports,
    private readonly ages: AgeingReports,
    private readonly loads: LoadReports,
    private readonly activities: ActivityReports,
  ) {}

  sla(actor: Actor, query: SlaQuery): Promise<SlaReport> {
    return this.flight.once(actor, 'sla', query, () => this.slas.read(actor, query));
  }

  today(actor: Actor, query: CutQuery): Promise<TodayReport> {
    return this.flight.once(actor, 'today', query, () => this.days.read(actor, query));
  }

  backlog(actor: Actor, query: PeriodQuery): Promise<BacklogReport> {
    return this.flight.once(actor, 'backlog', query, () => this.flows.read(actor, query));
  }

  ageing(actor: Actor, query: AgeingQuery): Promise<AgeingReport> {
    return this.flight.once(actor, 'ageing', query, () => this.ages.read(actor, query));
  }

  load(actor: Actor, query: LoadQuery): Promise<LoadReport> {
    return this.flight.once(actor, 'load', query, () => this.loads.read(actor, query));
  }

  activity(actor: Actor, query: ActivityQuery): Promise<ActivityReport> {
    return this.flight.once(actor, 'activity', query, () => this.activities.read(actor, query));
  }
}
