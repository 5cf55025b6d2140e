import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsInstant, IsText, ListQuery, Omittable, ToArray } from '@opora/platform';
import { NamedRef, PersonRef } from '@opora/ticket';
import { IsArray, IsIn } from 'class-validator';

export const DRIFT_KINDS = ['granted_not_present', 'present_not_granted'] as const;
export const RESOLUTIONS = ['provision', 'end', 'request', 'remove', 'accept'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export class UnknownRow {
  @ApiProperty({ example: 17 }) line!: number;
  @ApiProperty() account!: string;
  @ApiProperty() entitlement!: string;
  @ApiProperty({ enum: ['entitlement', 'empty', 'date'] }) why!: 'entitlement' | 'empty' | 'date';
}

export class DriftImportReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: NamedRef }) resource!: NamedRef;
  @ApiProperty() fileName!: string;
  @ApiProperty({ description: 'Of the file, hexadecimal' }) sha256!: string;
  @ApiProperty() rows!: number;
  @ApiProperty({ description: 'Accounts that a grant speaks of' }) matched!: number;
  @ApiProperty({ type: [UnknownRow], description: 'Rows that could not be taken; the first hundred' }) unknown!: UnknownRow[];
  @ApiProperty({ description: 'What this import found and is not resolved yet' }) open!: number;
  @ApiProperty({ type: PersonRef }) importedBy!: PersonRef;
  @ApiProperty({ format: 'date-time' }) importedAt!: string;
}

export class DriftImportPage {
  @ApiProperty({ type: [DriftImportReply] }) items!: DriftImportReply[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
}

export class DriftImportQuery extends ListQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  resourceId?: string;
}

export class DriftFindingReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: DRIFT_KINDS }) kind!: (typeof DRIFT_KINDS)[number];
  @ApiProperty({ type: NamedRef }) resource!: NamedRef;
  @ApiProperty({ type: NamedRef }) entitlement!: NamedRef;
  @ApiProperty({ description: 'As the target calls it, or the person’s address' }) account!: string;
  @ApiProperty({ type: PersonRef, nullable: true, description: 'Null where nobody here has this account' }) person!: PersonRef | null;
  @ApiProperty({ format: 'uuid', nullable: true, type: String }) grantId!: string | null;
  @ApiProperty({ enum: [...RESOLUTIONS, 'gone'], nullable: true, type: String, description: '`gone`: a later import did not find it any more' }) resolution!: Resolution | 'gone' | null;
  @ApiProperty({ type: PersonRef, nullable: true }) resolvedBy!: PersonRef | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) resolvedAt!: string | null;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
  @ApiProperty({ nullable: true, type: String, example: 'ACC-000231' }) ticket!: string | null;
  @ApiProperty({ enum: RESOLUTIONS, isArray: true, description: 'Acts that resolve it' }) allowedCommands!: Resolution[];
  @ApiProperty() version!: number;
}

export class DriftFindingPage {
  @ApiProperty({ type: [DriftFindingReply] }) items!: DriftFindingReply[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
}

export class DriftFindingQuery extends ListQuery {
  @ApiPropertyOptional({ format: 'uuid', isArray: true, type: String })
  @Omittable()
  @ToArray()
  @IsArray()
  @IsId({ each: true })
  resourceId?: string[];

  @ApiPropertyOptional({ enum: DRIFT_KINDS })
  @Omittable()
  @IsIn(DRIFT_KINDS)
  kind?: (typeof DRIFT_KINDS)[number];

  @ApiPropertyOptional({ enum: ['open', 'resolved'], default: 'open' })
  @Omittable()
  @IsIn(['open', 'resolved'])
  state?: 'open' | 'resolved';
}

export class ResolveDrift {
  @ApiProperty({ enum: RESOLUTIONS, description: 'Give it again or end the grant; ask for it or take it away; or accept it as it is, with a reason' })
  @IsIn(RESOLUTIONS)
  act!: Resolution;

  @ApiPropertyOptional({ maxLength: 1_000 })
  @Omittable()
  @IsText({ max: 1_000 })
  reason?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'For `request`, where the right needs an end' })
  @Omittable()
  @IsInstant()
  until?: string;
}
