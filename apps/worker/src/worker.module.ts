import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { JournalJobs } from '@opora/journal';
import { type Config, PlatformJobs, PlatformModule } from '@opora/platform';
import { TicketJobs } from '@opora/ticket';
import { entities } from '../../api/src/modules';

/** The composition: which modules' jobs a worker process runs. */
export const jobModules: (Type | DynamicModule)[] = [JournalJobs, TicketJobs];

export function workerModule(config: Config): Type {
  @Module({ imports: [PlatformModule.forRoot({ config, entities }), PlatformJobs.forRoot(config), ...jobModules] })
  class WorkerModule {}
  return WorkerModule;
}
