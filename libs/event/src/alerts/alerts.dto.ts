import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsInstant, IsText, ListQuery, Omittable, ToArray } from '@opora/platform';
import { NamedRef, PersonRef } from '@opora/ticket';
import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import { ALERT_STATES, type AlertState, SEVERITIES, SOURCE_KINDS, SUPPRESSIONS, type Severity, type SourceKind, type Suppression } from '../domain';

export const ALERT_COMMANDS = ['acknowledge', 'clear', 'link', 'incident'] as const;
export type AlertCommand = (typeof ALERT_COMMANDS)[number];

export class AlertQuery extends ListQuery {
  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @Omittable()
  @ToArray()
  @IsArray()
  @ArrayMaxSize(50)
  @IsId({ each: true })
  sourceId?: string[];

  @ApiPropertyOptional({ enum: ALERT_STATES, isArray: true })
  @Omittable()
  @ToArray()
  @IsArray()
  @IsIn(ALERT_STATES, { each: true })
  state?: AlertState[];

  @ApiPropertyOptional({ enum: SEVERITIES, isArray: true })
  @Omittable()
  @ToArray()
  @IsArray()
  @IsIn(SEVERITIES, { each: true })
  severity?: Severity[];

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  serviceId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  configurationItemId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Alerts of one incident' })
  @Omittable()
  @IsId()
  incidentId?: string;

  @ApiPropertyOptional({ enum: [...SUPPRESSIONS, 'none', 'any'], description: 'Kept quiet for this reason' })
  @Omittable()
  @IsIn([...SUPPRESSIONS, 'none', 'any'])
  suppressed?: Suppression | 'none' | 'any';

  @ApiPropertyOptional({ maxLength: 512 })
  @Omittable()
  @IsText({ max: 512 })
  dedupKey?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  lastSeenFrom?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  lastSeenTo?: string;
}

export class EventQuery extends ListQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  sourceId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Events of one alert' })
  @Omittable()
  @IsId()
  alertId?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  receivedFrom?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @Omittable()
  @IsInstant()
  receivedTo?: string;
}

export class AlertSource {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: SOURCE_KINDS })
  kind!: SourceKind;
}

export class AlertIncident {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'INC-000123' })
  reference!: string;

  @ApiProperty()
  state!: string;

  @ApiProperty()
  phase!: string;
}

export class AlertSuppression {
  @ApiProperty({ enum: SUPPRESSIONS })
  reason!: Suppression;

  @ApiProperty({ format: 'date-time', nullable: true, type: String, description: 'When it is decided anew' })
  until!: string | null;

  @ApiProperty({ nullable: true, type: String, description: 'Title of the window or of the alert because of which' })
  because!: string | null;
}

export class AlertReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: AlertSource })
  source!: AlertSource;

  @ApiProperty()
  dedupKey!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ nullable: true, type: String })
  text!: string | null;

  @ApiProperty({ enum: SEVERITIES })
  severity!: Severity;

  @ApiProperty({ enum: ALERT_STATES })
  state!: AlertState;

  @ApiProperty({ description: 'Accepted alert objects of this key, repeats too' })
  count!: number;

  @ApiProperty({ format: 'date-time' })
  firstSeenAt!: string;

  @ApiProperty({ format: 'date-time' })
  lastSeenAt!: string;

  @ApiProperty({ format: 'date-time', description: 'Begin of the present or last episode' })
  openedAt!: string;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  clearedAt!: string | null;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  acknowledgedAt!: string | null;

  @ApiProperty({ type: PersonRef, nullable: true })
  acknowledgedBy!: PersonRef | null;

  @ApiProperty({ type: NamedRef, nullable: true })
  service!: NamedRef | null;

  @ApiProperty({ type: NamedRef, nullable: true })
  configurationItem!: NamedRef | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  labels!: Record<string, string>;

  @ApiProperty({ nullable: true, type: String })
  link!: string | null;

  @ApiProperty({ type: NamedRef, nullable: true, description: 'The rule that decided' })
  rule!: NamedRef | null;

  @ApiProperty({ type: AlertIncident, nullable: true })
  incident!: AlertIncident | null;

  @ApiProperty({ type: AlertSuppression, nullable: true })
  suppressed!: AlertSuppression | null;

  @ApiProperty({ enum: ALERT_COMMANDS, isArray: true })
  allowedCommands!: AlertCommand[];

  @ApiProperty()
  version!: number;
}

export class AlertPage {
  @ApiProperty({ type: [AlertReply] })
  items!: AlertReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}

export class SeverityCount {
  @ApiProperty({ enum: SEVERITIES })
  severity!: Severity;

  @ApiProperty()
  open!: number;

  @ApiProperty()
  acknowledged!: number;

  @ApiProperty()
  suppressed!: number;
}

export class AlertSummary {
  @ApiProperty({ type: [SeverityCount] })
  counts!: SeverityCount[];

  @ApiProperty({ format: 'date-time', nullable: true, type: String, description: 'When an alert was last seen' })
  lastSeenAt!: string | null;

  @ApiProperty({ description: 'Events that wait to be folded' })
  waiting!: number;

  @ApiProperty({ type: [AlertSource], description: 'Sources that are silent for longer than they may be' })
  silent!: AlertSource[];
}

export class EventReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: AlertSource })
  source!: AlertSource;

  @ApiProperty()
  dedupKey!: string;

  @ApiProperty({ enum: ['firing', 'acknowledged', 'resolved'] })
  status!: string;

  @ApiProperty({ enum: SEVERITIES })
  severity!: Severity;

  @ApiProperty()
  title!: string;

  @ApiProperty({ nullable: true, type: String })
  text!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  labels!: Record<string, string>;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiProperty({ format: 'date-time', nullable: true, type: String, description: 'By the sender’s clock' })
  at!: string | null;
}

export class EventPage {
  @ApiProperty({ type: [EventReply] })
  items!: EventReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;

  @ApiPropertyOptional()
  total?: number;
}

export class NoBody {}

export class ClearAlert {
  @ApiPropertyOptional({ maxLength: 500 })
  @Omittable()
  @IsText({ max: 500 })
  reason?: string;
}

export class LinkAlert {
  @ApiProperty({ description: 'Id or reference of an incident', example: 'INC-000123' })
  @IsText({ max: 100 })
  incidentId!: string;
}
