import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CHANNELS, type Channel, LEVELS, type Level } from '@opora/kit';
import { IsId, IsInstant, IsText, Omittable, ReadOnlyFields } from '@opora/platform';
import { ClockReply } from '@opora/service-level';
import { NamedRef, PersonRef, TicketListQuery, TicketReply, TicketRow } from '@opora/ticket';
import { IsIn } from 'class-validator';
import { PURPOSES, type Purpose, VERIFICATIONS, type Verification } from '../domain';

const BY_STAFF = VERIFICATIONS.filter((one) => one !== 'session');

@ReadOnlyFields('id', 'reference', 'state', 'groupId', 'assigneeId', 'verification', 'grantId', 'version')
export class RequestAccess {
  @ApiPropertyOptional({ format: 'uuid', description: 'Left out where the reason says in words what is needed: support finds the right' })
  @Omittable()
  @IsId()
  entitlementId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'For whom; the caller where left out' })
  @Omittable()
  @IsId()
  requesterId?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'At once where left out' })
  @Omittable()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Endless where left out, if the right allows it' })
  @Omittable()
  @IsInstant()
  until?: string;

  @ApiProperty({ maxLength: 2_000, example: 'Заміна на час відпустки' })
  @IsText({ max: 2_000 })
  reason!: string;

  @ApiPropertyOptional({ maxLength: 200 })
  @Omittable()
  @IsText({ max: 200 })
  title?: string;

  @ApiPropertyOptional({ maxLength: 1_000, description: 'Why a segregation rule may be broken for a while; needed where one stands against it' })
  @Omittable()
  @IsText({ max: 1_000 })
  exceptionReason?: string;

  @ApiPropertyOptional({ enum: CHANNELS, description: 'Support tells how it was asked' })
  @Omittable()
  @IsIn(CHANNELS)
  channel?: Channel;
}

export class WeighAccess {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  entitlementId!: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  requesterId?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  until?: string;
}

export class WeighedConflict {
  @ApiProperty({ example: 3 }) rule!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['refuse', 'exception'] }) mode!: 'refuse' | 'exception';
  @ApiProperty({ description: 'The right that is held or asked for' }) with!: string;
  @ApiProperty({ enum: ['grant', 'request'] }) source!: 'grant' | 'request';
  @ApiProperty({ description: 'Longest exception, days' }) maxDays!: number;
}

export class WeighedFault {
  @ApiProperty({ example: '/until' }) pointer!: string;
  @ApiProperty({ example: 'access.until_required' }) code!: string;
  @ApiProperty() message!: string;
}

export class WeighedStep {
  @ApiProperty() name!: string;
  @ApiProperty({ type: [String], description: 'Who would be asked; empty where it depends on absences' }) people!: string[];
}

export class WeighedReply {
  @ApiProperty({ description: 'Identity has to be made sure of first' }) verification!: boolean;
  @ApiProperty({ enum: LEVELS }) risk!: Level;
  @ApiProperty({ nullable: true, type: Number, description: 'Longest period, days, with all that limits it' }) maxDays!: number | null;
  @ApiProperty({ type: [WeighedConflict] }) conflicts!: WeighedConflict[];
  @ApiProperty({ type: [WeighedFault], description: 'What would be refused as it stands' }) faults!: WeighedFault[];
  @ApiProperty({ type: [WeighedStep] }) steps!: WeighedStep[];
}

export class ExtendGrant {
  @ApiProperty({ format: 'date-time', description: 'The new end' })
  @IsInstant()
  until!: string;

  @ApiProperty({ maxLength: 2_000 })
  @IsText({ max: 2_000 })
  reason!: string;

  @ApiPropertyOptional({ maxLength: 1_000, description: 'Where a segregation rule stands against it' })
  @Omittable()
  @IsText({ max: 1_000 })
  exceptionReason?: string;
}

export class SpecifyAccess {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  entitlementId!: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  until?: string;

  @ApiPropertyOptional({ maxLength: 1_000, description: 'Why; for an exception to a segregation rule too' })
  @Omittable()
  @IsText({ max: 1_000 })
  reason?: string;
}

export class VerifyIdentity {
  @ApiProperty({ enum: BY_STAFF })
  @IsIn(BY_STAFF)
  method!: Verification;

  @ApiPropertyOptional({ maxLength: 1_000 })
  @Omittable()
  @IsText({ max: 1_000 })
  note?: string;
}

export class AccessNote {
  @ApiPropertyOptional({ maxLength: 2_000 })
  @Omittable()
  @IsText({ max: 2_000 })
  note?: string;
}

export class NoBody {}

export class WantedRef {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: NamedRef }) resource!: NamedRef;
  @ApiProperty({ enum: LEVELS }) risk!: Level;
}

export class IdentityVerification {
  @ApiProperty({ enum: VERIFICATIONS }) method!: Verification;
  @ApiProperty({ type: PersonRef, nullable: true }) by!: PersonRef | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) at!: string | null;
  @ApiProperty({ nullable: true, type: String }) note!: string | null;
}

export class TargetAction {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['provision', 'remove', 'suspend', 'resume'] }) kind!: string;
  @ApiProperty() entitlement!: string;
  @ApiProperty() resource!: string;
  @ApiProperty({ description: 'The person, or the account that no grant speaks of' }) account!: string;
  @ApiProperty({ enum: ['task', 'webhook'] }) way!: string;
  @ApiProperty({ enum: ['asked', 'failed', 'done', 'dropped'] }) state!: string;
  @ApiProperty({ nullable: true, type: String, description: 'What the target or who did it answered' }) answer!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) dueAt!: string | null;
  @ApiProperty() overdue!: boolean;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) endedAt!: string | null;
}

export class AccessReply extends TicketReply {
  @ApiProperty({ enum: PURPOSES }) purpose!: Purpose;
  @ApiProperty({ type: WantedRef, nullable: true, description: 'Null while it is said in words only, or where it concerns several' }) entitlement!: WantedRef | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) from!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) until!: string | null;
  @ApiProperty({ format: 'uuid', nullable: true, type: String }) grantId!: string | null;
  @ApiProperty({ type: [Number], description: 'Segregation rules to which it asks for an exception' }) sodRules!: number[];
  @ApiProperty({ nullable: true, type: String }) exceptionReason!: string | null;
  @ApiProperty({ type: IdentityVerification, nullable: true }) verification!: IdentityVerification | null;
  @ApiProperty({ description: 'The target refused the last attempt' }) failed!: boolean;
  @ApiProperty({ type: [TargetAction], description: 'What the targets were asked for' }) actions!: TargetAction[];
  @ApiProperty({ type: [ClockReply] }) clocks!: ClockReply[];
}

export class AccessRequestRow extends TicketRow {
  @ApiProperty({ enum: PURPOSES }) purpose!: Purpose;
  @ApiProperty({ description: 'The target refused the last attempt' }) failed!: boolean;
}

export class AccessRequestPage {
  @ApiProperty({ type: [AccessRequestRow] }) items!: AccessRequestRow[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
  @ApiPropertyOptional({ description: 'With `count`' }) total?: number;
  @ApiPropertyOptional() totalIsEstimate?: boolean;
}

/** Filters of the list: those of all tickets. */
export class AccessListQuery extends TicketListQuery {}
