import { Module, type Type } from '@nestjs/common';
import { type Config, PlatformHttp, PlatformModule } from '@opora/platform';
import { entities, gauges, httpModules, jobModules } from './modules';

export function apiModule(config: Config): Type {
  /* Whoever sets the test clock waits until all that falls due on the way has acted: the process that answers must be able to act. */
  const acting = config.testClock ? jobModules : [];
  @Module({ imports: [PlatformModule.forRoot({ config, entities, gauges }), PlatformHttp, ...httpModules, ...acting] })
  class ApiModule {}
  return ApiModule;
}
