import { ApiProperty } from '@nestjs/swagger';
import { METRICS, type Metric } from './domain';

class WarnedService {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;
}

export class AgreementWarning {
  @ApiProperty({ example: 'agreement.shorter_than_way' })
  code!: string;

  @ApiProperty()
  message!: string;

  @ApiProperty()
  priority!: number;

  @ApiProperty({ type: WarnedService, description: 'The service with the longest way' })
  service!: WarnedService;

  @ApiProperty({ description: 'What the service level promises' })
  targetSeconds!: number;

  @ApiProperty({ description: 'The sum of what is agreed with the groups and suppliers of the service' })
  waySeconds!: number;
}

export class AppliedReply {
  @ApiProperty({ description: 'Open tickets that are measured by it' })
  tickets!: number;

  @ApiProperty({ description: 'Due times that moved' })
  moved!: number;

  @ApiProperty({ description: 'Tickets not yet looked at: the worker goes on with them' })
  waiting!: number;
}

export class MovedDue {
  @ApiProperty({ example: 'INC-000123' })
  reference!: string;

  @ApiProperty({ enum: METRICS })
  metric!: Metric;

  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiProperty({ format: 'date-time' })
  to!: string;
}

export class ImpactReply {
  @ApiProperty({ description: 'Clocks of open tickets that would be measured by it' })
  clocks!: number;

  @ApiProperty({ description: 'Due times that would move' })
  moved!: number;

  @ApiProperty({ description: 'Clocks that would be late at once' })
  breachedAtOnce!: number;

  @ApiProperty({ type: [MovedDue], description: 'The first fifty' })
  examples!: MovedDue[];
}
