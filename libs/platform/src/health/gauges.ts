import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { Database } from '../db/database';
import { Log } from '../log/log';
import type { GaugeSpec } from './gauge';
import { Metrics } from './metrics';
import { platformGauges, processGauges } from './platform.gauges';

/** Where the composition puts the gauges of its modules. */
export const GAUGES = Symbol('gauges');

/** However often the page is asked for, the database is asked at most this often, milliseconds. */
const FRESH_MS = 10_000;

/** Gauges of `security.md` F.2 that any process can tell, since the database knows them. One that cannot be read is left out of the page; the others stand. */
@Injectable()
export class Gauges {
  constructor(
    private readonly metrics: Metrics,
    private readonly database: Database,
    private readonly log: Log,
    @Inject(GAUGES) specs: readonly GaugeSpec[],
    config: Config,
    clock: Clock,
  ) {
    this.register([...platformGauges, ...processGauges(database, config, clock), ...specs]);
  }

  private register(specs: readonly GaugeSpec[]): void {
    for (const spec of specs) this.add(spec);
  }

  private add({ name, help, labels = [], read }: GaugeSpec): void {
    const { database, log } = this;
    let readAt = -Infinity;
    new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [this.metrics.registry],
      async collect() {
        if (performance.now() - readAt < FRESH_MS) return;
        readAt = performance.now();
        try {
          const readings = await read(database.sql);
          this.reset();
          for (const { value, labels: of = {} } of readings) this.set(of, value);
        } catch (error) {
          this.reset();
          log.failure('metric not read', error, { metric: name });
        }
      },
    });
  }
}
