import { ApiProperty } from '@nestjs/swagger';

/** The delivery that was made. */
export class IdReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
}
