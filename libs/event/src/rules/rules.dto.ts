import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { LEVELS, type Level } from '@opora/kit';
import { IsId, IsLevel, IsText, Nullable, Omittable, ReadOnlyFields } from '@opora/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsDefined, IsIn, IsInt, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { GATHER_BY, MATCH_FIELDS, MATCH_WAYS, SEVERITIES, type Severity } from '../domain';

const WEEK = 604_800;

export class RuleMatcher {
  @ApiProperty({ enum: MATCH_FIELDS })
  @IsIn(MATCH_FIELDS)
  field!: (typeof MATCH_FIELDS)[number];

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 100, description: 'Name of the label, where the field is one' })
  @Nullable()
  @IsText({ max: 100 })
  label?: string | null;

  @ApiProperty({ enum: MATCH_WAYS, description: '`like` knows `*` for any run of characters' })
  @IsIn(MATCH_WAYS)
  way!: (typeof MATCH_WAYS)[number];

  @ApiProperty({ maxLength: 500, example: 'Disk*' })
  @IsText({ max: 500, min: 0 })
  value!: string;
}

/** Empty lists hold for all. */
export class RuleConditionsBody {
  @ApiProperty({ type: [String], format: 'uuid' })
  @IsArray()
  @ArrayMaxSize(100)
  @IsId({ each: true })
  sourceIds: string[] = [];

  @ApiProperty({ enum: SEVERITIES, isArray: true })
  @IsArray()
  @ArrayUnique()
  @IsIn(SEVERITIES, { each: true })
  severities: Severity[] = [];

  @ApiProperty({ type: [String], format: 'uuid' })
  @IsArray()
  @ArrayMaxSize(100)
  @IsId({ each: true })
  serviceIds: string[] = [];

  @ApiProperty({ type: [String], format: 'uuid' })
  @IsArray()
  @ArrayMaxSize(100)
  @IsId({ each: true })
  itemIds: string[] = [];

  @ApiProperty({ type: [RuleMatcher] })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => RuleMatcher)
  matchers: RuleMatcher[] = [];
}

export class RuleActionBody {
  @ApiProperty({ enum: ['incident', 'webhook', 'record'] })
  @IsIn(['incident', 'webhook', 'record'])
  kind!: 'incident' | 'webhook' | 'record';

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String, description: 'Endpoint of `/webhooks` that is told when an alert opens and when it clears; with `webhook` alone' })
  @Nullable()
  @IsId()
  webhookId?: string | null;

  @ApiProperty({ enum: LEVELS, nullable: true, description: 'From the service where it is null' })
  @Nullable()
  @IsLevel()
  impact: Level | null = null;

  @ApiProperty({ enum: LEVELS, nullable: true, description: 'From the severity where it is null' })
  @Nullable()
  @IsLevel()
  urgency: Level | null = null;

  @ApiProperty({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  serviceId: string | null = null;

  @ApiProperty({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  groupId: string | null = null;

  @ApiProperty({ description: 'Resolve when all alerts are clear' })
  @IsBoolean()
  resolve: boolean = true;

  @ApiProperty({ minimum: 0, maximum: WEEK, example: 300, description: 'How long they must have kept still' })
  @IsInt()
  @Min(0)
  @Max(WEEK)
  quietSeconds: number = 300;

  @ApiProperty({ minimum: 0, maximum: 4 * WEEK, example: 14_400, description: 'Firing again this long after the resolution reopens; later a new incident follows it up' })
  @IsInt()
  @Min(0)
  @Max(4 * WEEK)
  reopenSeconds: number = 14_400;
}

@ReadOnlyFields('id', 'version', 'builtIn')
export class EventRuleBody {
  @ApiProperty({ maxLength: 200, example: 'Диски серверів бази' })
  @IsText({ max: 200 })
  name!: string;

  @ApiProperty({ type: RuleConditionsBody })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => RuleConditionsBody)
  conditions!: RuleConditionsBody;

  @ApiProperty({ type: [String], description: `${GATHER_BY.join(', ')}, or \`label:\` and a name: alerts that share these are one outage`, example: ['automatic'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5)
  @ArrayUnique()
  @IsText({ max: 110, each: true })
  gatherBy!: string[];

  @ApiProperty({ minimum: 1, maximum: WEEK, example: 900, description: 'An alert joins while the last one came less than this long ago' })
  @IsInt()
  @Min(1)
  @Max(WEEK)
  windowSeconds!: number;

  @ApiProperty({ type: RuleActionBody })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => RuleActionBody)
  action!: RuleActionBody;
}

@ReadOnlyFields('id', 'version', 'builtIn')
export class CreateEventRule extends EventRuleBody {
  @ApiPropertyOptional({ minimum: 0, maximum: 999_999, description: 'Place in the order; behind the others where left out' })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(999_999)
  position?: number;

  @ApiPropertyOptional()
  @Omittable()
  @IsBoolean()
  active?: boolean;
}

@ReadOnlyFields('id', 'version', 'builtIn')
export class UpdateEventRule extends PartialType(CreateEventRule, { skipNullProperties: false }) {}

export class EventRuleReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  position!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: RuleConditionsBody })
  conditions!: RuleConditionsBody;

  @ApiProperty({ type: [String] })
  gatherBy!: string[];

  @ApiProperty()
  windowSeconds!: number;

  @ApiProperty({ type: RuleActionBody })
  action!: RuleActionBody;

  @ApiProperty()
  active!: boolean;

  @ApiProperty({ description: 'Stands behind all others and cannot be removed' })
  builtIn!: boolean;

  @ApiProperty()
  version!: number;
}

export class EventRuleList {
  @ApiProperty({ type: [EventRuleReply], description: 'In their order: the first that fits decides' })
  items!: EventRuleReply[];

  @ApiProperty({ nullable: true, type: String })
  nextCursor!: string | null;
}

export class TrialRule extends EventRuleBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of a rule that there is already' })
  @Omittable()
  @IsId()
  id?: string;
}

export class TryRules {
  @ApiPropertyOptional({ type: [TrialRule], description: 'In their order; those in force where left out' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => TrialRule)
  rules?: TrialRule[];

  @ApiPropertyOptional({ minimum: 1, maximum: 24, default: 24, description: 'Of the last hours' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(24)
  hours?: number;
}

export class TrialRuleResult {
  @ApiProperty({ nullable: true, type: Number, description: 'Place in the given order; null: no rule' })
  rule!: number | null;

  @ApiProperty({ nullable: true, type: String })
  name!: string | null;

  @ApiProperty()
  alerts!: number;

  @ApiProperty()
  incidents!: number;
}

export class TrialOutage {
  @ApiProperty()
  title!: string;

  @ApiProperty()
  alerts!: number;

  @ApiProperty()
  storm!: boolean;
}

export class TrialReply {
  @ApiProperty({ example: 12_408 })
  events!: number;

  @ApiProperty({ example: 31 })
  alerts!: number;

  @ApiProperty({ example: 2 })
  incidents!: number;

  @ApiProperty({ example: 9, description: 'Incidents that alerts opened in that time' })
  incidentsNow!: number;

  @ApiProperty({ description: 'Only the first part of the time was tried: there were too many events' })
  truncated!: boolean;

  @ApiProperty({ type: [TrialRuleResult] })
  rules!: TrialRuleResult[];

  @ApiProperty({ type: [TrialOutage], description: 'The largest outages' })
  largest!: TrialOutage[];
}
