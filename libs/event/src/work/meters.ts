import { Injectable } from '@nestjs/common';
import { Config, Metrics } from '@opora/platform';
import { Counter, Gauge, Histogram } from 'prom-client';

/** Metrics of events (`security.md` F.2): no word of an event in a label. */
@Injectable()
export class EventMeters {
  readonly suppressed: Counter;
  readonly lag: Histogram;
  readonly open: Gauge;
  /** With the test clock whoever asks wants to know that nothing waits any more, so one worker waits for another instead of passing it by. */
  readonly wait: boolean;

  constructor({ registry }: Metrics, config: Config) {
    const registers = [registry];
    this.suppressed = new Counter({ name: 'opora_events_suppressed_total', help: 'Alerts kept quiet, by reason', labelNames: ['reason'], registers });
    this.lag = new Histogram({ name: 'opora_correlation_lag_seconds', help: 'From the storing of an event to its alert', buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300], registers });
    this.open = new Gauge({ name: 'opora_alerts_open', help: 'Alerts that are not clear', registers });
    this.wait = config.testClock;
  }
}
