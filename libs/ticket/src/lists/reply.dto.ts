import { CHANNELS, type Channel, LEVELS, type Level, PHASES, type Phase, type Priority } from '@opora/kit';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class PersonRef {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'Олена Бондар' }) displayName!: string;
  @ApiPropertyOptional({ description: 'As far as the caller may see' }) email?: string;
  @ApiPropertyOptional() phone?: string;
  @ApiPropertyOptional() vip?: boolean;
  @ApiPropertyOptional() department?: string;
}

export class NamedRef {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
}

export class GroupRef extends NamedRef {
  @ApiPropertyOptional() line?: number;
}

export class ConfigurationItemRef extends NamedRef {
  @ApiPropertyOptional() class?: string;
}

export class TicketRef {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'INC-000123' }) reference!: string;
  @ApiProperty() title!: string;
  @ApiProperty() kind!: string;
  @ApiProperty() state!: string;
  @ApiProperty({ enum: PHASES }) phase!: Phase;
}

export class MergedRef extends TicketRef {
  @ApiProperty({ description: 'What its requester wrote' }) description!: string;
  @ApiProperty() requesterName!: string;
}

export class WatcherRef extends PersonRef {
  @ApiProperty({ description: 'A watcher who is not staff' }) participant!: boolean;
}

export class NextClock {
  @ApiProperty({ example: 'resolution' }) metric!: string;
  @ApiProperty({ format: 'date-time' }) dueAt!: string;
  @ApiProperty({ enum: ['running', 'paused', 'breached'] }) state!: string;
}

export class ViewerRef {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() displayName!: string;
  @ApiProperty({ enum: ['viewing', 'writing'] }) mode!: 'viewing' | 'writing';
  @ApiPropertyOptional({ type: String, nullable: true }) field?: string | null;
}

/** What rows of lists and the resource itself share. Fields marked "staff" are left out for requesters and suppliers (`security.md` D.4). */
class TicketBase {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'incident' }) kind!: string;
  @ApiProperty({ example: 'INC-000123' }) reference!: string;
  @ApiProperty() title!: string;
  @ApiProperty() state!: string;
  @ApiProperty({ enum: PHASES }) phase!: Phase;
  @ApiProperty({ type: String, nullable: true, description: 'Why the state is as it is (the reason of a hold)' }) stateReason!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) stateUntil!: string | null;
  @ApiProperty({ type: Number, minimum: 1, maximum: 5 }) priority!: Priority;
  @ApiProperty({ enum: CHANNELS }) channel!: Channel;
  @ApiProperty({ type: PersonRef }) requester!: PersonRef;
  @ApiProperty({ type: NamedRef, nullable: true }) service!: NamedRef | null;
  @ApiProperty({ type: NamedRef, nullable: true }) category!: NamedRef | null;
  @ApiProperty({ type: GroupRef, nullable: true, description: 'For requesters the public label' }) group!: GroupRef | null;
  @ApiProperty({ type: PersonRef, nullable: true }) assignee!: PersonRef | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) resolvedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) closedAt!: string | null;
  @ApiProperty() reopenCount!: number;
  @ApiProperty({ description: 'Of the caller’s projection; its ETag' }) version!: number;
  @ApiProperty({ type: [String], description: 'Commands that the server takes from the caller now' }) allowedCommands!: string[];
  @ApiPropertyOptional({ enum: LEVELS, description: 'Staff' }) impact?: Level;
  @ApiPropertyOptional({ enum: LEVELS, description: 'Staff' }) urgency?: Level;
  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Staff' }) line?: number | null;
  @ApiPropertyOptional({ description: 'Staff' }) reassignmentCount?: number;
  @ApiPropertyOptional({ type: [String], description: 'Staff' }) tags?: string[];
  @ApiPropertyOptional({ description: 'Staff' }) restricted?: boolean;
}

/** One row of a list: enough to draw the list without asking again (`ux.md` §2.14). */
export class TicketRow extends TicketBase {
  @ApiProperty({ type: NextClock, nullable: true, description: 'The clock of the caller’s face that is due next' }) nextClock!: NextClock | null;
  @ApiProperty({ description: 'Changed by somebody else since the caller last looked' }) unread!: boolean;
  @ApiProperty({ description: 'The caller has an unsent draft' }) hasDraft!: boolean;
  @ApiProperty({ type: [ViewerRef], description: 'Members of staff who look at it now; always empty for requesters' }) viewers!: ViewerRef[];
}

export class TicketRowPage {
  @ApiProperty({ type: [TicketRow] }) items!: TicketRow[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
  @ApiPropertyOptional({ description: 'With `count`' }) total?: number;
  @ApiPropertyOptional({ description: '`total` is at least this and was not counted to the end' }) totalIsEstimate?: boolean;
}

/** The resource; processes extend it with what is theirs. */
/** What the caller may write into the ticket, as `POST …/messages` then answers. */
export class MayWrite {
  @ApiProperty() public!: boolean;
  @ApiProperty() private!: boolean;
  @ApiProperty({ description: 'A public message may wait to be undone (`sendAfterSeconds`)' }) undo!: boolean;
}

export class TicketReply extends TicketBase {
  @ApiProperty({ type: MayWrite }) mayWrite!: MayWrite;
  @ApiProperty() description!: string;
  @ApiProperty({ type: String, nullable: true }) contact!: string | null;
  @ApiProperty({ type: NamedRef, nullable: true }) location!: NamedRef | null;
  @ApiProperty({ type: [ConfigurationItemRef] }) configurationItems!: ConfigurationItemRef[];
  @ApiProperty({ type: [WatcherRef], description: 'For requesters the participants alone' }) watchers!: WatcherRef[];
  @ApiPropertyOptional({ type: PersonRef, description: 'Staff' }) reporter?: PersonRef;
  @ApiPropertyOptional({ type: String, nullable: true }) priorityReason?: string | null;
  @ApiPropertyOptional({ type: TicketRef, nullable: true, description: 'Where the caller may see it' }) parent?: TicketRef | null;
  @ApiPropertyOptional({ type: [MergedRef], description: 'Duplicates that were merged into this one; staff' }) merged?: MergedRef[];
  @ApiPropertyOptional({ type: Object, description: 'Staff' }) customFields?: Record<string, unknown>;
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, description: 'Staff' }) firstResponseAt?: string | null;
}
