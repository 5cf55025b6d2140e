import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsInstant, IsText, ListQuery, Omittable } from '@opora/platform';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsObject, Max, Min } from 'class-validator';
import { MessageReply } from '../messages/messages.dto';
import { PersonRef, TicketRef, ViewerRef, WatcherRef } from '../lists/reply.dto';

export const LINK_TYPES = ['duplicate_of', 'parent_of', 'caused_by', 'resolved_by', 'follow_up_of', 'related_to'] as const;
export type LinkType = (typeof LINK_TYPES)[number];

export class LinkBody {
  @ApiProperty({ enum: LINK_TYPES })
  @IsIn(LINK_TYPES)
  type!: LinkType;

  @ApiProperty({ description: 'Id or reference of the other ticket', example: 'INC-000124' })
  @IsText({ max: 60 })
  ticketId!: string;

  @ApiPropertyOptional({ enum: ['outward', 'inward'], default: 'outward', description: 'Inward: the other ticket is the subject of the link' })
  @Omittable()
  @IsIn(['outward', 'inward'])
  direction?: 'outward' | 'inward';
}

export class LinkReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: LINK_TYPES }) type!: LinkType;
  @ApiProperty({ enum: ['outward', 'inward'] }) direction!: 'outward' | 'inward';
  @ApiProperty({ type: TicketRef }) ticket!: TicketRef;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class LinkList {
  @ApiProperty({ type: [LinkReply] }) items!: LinkReply[];
}

export class WatcherBody {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  personId!: string;
}

export class WatcherList {
  @ApiProperty({ type: [WatcherRef] }) items!: WatcherRef[];
}

export class TagsBody {
  @ApiProperty({ type: [String], maxItems: 30 })
  @IsArray()
  @ArrayMaxSize(30)
  @ArrayUnique()
  @IsText({ max: 60, each: true })
  tags!: string[];
}

export class TagsReply {
  @ApiProperty({ type: [String] }) tags!: string[];
  @ApiProperty() version!: number;
}

export class WorkBody {
  @ApiProperty({ minimum: 1, maximum: 86_400, description: 'How long it took' })
  @IsInt()
  @Min(1)
  @Max(86_400)
  seconds!: number;

  @ApiPropertyOptional({ maxLength: 2_000 })
  @Omittable()
  @IsText({ max: 2_000, min: 0 })
  note?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When it began; so long before now where left out' })
  @Omittable()
  @IsInstant()
  startedAt?: string;
}

export class WorkReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: PersonRef }) person!: PersonRef;
  @ApiProperty() seconds!: number;
  @ApiProperty() note!: string;
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class WorkList {
  @ApiProperty({ type: [WorkReply] }) items!: WorkReply[];
  @ApiProperty() totalSeconds!: number;
}

export class DraftBody {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Whatever the composer needs to go on' })
  @IsObject()
  body!: Record<string, unknown>;
}

export class DraftReply {
  @ApiProperty({ example: 'public' }) kind!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) body!: Record<string, unknown>;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
}

export class DraftList {
  @ApiProperty({ type: [DraftReply] }) items!: DraftReply[];
}

export class ViewerBody {
  @ApiProperty({ enum: ['viewing', 'writing'] })
  @IsIn(['viewing', 'writing'])
  mode!: 'viewing' | 'writing';

  @ApiPropertyOptional({ maxLength: 40, description: 'What is being written: a composer or a field' })
  @Omittable()
  @IsText({ max: 40 })
  field?: string;
}

export class ViewerList {
  @ApiProperty({ type: [ViewerRef] }) items!: ViewerRef[];
}

export class SeenBody {
  @ApiProperty({ minimum: 1, description: '`version` of what was seen' })
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  version!: number;
}

export class TimelineQuery extends ListQuery {}

export class TimelineChange {
  @ApiProperty() field!: string;
  @ApiProperty({ nullable: true, type: Object, description: 'Old value' }) from!: unknown;
  @ApiProperty({ nullable: true, type: Object, description: 'New value' }) to!: unknown;
  @ApiPropertyOptional({ description: 'Name of what the old value refers to' }) fromLabel?: string;
  @ApiPropertyOptional({ description: 'Name of what the new value refers to' }) toLabel?: string;
}

export class TimelineActor {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() displayName!: string;
  @ApiPropertyOptional({ description: 'Rule that acted; staff' }) rule?: string;
}

export class TimelineEntry {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ example: 'incident.resolved' }) kind!: string;
  @ApiProperty({ type: TimelineActor }) actor!: TimelineActor;
  @ApiProperty({ type: [TimelineChange] }) changes!: TimelineChange[];
  @ApiPropertyOptional() reason?: string;
  @ApiPropertyOptional({ type: Object, description: 'Further facts; staff' }) data?: Record<string, unknown>;
  @ApiPropertyOptional({ type: MessageReply }) message?: MessageReply;
  @ApiPropertyOptional({ description: 'Reference of the merged ticket whose life it tells' }) fromReference?: string;
}

export class TimelinePage {
  @ApiProperty({ type: [TimelineEntry] }) items!: TimelineEntry[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}
