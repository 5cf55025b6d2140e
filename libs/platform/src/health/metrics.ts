import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Prometheus metrics (`security.md` F.2): base units, no person or ticket in a label. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly requestSeconds = new Histogram({ name: 'http_server_request_duration_seconds', help: 'Duration of HTTP requests', labelNames: ['route', 'method', 'status_class'], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5], registers: [this.registry] });
  readonly levelLagSeconds = new Histogram({ name: 'opora_level_lag_seconds', help: 'How late a due level or timer acted', buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 600], registers: [this.registry] });
  readonly replayMismatches = new Counter({ name: 'opora_replay_mismatches_total', help: 'Clocks that the nightly replay of their ledgers found different', registers: [this.registry] });
  readonly jobs = new Counter({ name: 'opora_jobs_total', help: 'Outbox deliveries by handler and result', labelNames: ['handler', 'result'], registers: [this.registry] });
  readonly streams = new Gauge({ name: 'opora_sse_connections', help: 'Open event streams', registers: [this.registry] });
  private readonly refusals = new Counter({ name: 'opora_http_refusals_total', help: 'Requests refused, by code of the problem', labelNames: ['code'], registers: [this.registry] });
  private readonly denied = new Counter({ name: 'opora_authz_denied_total', help: 'Refused authorisations', labelNames: ['permission'], registers: [this.registry] });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  refused(permission: string): void {
    this.denied.inc({ permission });
  }

  /** A request was answered with a problem of this code. */
  problem(code: string): void {
    this.refusals.inc({ code });
  }
}
