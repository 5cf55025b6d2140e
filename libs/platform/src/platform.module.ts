import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AuthenticatorSlot } from './authz/authenticator';
import { PermitGuard } from './authz/permit.guard';
import { RouteCheck } from './authz/route-check';
import { Clock, Ids } from './clock/clock';
import { ClockFollower } from './clock/clock-follower';
import { TestClock } from './clock/test-clock';
import { TestClockController } from './clock/test-clock.controller';
import { Config } from './config/config';
import { connectionOptions } from './db/connection';
import { Database } from './db/database';
import type { GaugeSpec } from './health/gauge';
import { GAUGES, Gauges } from './health/gauges';
import { HealthController } from './health/health.controller';
import { Egress } from './egress/egress';
import { Metrics } from './health/metrics';
import { MetricsPage } from './health/metrics-page';
import { Readiness } from './health/readiness';
import { Cursors } from './http/cursor';
import { ProblemFilter } from './http/problem.filter';
import { ReplyInterceptor } from './http/reply.interceptor';
import { Log } from './log/log';
import { OutboxDelivery } from './outbox/delivery';
import { OutboxHandlers } from './outbox/handlers';
import { OutboxRelay } from './outbox/relay';
import { BullEventQueue, EVENTS_QUEUE, EventsProcessor } from './queue/bull-event-queue';
import { QUEUE_PREFIX, queueConnection } from './queue/connection';
import { EventQueue } from './queue/event-queue';
import { TICKS_QUEUE, TickProcessor, TickScheduler } from './queue/tick.processor';
import { openStorage } from './storage/open';
import { Storage } from './storage/storage';
import { StreamController } from './stream/stream.controller';
import { StreamHub } from './stream/hub';
import { StreamTopics } from './stream/topics';
import { Sweeper } from './timers/sweeper';
import { Sweeps, Timers } from './timers/timers';
import { Housekeeping } from './worker/housekeeping';
import { Quarantine } from './worker/quarantine';
import { RelayRunner } from './worker/runner';
import { Settle } from './worker/settle';
import { WorkerLife } from './worker/life';
import { WorkerListener } from './worker/listener';

export interface PlatformOptions {
  config: Config;
  entities: readonly EntityTarget<ObjectLiteral>[];
  /** Figures of the modules for the metrics page. */
  gauges?: readonly GaugeSpec[];
}

const SERVICES = [
  Egress,
  Clock, ClockFollower, Ids, Database, Log, Metrics, MetricsPage, Gauges, Readiness, Cursors, ProblemFilter, AuthenticatorSlot, OutboxHandlers, OutboxDelivery, Timers, Sweeps, Sweeper, Settle, StreamTopics,
];

@Global()
@Module({})
export class PlatformModule {
  static forRoot({ config, entities, gauges = [] }: PlatformOptions): DynamicModule {
    return {
      module: PlatformModule,
      imports: [TypeOrmModule.forRoot({ ...connectionOptions(config, entities), retryAttempts: 1 }), DiscoveryModule],
      providers: [
        ...SERVICES,
        { provide: Config, useValue: config },
        { provide: GAUGES, useValue: gauges },
        { provide: Storage, useFactory: () => openStorage(config) },
      ],
      exports: [...SERVICES, Config, Storage],
    };
  }
}

/** What only an HTTP process has. */
@Module({
  imports: [DiscoveryModule],
  controllers: [HealthController, StreamController, TestClockController],
  providers: [StreamHub, TestClock, RouteCheck, { provide: APP_GUARD, useClass: PermitGuard }, { provide: APP_INTERCEPTOR, useClass: ReplyInterceptor }],
  exports: [RouteCheck],
})
export class PlatformHttp {}

/** What only a worker process has. */
@Module({})
export class PlatformJobs {
  static forRoot(config: Config): DynamicModule {
    return {
      module: PlatformJobs,
      imports: [
        BullModule.forRoot({ connection: queueConnection(config), prefix: QUEUE_PREFIX, defaultJobOptions: { attempts: 3, backoff: { type: 'exponential', delay: 1_000 } } }),
        BullModule.registerQueue({ name: EVENTS_QUEUE }, { name: TICKS_QUEUE }),
      ],
      providers: [{ provide: EventQueue, useClass: BullEventQueue }, OutboxRelay, RelayRunner, EventsProcessor, TickProcessor, TickScheduler, Housekeeping, Quarantine, WorkerListener, WorkerLife],
      exports: [OutboxRelay],
    };
  }
}
