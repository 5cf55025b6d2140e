import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOperation, ApiParam, ApiProperty, ApiPropertyOptional, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Public } from '@opora/platform';
import type { FastifyRequest } from 'fastify';
import { SOURCE_KINDS } from '../domain';
import { Intake } from './intake';

export class AcceptedReply {
  @ApiProperty({ description: 'Alert objects of the body, all stored', example: 1 })
  accepted!: number;
}

/** What every sender sends in its own shape; this is the plain one. */
export class PlainEvent {
  @ApiProperty({ maxLength: 512, example: 'srv-db-01/disk' })
  dedupKey!: string;

  @ApiProperty({ enum: ['firing', 'resolved'] })
  status!: string;

  @ApiProperty({ enum: ['informational', 'warning', 'exception'] })
  severity!: string;

  @ApiProperty({ example: 'Диск заповнено на 95 %' })
  title!: string;

  @ApiProperty({ required: false })
  text?: string;

  @ApiProperty({ required: false, description: 'Name or id' })
  service?: string;

  @ApiProperty({ required: false, description: 'Name or id' })
  configurationItem?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  labels?: Record<string, string>;

  @ApiProperty({ required: false, format: 'date-time' })
  at?: string;
}

@ApiTags('events')
@Controller('events/intake')
export class IntakeController {
  constructor(private readonly intake: Intake) {}

  /** Its own guard: the token of the source, nothing else. */
  @Post(':source')
  @Public()
  @HttpCode(202)
  @ApiSecurity('bearer')
  @ApiParam({ name: 'source', enum: SOURCE_KINDS })
  @ApiOperation({ summary: 'Takes events as their sender sends them; answered once they are stored' })
  @ApiBody({ type: PlainEvent, description: 'The sender’s own shape; shown is the plain format, one or an array' })
  @ApiAcceptedResponse({ type: AcceptedReply })
  take(@Param('source') source: string, @Req() request: FastifyRequest): Promise<AcceptedReply> {
    return this.intake.take(source, request);
  }
}
