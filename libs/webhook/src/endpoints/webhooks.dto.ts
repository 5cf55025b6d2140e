import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsText, ListQuery, Omittable, ReadOnlyFields, ToArray } from '@opora/platform';
import { PersonRef } from '@opora/ticket';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn } from 'class-validator';
import { AUDIENCES, type Audience, SUBSCRIPTION_NAMES, type Subscription } from '../domain';

const DISABLED = ['gone', 'failing', 'owner'] as const;
export const DELIVERY_STATES = ['waiting', 'delivered', 'dead', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export class WebhookQuery extends ListQuery {}

@ReadOnlyFields('id', 'version', 'secret', 'disabledBecause', 'disabledAt', 'failingSince', 'deliveredAt', 'createdAt', 'rotatedAt')
export class CreateWebhook {
  @ApiProperty({ maxLength: 200, example: 'Чат чергових' })
  @IsText({ max: 200 })
  name!: string;

  @ApiProperty({ maxLength: 2_000, example: 'https://chat.example/hooks/opora', description: 'http or https; inner addresses only where `OUTBOUND_ALLOW` lists them' })
  @IsText({ max: 2_000 })
  url!: string;

  @ApiPropertyOptional({ enum: SUBSCRIPTION_NAMES, isArray: true, description: 'What it is told by itself; none for one that rules and provisioning call' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(SUBSCRIPTION_NAMES, { each: true })
  events?: Subscription[];

  @ApiPropertyOptional({ enum: AUDIENCES, default: 'public', description: 'What leaves: what the requester sees too, or what staff see. Never the words of a message' })
  @Omittable()
  @IsIn(AUDIENCES)
  audience?: Audience;

  @ApiPropertyOptional({ format: 'uuid', description: 'Whose rights decide which tickets it hears of; the caller where left out' })
  @Omittable()
  @IsId()
  ownerId?: string;
}

@ReadOnlyFields('id', 'version', 'secret', 'disabledBecause', 'disabledAt', 'failingSince', 'deliveredAt', 'createdAt', 'rotatedAt')
export class UpdateWebhook {
  @ApiPropertyOptional({ maxLength: 200 })
  @Omittable()
  @IsText({ max: 200 })
  name?: string;

  @ApiPropertyOptional({ maxLength: 2_000 })
  @Omittable()
  @IsText({ max: 2_000 })
  url?: string;

  @ApiPropertyOptional({ enum: SUBSCRIPTION_NAMES, isArray: true })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(SUBSCRIPTION_NAMES, { each: true })
  events?: Subscription[];

  @ApiPropertyOptional({ enum: AUDIENCES })
  @Omittable()
  @IsIn(AUDIENCES)
  audience?: Audience;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  ownerId?: string;

  @ApiPropertyOptional({ description: 'Switched on again, it goes on with what waits' })
  @Omittable()
  @IsBoolean()
  active?: boolean;
}

export class NothingToSay {}

export class WebhookReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() url!: string;
  @ApiProperty({ enum: SUBSCRIPTION_NAMES, isArray: true }) events!: Subscription[];
  @ApiProperty({ enum: AUDIENCES }) audience!: Audience;
  @ApiProperty({ type: PersonRef }) owner!: PersonRef;
  @ApiProperty() active!: boolean;
  @ApiProperty({ enum: DISABLED, nullable: true, type: String, description: 'Why it was switched off by itself: its receiver is gone (410), nothing was taken for three days, its owner has left' }) disabledBecause!: (typeof DISABLED)[number] | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) disabledAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when no delivery was taken' }) failingSince!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The last one that was taken' }) deliveredAt!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When its secret was changed last' }) rotatedAt!: string | null;
  @ApiProperty({ description: 'Deliveries that wait' }) waiting!: number;
  @ApiProperty({ description: 'Deliveries that were given up and can be sent again' }) dead!: number;
  @ApiProperty() version!: number;
}

export class IssuedWebhook extends WebhookReply {
  @ApiProperty({ description: 'Shown this once; with it the receiver checks `webhook-signature`', example: 'whsec_…' }) secret!: string;
}

export class WebhookPage {
  @ApiProperty({ type: [WebhookReply] }) items!: WebhookReply[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
  @ApiPropertyOptional() total?: number;
}

export class DeliveryQuery extends ListQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATES, isArray: true })
  @Omittable()
  @ToArray()
  @IsArray()
  @IsIn(DELIVERY_STATES, { each: true })
  state?: DeliveryState[];
}

export class WebhookAttempt {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'HTTP status; none where no answer came' }) status!: number | null;
  @ApiProperty({ type: String, nullable: true, enum: ['refused_address', 'refused', 'timeout', 'tls', 'dns', 'broken_answer'] }) error!: string | null;
  @ApiProperty() milliseconds!: number;
  @ApiProperty({ type: String, nullable: true, description: 'What it answered, cut to 2,000 characters' }) answer!: string | null;
}

export class DeliveryReply {
  @ApiProperty({ format: 'uuid', description: 'The `webhook-id` of all its tries' }) id!: string;
  @ApiProperty({ example: 'ticket.registered' }) type!: string;
  @ApiProperty({ enum: DELIVERY_STATES }) state!: DeliveryState;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' }) ticketId!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['gone', 'not_visible'] }) reason!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) nextAttemptAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) endedAt!: string | null;
  @ApiProperty({ type: [WebhookAttempt], description: 'The latest ten, newest first' }) attempts!: WebhookAttempt[];
}

export class DeliveryPage {
  @ApiProperty({ type: [DeliveryReply] }) items!: DeliveryReply[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}
