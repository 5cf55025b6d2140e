import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsText, Omittable, ReadOnlyFields } from '@opora/platform';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';

export const MOST_ATTACHMENTS = 20;

@ReadOnlyFields('id', 'author', 'createdAt', 'releasedAt')
export class SayBody {
  @ApiProperty({ enum: ['public', 'private'] })
  @IsIn(['public', 'private'])
  visibility!: 'public' | 'private';

  @ApiPropertyOptional({ enum: ['staff', 'supplier'], default: 'staff', description: 'Of a private message: who besides staff reads it' })
  @Omittable()
  @IsIn(['staff', 'supplier'])
  audience?: 'staff' | 'supplier';

  @ApiProperty({ maxLength: 50_000, example: 'Картридж замінено, спробуйте надрукувати ще раз.' })
  @IsText({ max: 50_000 })
  body!: string;

  @ApiPropertyOptional({ type: [String], format: 'uuid', maxItems: MOST_ATTACHMENTS })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(MOST_ATTACHMENTS)
  @ArrayUnique()
  @IsId({ each: true })
  attachmentIds?: string[];

  @ApiPropertyOptional({ minimum: 0, maximum: 30, default: 0, description: 'A public message can be undone until then; staff alone see it' })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(30)
  sendAfterSeconds?: number;
}

export class ReasonBody {
  @ApiProperty({ maxLength: 1_000 })
  @IsText({ max: 1_000 })
  reason!: string;
}

export class AttachmentReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'screen.png' }) name!: string;
  @ApiProperty({ description: 'Bytes' }) size!: number;
  @ApiProperty({ description: 'By its content', example: 'image/png' }) type!: string;
  @ApiPropertyOptional({ enum: ['unchecked_archive', 'quarantined'] }) mark?: string;
}

export class TicketAttachmentReply extends AttachmentReply {
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) messageId!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class TicketAttachmentList {
  @ApiProperty({ type: [TicketAttachmentReply] }) items!: TicketAttachmentReply[];
}

export class AuthorRef {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() displayName!: string;
  @ApiProperty({ enum: ['requester', 'staff', 'supplier', 'system'] }) as!: string;
}

export class MessageReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['public', 'private'] }) visibility!: 'public' | 'private';
  @ApiPropertyOptional({ enum: ['staff', 'supplier'] }) audience?: 'staff' | 'supplier';
  @ApiProperty() body!: string;
  @ApiProperty({ type: AuthorRef }) author!: AuthorRef;
  @ApiProperty() channel!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiPropertyOptional({ format: 'date-time', description: 'It waits until then and can be undone' }) releaseAt?: string;
  @ApiPropertyOptional({ format: 'date-time' }) redactedAt?: string;
  @ApiPropertyOptional({ description: 'Staff' }) redactReason?: string;
  @ApiPropertyOptional({ description: 'Secrets masked in it that can still be revealed; staff' }) secrets?: number;
  @ApiPropertyOptional({ example: 'INC-000124', description: 'The merged ticket that it came from' }) fromReference?: string;
  @ApiProperty({ type: [AttachmentReply] }) attachments!: AttachmentReply[];
  @ApiPropertyOptional({ description: 'What came of it, told to its author alone: it resumed or reopened the ticket, or was taken for a mere thanks', example: 'resumed' }) outcome?: string;
}

export class MessagePage {
  @ApiProperty({ type: [MessageReply] }) items!: MessageReply[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}

export class RevealedSecret {
  @ApiProperty({ enum: ['password', 'key', 'card'] }) kind!: string;
  @ApiProperty() value!: string;
}

export class RevealReply {
  @ApiProperty({ type: [RevealedSecret] }) secrets!: RevealedSecret[];
}
