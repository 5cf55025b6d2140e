import { Module, type Type } from '@nestjs/common';
import { type Config, PlatformJobs, PlatformModule } from '@opora/platform';
import { entities, gauges, jobModules } from '../../api/src/modules';

export function workerModule(config: Config): Type {
  @Module({ imports: [PlatformModule.forRoot({ config, entities, gauges }), PlatformJobs.forRoot(config), ...jobModules] })
  class WorkerModule {}
  return WorkerModule;
}
