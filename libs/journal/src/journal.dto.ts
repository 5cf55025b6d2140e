import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsInstant, IsText, ListQuery, Omittable } from '@opora/platform';

export class JournalQuery extends ListQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Object whose stream is read' })
  @Omittable()
  @IsId()
  streamId?: string;

  @ApiPropertyOptional({ example: 'incident' })
  @Omittable()
  @IsText({ max: 60 })
  streamKind?: string;

  @ApiPropertyOptional({ example: 'incident.resolved' })
  @Omittable()
  @IsText({ max: 80 })
  kind?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  actorId?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  atFrom?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  atTo?: string;
}

export class JournalEntryReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) streamId!: string;
  @ApiProperty({ example: 'incident' }) streamKind!: string;
  @ApiProperty() seq!: number;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ example: 'incident.resolved' }) kind!: string;
  @ApiProperty({ format: 'uuid' }) actorId!: string;
  @ApiProperty({ enum: ['session', 'token', 'system'] }) via!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Session or token, or the name of the rule that acted' }) origin!: string | null;
  @ApiProperty({ type: String, nullable: true }) requestId!: string | null;
  @ApiProperty({ description: 'The host’s clock had gone back; the instant is that of the entry before' }) clockSkew!: boolean;
  @ApiProperty({ description: 'False where the values are not the reader’s to see: names of fields alone' }) valuesShown!: boolean;
  @ApiProperty({ type: Object }) data!: Record<string, unknown>;
}

export class JournalPage {
  @ApiProperty({ type: [JournalEntryReply] }) items!: JournalEntryReply[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}

export class VerificationReply {
  @ApiProperty() streams!: number;
  @ApiProperty() entries!: number;
  @ApiProperty({ type: [String], description: 'What was changed, cut or put in; empty where the chain is whole' }) problems!: string[];
}
