import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { invalid } from '@opora/kit';
import type { FastifyReply } from 'fastify';
import { Actor } from '../authz/actor';
import { CurrentActor, Permit } from '../authz/permit';
import { Connection } from './connection';
import { StreamHub } from './hub';

@ApiTags('stream')
@Controller('stream')
export class StreamController {
  constructor(private readonly hub: StreamHub) {}

  @Get()
  @Permit('me')
  @ApiOperation({ operationId: 'stream', summary: 'Server-sent events of what the caller may see' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'Events `ticket`, `notification`, `presence`; `reset` when too much was missed', schema: { type: 'string' } })
  async stream(@CurrentActor() actor: Actor, @Res() reply: FastifyReply, @Headers('last-event-id') last?: string): Promise<void> {
    if (last !== undefined && !/^\d{1,15}$/.test(last)) throw invalid('/lastEventId', 'invalid_value');
    reply.hijack();
    const connection = new Connection(actor, reply.raw);
    // Nothing can be answered any more once the stream is open: the reader comes again.
    await this.hub.add(connection, last === undefined ? null : Number(last)).catch(() => connection.close());
  }
}
