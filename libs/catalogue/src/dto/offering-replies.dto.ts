import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { FormDefinition } from '@opora/form';
import { OFFERING_KINDS, OFFERING_STATUSES, type OfferingDefinition, type OfferingKind, type OfferingStatus } from '../domain/offering';
import { CostBody, DefinitionBody } from './offerings.dto';

export class OfferingServiceRef {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
}

/** A row of the catalogue, in the caller's language. */
export class OfferingRow {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: OFFERING_KINDS }) kind!: OfferingKind;
  @ApiProperty({ enum: OFFERING_STATUSES }) status!: OfferingStatus;
  @ApiProperty() name!: string;
  @ApiProperty() summary!: string;
  @ApiProperty({ type: OfferingServiceRef, nullable: true }) service!: OfferingServiceRef | null;
  @ApiProperty({ nullable: true, type: String }) categoryId!: string | null;
  @ApiProperty({ type: CostBody, nullable: true }) cost!: CostBody | null;
  @ApiProperty({ description: 'Somebody has to approve it' }) approved!: boolean;
  @ApiProperty({ description: 'Ordered in the last 90 days' }) ordered!: number;
  @ApiProperty() version!: number;
}

export class OfferingPage {
  @ApiProperty({ type: [OfferingRow] }) items!: OfferingRow[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
  @ApiPropertyOptional() total?: number;
}

export class OfferingReply extends OfferingRow {
  @ApiProperty() description!: string;
  @ApiProperty({ nullable: true, type: String }) outcome!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The published form: `schema` and `ui`' }) form!: FormDefinition;
  @ApiProperty({ nullable: true, type: Number, description: 'Number of the published version' }) number!: number | null;
  @ApiPropertyOptional({ type: DefinitionBody, description: 'What is worked on; who keeps the catalogue' }) draft?: OfferingDefinition;
  @ApiPropertyOptional({ type: DefinitionBody, nullable: true, description: 'What holds; who keeps the catalogue' }) published?: OfferingDefinition | null;
  @ApiPropertyOptional({ description: 'The draft says something else than what is published' }) changed?: boolean;
}

export class OfferingVersionReply {
  @ApiProperty() number!: number;
  @ApiProperty({ format: 'date-time' }) publishedAt!: string;
  @ApiProperty() publishedBy!: string;
  @ApiProperty({ nullable: true, type: String }) note!: string | null;
  @ApiProperty({ type: DefinitionBody }) definition!: OfferingDefinition;
}

export class OfferingVersionList {
  @ApiProperty({ type: [OfferingVersionReply] }) items!: OfferingVersionReply[];
}

export class PlacedOrderReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'REQ-000123' }) reference!: string;
  @ApiProperty({ example: 'request' }) kind!: string;
}

class PromisedPerson {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() displayName!: string;
  @ApiProperty() askedAs!: string;
}

class PromisedApproval {
  @ApiProperty() name!: string;
  @ApiProperty({ example: 'any' }) mode!: string;
  @ApiProperty({ description: 'How many must approve' }) needed!: number;
  @ApiProperty({ type: [PromisedPerson] }) people!: PromisedPerson[];
  @ApiProperty({ description: 'Working days until the step expires' }) dueDays!: number;
}

class PromisedTask {
  @ApiProperty() title!: string;
  @ApiProperty({ nullable: true, type: String }) group!: string | null;
}

class PromisedCost {
  @ApiProperty() amountCents!: number;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ enum: ['once', 'month'] }) per!: 'once' | 'month';
}

/** What comes of an order, before it is sent (`ux.md` §2.14 (11)). */
export class PromiseReply {
  @ApiProperty({ type: [PromisedApproval] }) approvals!: PromisedApproval[];
  @ApiProperty({ type: [PromisedTask] }) tasks!: PromisedTask[];
  @ApiProperty({ nullable: true, type: String, description: 'Who does it' }) group!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) approvalDueAt!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) fulfilmentDueAt!: string | null;
  @ApiProperty({ type: PromisedCost, nullable: true }) cost!: PromisedCost | null;
}
