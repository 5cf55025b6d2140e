import { Controller, Get, HttpStatus, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@opora/kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../authz/permit';
import { Config } from '../config/config';
import { Readiness } from './readiness';
import { Metrics } from './metrics';

class HealthReply {
  @ApiProperty({ enum: ['ok', 'ready', 'unavailable'], example: 'ok' })
  status!: string;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

@ApiTags('operation')
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly config: Config,
  ) {}

  @Get('health/live')
  @Public()
  @ApiOperation({ operationId: 'healthLive', summary: 'The process turns' })
  @ApiOkResponse({ type: HealthReply })
  live(): HealthReply {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Public()
  @ApiOperation({ operationId: 'healthReady', summary: 'The process can serve' })
  @ApiOkResponse({ type: HealthReply })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReply> {
    if (await this.readiness.isReady()) return { status: 'ready' };
    void reply.header('retry-after', '3');
    throw new Refusal('unavailable', { status: HttpStatus.SERVICE_UNAVAILABLE });
  }

  @Get('metrics')
  @Public()
  @ApiExcludeEndpoint()
  async metricsPage(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const token = this.config.metricsToken;
    const allowed = token === null ? LOOPBACK.has(request.socket.remoteAddress ?? '') && request.headers['x-forwarded-for'] === undefined : request.headers.authorization === `Bearer ${token}`;
    if (!allowed) throw new Refusal('unauthenticated', { status: 401 });
    await reply.header('content-type', this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
