import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import type { FormDefinition } from '@opora/form';
import { POSITIONS, type Position, STEP_MODES, type StepMode } from '@opora/kit';
import { IsId, IsText, ListQuery, Nullable, Omittable, ReadOnlyFields, ToArray } from '@opora/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsDefined, IsIn, IsInt, IsObject, Matches, Max, Min, ValidateNested } from 'class-validator';
import { OFFERING_KINDS, OFFERING_STATUSES, type OfferingKind, type OfferingStatus } from '../domain/offering';

const YEAR_SECONDS = 31_536_000;
const FORM_EXAMPLE = { schema: { type: 'object', properties: { why: { type: 'string', maxLength: 500 } }, required: ['why'] }, ui: { order: ['why'], fields: { why: { label: { uk: 'Навіщо', en: 'What for' }, widget: 'long', forApprovers: true } } } };

export class WordsBody {
  @ApiProperty({ maxLength: 4000, example: 'Новий ноутбук' })
  @IsText({ max: 4000 })
  uk!: string;

  @ApiProperty({ maxLength: 4000, example: 'New laptop' })
  @IsText({ max: 4000 })
  en!: string;
}

const Wording = (required = true): PropertyDecorator => (target, key) => {
  for (const decorate of [required ? IsDefined() : Omittable(), IsObject(), ValidateNested(), Type(() => WordsBody)]) decorate(target, key);
};

export class ConditionBody {
  @ApiProperty({ description: 'A field of the form', example: 'laptop' })
  @IsText({ max: 40 })
  field!: string;

  @ApiProperty({ type: 'array', items: { oneOf: [{ type: 'string' }, { type: 'boolean' }, { type: 'number' }] }, description: 'Values with which it holds', example: [true] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsDefined({ each: true })
  in!: (string | boolean | number)[];
}

const Condition = (): PropertyDecorator => (target, key) => {
  for (const decorate of [Omittable(), IsObject(), ValidateNested(), Type(() => ConditionBody)]) decorate(target, key);
};

const Ids = (): PropertyDecorator => (target, key) => {
  for (const decorate of [Omittable(), IsArray(), ArrayMaxSize(200), ArrayUnique(), IsId({ each: true })]) decorate(target, key);
};

export class EntitlementBody {
  @ApiProperty({ description: 'Every employee' })
  @IsBoolean()
  all!: boolean;

  @ApiPropertyOptional({ type: [String], description: 'With all departments below them' })
  @Ids()
  departmentIds?: string[];

  @ApiPropertyOptional({ type: [String] })
  @Ids()
  groupIds?: string[];

  @ApiPropertyOptional({ type: [String], description: 'With all locations below them' })
  @Ids()
  locationIds?: string[];
}

export class PolicyApprover {
  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  personId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Members who may work in this group' })
  @Omittable()
  @IsId()
  groupId?: string;

  @ApiPropertyOptional({ enum: POSITIONS })
  @Omittable()
  @IsIn(POSITIONS)
  position?: Position;
}

export class PolicyStep {
  @ApiProperty({ type: WordsBody })
  @Wording()
  name!: WordsBody;

  @ApiProperty({ enum: STEP_MODES })
  @IsIn(STEP_MODES)
  mode!: StepMode;

  @ApiPropertyOptional({ minimum: 1, maximum: 50, description: 'For n_of_m' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(50)
  needed?: number;

  @ApiProperty({ type: [PolicyApprover] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PolicyApprover)
  approvers!: PolicyApprover[];

  @ApiPropertyOptional({ minimum: 1, maximum: 60, default: 3, description: 'Working days until it expires' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(60)
  dueDays?: number;

  @ApiPropertyOptional({ type: ConditionBody })
  @Condition()
  when?: ConditionBody;
}

export class PlannedTaskBody {
  @ApiProperty({ example: 'buy', description: 'Name within the plan' })
  @IsText({ max: 40 })
  @Matches(/^[a-z][A-Za-z0-9_-]*$/)
  key!: string;

  @ApiProperty({ type: WordsBody })
  @Wording()
  title!: WordsBody;

  @ApiPropertyOptional({ type: WordsBody })
  @Wording(false)
  description?: WordsBody;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  groupId!: string;

  @ApiProperty({ type: [String], description: 'Keys of tasks that must be over first; none of them in common run side by side' })
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsText({ max: 40, each: true })
  after!: string[];

  @ApiPropertyOptional({ minimum: 60, maximum: YEAR_SECONDS, description: 'Working time of the group’s calendar from its turn on, seconds' })
  @Omittable()
  @IsInt()
  @Min(60)
  @Max(YEAR_SECONDS)
  targetSeconds?: number;

  @ApiPropertyOptional({ type: ConditionBody })
  @Condition()
  when?: ConditionBody;
}

export class CostBody {
  @ApiProperty({ minimum: 0, maximum: 100_000_000_00, description: 'US cents' })
  @IsInt()
  @Min(0)
  @Max(100_000_000_00)
  amountCents!: number;

  @ApiProperty({ enum: ['once', 'month'] })
  @IsIn(['once', 'month'])
  per!: 'once' | 'month';
}

export class TargetsBody {
  @ApiPropertyOptional({ minimum: 60, maximum: YEAR_SECONDS, description: 'Working seconds, in place of what the agreement says' })
  @Omittable()
  @IsInt()
  @Min(60)
  @Max(YEAR_SECONDS)
  fulfilment?: number;

  @ApiPropertyOptional({ minimum: 60, maximum: YEAR_SECONDS })
  @Omittable()
  @IsInt()
  @Min(60)
  @Max(YEAR_SECONDS)
  approval?: number;
}

export class DefinitionBody {
  @ApiProperty({ type: WordsBody })
  @Wording()
  name!: WordsBody;

  @ApiProperty({ type: WordsBody, description: 'One sentence, for the card' })
  @Wording()
  summary!: WordsBody;

  @ApiProperty({ type: WordsBody })
  @Wording()
  description!: WordsBody;

  @ApiPropertyOptional({ type: WordsBody, description: 'What the requester gets at the end' })
  @Wording(false)
  outcome?: WordsBody;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'JSON Schema 2020-12 (`schema`) with its words and widgets (`ui`)', example: FORM_EXAMPLE })
  @IsObject()
  form!: FormDefinition;

  @ApiProperty({ type: EntitlementBody })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => EntitlementBody)
  entitlement!: EntitlementBody;

  @ApiProperty({ type: [PolicyStep], description: 'Steps in their order' })
  @IsArray()
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PolicyStep)
  approval!: PolicyStep[];

  @ApiProperty({ type: [PlannedTaskBody] })
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PlannedTaskBody)
  plan!: PlannedTaskBody[];

  @ApiProperty({ type: CostBody, nullable: true })
  @Nullable()
  @IsObject()
  @ValidateNested()
  @Type(() => CostBody)
  cost!: CostBody | null;

  @ApiProperty({ type: TargetsBody })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => TargetsBody)
  targets!: TargetsBody;

  @ApiPropertyOptional({ description: 'Fulfilled, it closes without asking the requester' })
  @Omittable()
  @IsBoolean()
  closesAtOnce?: boolean;
}

@ReadOnlyFields('id', 'version', 'status', 'name', 'published')
export class CreateOffering {
  @ApiProperty({ enum: OFFERING_KINDS })
  @IsIn(OFFERING_KINDS)
  kind!: OfferingKind;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  serviceId!: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  categoryId?: string | null;

  @ApiProperty({ type: DefinitionBody, description: 'The draft, whole; a change replaces it' })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => DefinitionBody)
  definition!: DefinitionBody;
}

@ReadOnlyFields('id', 'version', 'status', 'name', 'published', 'kind')
export class UpdateOffering extends PartialType(CreateOffering, { skipNullProperties: false }) {}

export class PublishOffering {
  @ApiPropertyOptional({ maxLength: 1000, description: 'What is new' })
  @Omittable()
  @IsText({ max: 1000 })
  note?: string;
}

export class OfferingQuery extends ListQuery {
  @ApiPropertyOptional({ enum: OFFERING_KINDS, isArray: true })
  @Omittable()
  @ToArray()
  @IsIn(OFFERING_KINDS, { each: true })
  kind?: OfferingKind[];

  @ApiPropertyOptional({ enum: OFFERING_STATUSES, isArray: true, description: 'Who keeps the catalogue sees all; employees what is published' })
  @Omittable()
  @ToArray()
  @IsIn(OFFERING_STATUSES, { each: true })
  status?: OfferingStatus[];

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  serviceId?: string;
}
