import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsText, ListQuery, Nullable, Omittable, ReadOnlyFields } from '@opora/platform';
import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { SOURCE_KINDS, type SourceKind } from '../domain';

export class SourceQuery extends ListQuery {}

@ReadOnlyFields('id', 'version', 'token', 'tokenPrefix', 'createdAt', 'rotatedAt', 'lastEventAt', 'silent')
export class CreateEventSource {
  @ApiProperty({ maxLength: 200, example: 'Zabbix, головний офіс' })
  @IsText({ max: 200 })
  name!: string;

  @ApiProperty({ enum: SOURCE_KINDS, description: 'What sends; cannot be changed later' })
  @IsIn(SOURCE_KINDS)
  kind!: SourceKind;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String, description: 'Service of alerts that name none' })
  @Nullable()
  @IsId()
  serviceId?: string | null;

  @ApiPropertyOptional({ nullable: true, type: Number, minimum: 60, maximum: 604_800, description: 'Counts as silent when nothing has come for this long' })
  @Nullable()
  @IsInt()
  @Min(60)
  @Max(604_800)
  silentAfterSeconds?: number | null;
}

@ReadOnlyFields('id', 'version', 'kind', 'token', 'tokenPrefix', 'createdAt', 'rotatedAt', 'lastEventAt', 'silent')
export class UpdateEventSource {
  @ApiPropertyOptional({ maxLength: 200 })
  @Omittable()
  @IsText({ max: 200 })
  name?: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  serviceId?: string | null;

  @ApiPropertyOptional({ nullable: true, type: Number, minimum: 60, maximum: 604_800 })
  @Nullable()
  @IsInt()
  @Min(60)
  @Max(604_800)
  silentAfterSeconds?: number | null;

  @ApiPropertyOptional({ description: 'An inactive source is refused' })
  @Omittable()
  @IsBoolean()
  active?: boolean;
}

export class EventSourceReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: SOURCE_KINDS })
  kind!: SourceKind;

  @ApiProperty({ description: 'First characters of the token, to tell it from others', example: 'opev_Ab12Cd3' })
  tokenPrefix!: string;

  @ApiProperty({ nullable: true, type: String })
  serviceId!: string | null;

  @ApiProperty({ nullable: true, type: Number })
  silentAfterSeconds!: number | null;

  @ApiProperty()
  active!: boolean;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  rotatedAt!: string | null;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  lastEventAt!: string | null;

  @ApiProperty({ description: 'Nothing has come for longer than it may keep still' })
  silent!: boolean;

  @ApiProperty({ example: '/api/v1/events/intake/zabbix', description: 'Where its sender posts' })
  intakePath!: string;

  @ApiProperty()
  version!: number;
}

export class IssuedEventSource extends EventSourceReply {
  @ApiProperty({ description: 'Shown this once' })
  token!: string;
}

export class EventSourcePage {
  @ApiProperty({ type: [EventSourceReply] })
  items!: EventSourceReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}

export class NothingToSay {}
