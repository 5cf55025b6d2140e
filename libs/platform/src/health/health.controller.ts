import { Controller, Get, HttpStatus, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@opora/kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../authz/permit';
import { Readiness } from './readiness';
import { type Asker, MetricsPage } from './metrics-page';

class HealthReply {
  @ApiProperty({ enum: ['ok', 'ready', 'unavailable'], example: 'ok' })
  status!: string;
}

const askerOf = ({ socket, headers }: FastifyRequest): Asker => ({ remoteAddress: socket.remoteAddress, headers });

@ApiTags('operation')
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly page: MetricsPage,
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
  async ready(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReply> {
    const reasons = await this.readiness.reasons();
    if (reasons.length === 0) return { status: 'ready' };
    void reply.header('retry-after', '3');
    /* What is wrong with the installation is nobody's business but its operators'. */
    throw new Refusal('unavailable', { status: HttpStatus.SERVICE_UNAVAILABLE, ...(this.page.permits(askerOf(request)) ? { extra: { reasons } } : {}) });
  }

  @Get('metrics')
  @Public()
  @ApiExcludeEndpoint()
  async metricsPage(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.page.permits(askerOf(request))) throw new Refusal('unauthenticated', { status: 401 });
    const { contentType, body } = await this.page.text();
    await reply.header('content-type', contentType).send(body);
  }
}
