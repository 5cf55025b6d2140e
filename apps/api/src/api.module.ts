import { Module, type Type } from '@nestjs/common';
import { type Config, PlatformHttp, PlatformModule } from '@opora/platform';
import { entities, httpModules } from './modules';

export function apiModule(config: Config): Type {
  @Module({ imports: [PlatformModule.forRoot({ config, entities }), PlatformHttp, ...httpModules] })
  class ApiModule {}
  return ApiModule;
}
