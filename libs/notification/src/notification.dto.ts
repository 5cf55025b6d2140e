import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsText, ListQuery, Omittable, ToArray } from '@opora/platform';
import { TicketRef } from '@opora/ticket';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, ValidateNested } from 'class-validator';

const MAIL_STATES = ['queued', 'sent', 'unsent', 'failed', 'skipped'] as const;

export class NotificationQuery extends ListQuery {
  @ApiPropertyOptional({ enum: ['true'], description: 'Only what was not read yet' })
  @Omittable()
  @IsIn(['true'])
  unread?: string;

  @ApiPropertyOptional({ enum: ['me', 'watching'], description: 'For the caller’s own sake, or because the caller watches' })
  @Omittable()
  @IsIn(['me', 'watching'])
  why?: 'me' | 'watching';
}

export class NotificationReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'ticket.question' }) kind!: string;
  @ApiProperty({ example: 'INC-000921: запитання до вас' }) text!: string;
  @ApiProperty({ example: 'requester' }) reason!: string;
  @ApiProperty({ description: 'Why the caller was told, in words', example: 'це ваше звернення' }) reasonText!: string;
  @ApiProperty({ type: TicketRef, nullable: true, description: 'As far as the caller may still see it' }) ticket!: TicketRef | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) readAt!: string | null;
}

export class NotificationPage {
  @ApiProperty({ type: [NotificationReply] }) items!: NotificationReply[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
  @ApiProperty() unread!: number;
  @ApiPropertyOptional() total?: number;
}

export class ReadNotifications {
  @ApiPropertyOptional({ type: [String], description: 'All where left out' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(200)
  @IsId({ each: true })
  ids?: string[];

  @ApiPropertyOptional({ default: true, description: 'false makes them unread again' })
  @Omittable()
  @IsBoolean()
  read?: boolean;
}

export class UnreadReply {
  @ApiProperty() unread!: number;
}

export class NotificationChoice {
  @ApiProperty({ example: 'ticket.assigned' })
  @IsText({ max: 100 })
  kind!: string;

  @ApiProperty()
  @IsBoolean()
  web!: boolean;

  @ApiProperty()
  @IsBoolean()
  mail!: boolean;
}

export class NotificationChoices {
  @ApiProperty({ type: [NotificationChoice] })
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NotificationChoice)
  items!: NotificationChoice[];
}

export class NotificationChoiceReply {
  @ApiProperty() kind!: string;
  @ApiProperty({ example: 'Призначено мені' }) name!: string;
  @ApiProperty() web!: boolean;
  @ApiProperty() mail!: boolean;
}

export class NotificationChoiceList {
  @ApiProperty({ type: [NotificationChoiceReply] }) items!: NotificationChoiceReply[];
}

export class MailQuery extends ListQuery {
  @ApiPropertyOptional({ enum: MAIL_STATES, isArray: true })
  @Omittable()
  @ToArray()
  @IsIn(MAIL_STATES, { each: true })
  state?: (typeof MAIL_STATES)[number][];
}

/** A letter in the register: never its words, which may open what only its reader may open. */
export class MailReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: 'Number in the register' }) number!: number;
  @ApiProperty() kind!: string;
  @ApiProperty({ example: 'Звернення зареєстровано' }) name!: string;
  @ApiProperty() address!: string;
  @ApiProperty({ nullable: true, type: String }) reference!: string | null;
  @ApiProperty({ enum: MAIL_STATES }) state!: string;
  @ApiProperty() attempts!: number;
  @ApiProperty({ nullable: true, type: String }) lastError!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) sentAt!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) nextAttemptAt!: string | null;
}

export class MailPage {
  @ApiProperty({ type: [MailReply] }) items!: MailReply[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
  @ApiProperty({ description: 'Whether a mail server is set' }) sends!: boolean;
  @ApiProperty({ type: Object, description: 'Letters by state', example: { sent: 12, unsent: 3 } }) counts!: Record<string, number>;
  @ApiPropertyOptional() total?: number;
}
