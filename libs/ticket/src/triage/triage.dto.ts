import { ApiProperty } from '@nestjs/swagger';
import { IsInstant, IsText } from '@opora/platform';

export class SnoozeBody {
  @ApiProperty({ format: 'date-time', description: 'Comes back to triage then', example: '2027-03-01T09:00:00Z' })
  @IsInstant()
  until!: string;
}

export class GiveBackBody {
  @ApiProperty({ maxLength: 1000, example: 'Це питання мережі, не робочих місць' })
  @IsText({ max: 1000 })
  reason!: string;
}

export class TriageReply {
  @ApiProperty({ example: 'INC-000123' }) reference!: string;
  @ApiProperty() version!: number;
}
