import { type BeforeApplicationShutdown, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CatalogueModule } from '@opora/catalogue';
import { IncidentModule } from '@opora/incident';
import { JournalModule } from '@opora/journal';
import { Refusal } from '@opora/kit';
import { OrganisationModule } from '@opora/organisation';
import { OutboxHandlers, Sweeps } from '@opora/platform';
import type { FastifyInstance } from 'fastify';
import { Imports, REQUESTED } from './imports';
import { ImportsController } from './imports.controller';
import { ImportReading } from './reading';
import { ImportReferences } from './references';
import { ImportRunner } from './runner';
import { Runs } from './runs';
import { ImportWriting } from './writing';

@Module({
  imports: [JournalModule, OrganisationModule, CatalogueModule, IncidentModule],
  providers: [Imports, Runs, ImportReading, ImportReferences, ImportWriting, ImportRunner],
  exports: [Imports, Runs, ImportRunner],
})
export class HistoryImportModule {}

/** A file as the body of a request, here and nowhere else: its bytes are left in the request for the store. */
@Injectable()
class FileBodies implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addContentTypeParser(['text/csv', 'application/gzip', 'application/x-gzip'], (request, _payload, done) => {
      if (request.routeOptions.url?.endsWith('/imports')) done(null, undefined);
      else done(new Refusal('unsupported_media_type', { status: 415 }));
    });
  }
}

@Module({ imports: [HistoryImportModule], controllers: [ImportsController], providers: [FileBodies] })
export class HistoryImportHttp {}

/** Wakes the runner when an import was asked for, and now and then for one whose process died. */
@Injectable()
class ImportWork implements OnModuleInit, BeforeApplicationShutdown {
  constructor(
    private readonly handlers: OutboxHandlers,
    private readonly sweeps: Sweeps,
    private readonly runner: ImportRunner,
  ) {}

  onModuleInit(): void {
    this.handlers.register({ name: 'history-import.requested', topics: [REQUESTED], handle: () => this.look() });
    this.sweeps.register({ name: 'history-import.runs', upkeep: true, sweep: () => this.look().then(() => ({ acted: 0, nextDueAt: null })) });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.stop();
  }

  private async look(): Promise<void> {
    this.runner.wake();
  }
}

@Module({ imports: [HistoryImportModule], providers: [ImportWork] })
export class HistoryImportJobs {}
