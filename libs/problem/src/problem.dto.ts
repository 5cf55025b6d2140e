import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LEVELS, type Level } from '@opora/kit';
import { IsId, IsInstant, IsLevel, IsText, ReadOnlyFields } from '@opora/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import { AUDIENCES, type Audience, TECHNIQUES, type Technique } from './domain';

/* Shown by the resource, set by commands or by nobody (`security.md` D.6, MA-01). */
const SHOWN = [
  'id', 'kind', 'reference', 'state', 'phase', 'version', 'line', 'cause', 'workaround', 'published', 'analysis', 'technique', 'origin', 'requester', 'reporter', 'service', 'category', 'group', 'assignee', 'createdAt', 'updatedAt', 'resolvedAt',
  'closedAt', 'resolution', 'incidents', 'cost', 'clocks', 'allowedCommands', 'priority', 'restricted', 'customFields',
];

/** Absent is "leave as it is"; null is refused, unlike with `IsOptional` (`security.md` MA-04). */
const Omittable = (): PropertyDecorator => ValidateIf((_object, value: unknown) => value !== undefined);
const Ids = (max: number): PropertyDecorator => (target, key) => {
  for (const decorate of [Omittable(), IsArray(), ArrayMaxSize(max), ArrayUnique(), IsId({ each: true })]) decorate(target, key as string);
};

class ProblemFields {
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsId()
  serviceId?: string | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsId()
  categoryId?: string | null;

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Affected configuration items' })
  @Ids(50)
  configurationItemIds?: string[];

  @ApiPropertyOptional({ enum: LEVELS, example: 'medium' })
  @Omittable()
  @IsLevel()
  impact?: Level;

  @ApiPropertyOptional({ enum: LEVELS, example: 'medium' })
  @Omittable()
  @IsLevel()
  urgency?: Level;
}

@ReadOnlyFields(...SHOWN)
export class RegisterProblem extends ProblemFields {
  @ApiProperty({ maxLength: 250, example: 'Ключ ERP зникає після оновлення' })
  @IsText({ max: 250 })
  title!: string;

  @ApiPropertyOptional({ maxLength: 50_000 })
  @Omittable()
  @IsText({ max: 50_000, min: 0 })
  description?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The group that the service leads to, or one of the caller’s own, where left out' })
  @Omittable()
  @IsId()
  groupId?: string;

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Incidents that it causes; a major one that was stood down has its problem then' })
  @Ids(200)
  incidentIds?: string[];
}

@ReadOnlyFields(...SHOWN, 'description', 'groupId', 'incidentIds')
export class EditProblem extends ProblemFields {
  @ApiPropertyOptional({ maxLength: 250 })
  @Omittable()
  @IsText({ max: 250 })
  title?: string;
}

export class AssignProblem {
  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  groupId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Works in the group' })
  @Omittable()
  @IsId()
  assigneeId?: string;

  @ApiPropertyOptional({ maxLength: 1000 })
  @Omittable()
  @IsText({ max: 1000 })
  reason?: string;
}

export class NoWords {}

export class ProblemText {
  @ApiProperty({ maxLength: 20_000, example: 'Перезапустити службу HASP LM на srv-erp.' })
  @IsText({ max: 20_000 })
  text!: string;
}

export class ProblemReason {
  @ApiProperty({ maxLength: 2000, example: 'Повторилося' })
  @IsText({ max: 2000 })
  reason!: string;
}

export class FixPlan {
  @ApiProperty({ maxLength: 20_000, description: 'What will remove the cause; the change is linked by “resolved_by”', example: 'Оновити HASP LM до 8.5 у суботу.' })
  @IsText({ max: 20_000 })
  plan!: string;
}

export class CloseProblem {
  @ApiPropertyOptional({ maxLength: 2000, description: 'What the review found' })
  @Omittable()
  @IsText({ max: 2000 })
  note?: string;
}

export class PublishWorkaround {
  @ApiProperty({ enum: AUDIENCES, nullable: true, type: String, description: 'Null takes it back' })
  @ValidateIf((_object, value: unknown) => value !== null)
  @IsIn(AUDIENCES)
  audience!: Audience | null;
}

export class IshikawaBranch {
  @ApiProperty({ maxLength: 100, example: 'Обладнання' }) @IsText({ max: 100 }) name!: string;
  @ApiProperty({ type: [String], maxItems: 20 }) @IsArray() @ArrayMaxSize(20) @IsText({ max: 300, each: true }) causes!: string[];
}

export class AnalysedEvent {
  @ApiProperty({ format: 'date-time' }) @IsInstant() at!: string;
  @ApiProperty({ maxLength: 500 }) @IsText({ max: 500 }) text!: string;
}

export class KepnerTregoeRow {
  @ApiProperty({ maxLength: 100, example: 'Де' }) @IsText({ max: 100 }) dimension!: string;
  @ApiProperty({ maxLength: 500 }) @IsText({ max: 500, min: 0 }) is!: string;
  @ApiProperty({ maxLength: 500 }) @IsText({ max: 500, min: 0 }) isNot!: string;
  @ApiProperty({ maxLength: 500 }) @IsText({ max: 500, min: 0 }) distinction!: string;
}

/** One technique at a time; the field that it needs is required with it. */
export class AnalyseProblem {
  @ApiProperty({ enum: TECHNIQUES })
  @IsIn(TECHNIQUES)
  technique!: Technique;

  @ApiPropertyOptional({ type: [String], maxItems: 10, description: 'five_whys: each answers why the one before it' })
  @ValidateIf(({ technique }: AnalyseProblem) => technique === 'five_whys')
  @IsArray()
  @ArrayMaxSize(10)
  @IsText({ max: 1000, each: true })
  whys?: string[];

  @ApiPropertyOptional({ maxLength: 300, description: 'ishikawa: the head of the fish' })
  @ValidateIf(({ technique }: AnalyseProblem) => technique === 'ishikawa')
  @IsText({ max: 300 })
  effect?: string;

  @ApiPropertyOptional({ type: [IshikawaBranch], maxItems: 10 })
  @ValidateIf(({ technique }: AnalyseProblem) => technique === 'ishikawa')
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => IshikawaBranch)
  branches?: IshikawaBranch[];

  @ApiPropertyOptional({ type: [AnalysedEvent], maxItems: 200 })
  @ValidateIf(({ technique }: AnalyseProblem) => technique === 'timeline')
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => AnalysedEvent)
  events?: AnalysedEvent[];

  @ApiPropertyOptional({ type: [KepnerTregoeRow], maxItems: 12 })
  @ValidateIf(({ technique }: AnalyseProblem) => technique === 'kepner_tregoe')
  @IsArray()
  @ArrayMaxSize(12)
  @ValidateNested({ each: true })
  @Type(() => KepnerTregoeRow)
  rows?: KepnerTregoeRow[];
}

/** Exactly what the technique has. */
export function foundOf({ technique, whys = [], effect = '', branches = [], events = [], rows = [] }: AnalyseProblem): { technique: Technique; found: object } {
  const found = { five_whys: { whys }, ishikawa: { effect, branches }, timeline: { events }, kepner_tregoe: { rows } }[technique];
  return { technique, found };
}

export class LinkIncidents {
  @ApiProperty({ type: [String], format: 'uuid', minItems: 1, maxItems: 200 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsId({ each: true })
  incidentIds!: string[];
}

/** A mass act reaches all linked open incidents, or those that are named of them (those that failed before). */
export class MassBody {
  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @Ids(500)
  only?: string[];
}
