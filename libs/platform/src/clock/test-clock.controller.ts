import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { invalid, notFound } from '@opora/kit';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Permit } from '../authz/permit';
import { Config } from '../config/config';
import { IsInstant } from '../http/validation';
import { Clock } from './clock';
import { TestClock } from './test-clock';

class SetTestClock {
  @ApiPropertyOptional({ format: 'date-time', example: '2027-01-04T09:00:00Z' })
  @IsOptional()
  @IsInstant()
  at?: string;

  @ApiPropertyOptional({ description: 'Seconds', example: 28800 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(400 * 86_400)
  advanceSeconds?: number;
}

class TestClockReply {
  @ApiProperty({ format: 'date-time' })
  now!: string;
}

@ApiTags('operation')
@Controller('test/clock')
export class TestClockController {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly testClock: TestClock,
  ) {}

  @Post()
  @HttpCode(200)
  @Permit('testClock')
  @ApiOperation({ operationId: 'setTestClock', summary: 'Only with OPORA_TEST_CLOCK=1: moves the clock; all timers on the way act first' })
  @ApiOkResponse({ type: TestClockReply })
  async set(@Body() body: SetTestClock): Promise<TestClockReply> {
    if (!this.config.testClock) throw notFound();
    if ((body.at === undefined) === (body.advanceSeconds === undefined)) throw invalid('', 'required');
    const at = body.at === undefined ? new Date(this.clock.now().getTime() + (body.advanceSeconds ?? 0) * 1000) : new Date(body.at);
    return { now: (await this.testClock.goTo(at)).toISOString() };
  }
}
