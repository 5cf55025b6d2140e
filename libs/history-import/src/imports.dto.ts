import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ListQuery, Omittable } from '@opora/platform';
import { PersonRef } from '@opora/ticket';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { FORMAT_NAMES, type FormatName } from './domain';

export const RUN_STATES = ['waiting', 'reading', 'writing', 'done', 'failed'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Beside the file: as query parameters, or as fields of the form. */
export class ImportOptions {
  @ApiPropertyOptional({ enum: FORMAT_NAMES, description: 'Needed, here or in the form' })
  @Omittable()
  @IsIn(FORMAT_NAMES)
  format?: FormatName;

  @ApiPropertyOptional({ description: 'IANA zone of times without an offset; UTC where left out', example: 'Europe/Kyiv' })
  @Omittable()
  @IsString()
  @MaxLength(60)
  timeZone?: string;

  @ApiPropertyOptional({ description: 'JSON: `{"columns": {"Number": "ticket"}, "values": {"state": {"Offen": "new"}}, "dateFormat": "dd.MM.yyyy HH:mm"}`' })
  @Omittable()
  @IsString()
  @MaxLength(65_536)
  mapping?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Reads and reports, writes no ticket' })
  @Omittable()
  @IsIn(['true', 'false'])
  checkOnly?: string;

  @ApiPropertyOptional({ description: 'Name of the file, where the body is the file itself', example: 'incidents.csv.gz' })
  @Omittable()
  @IsString()
  @MaxLength(300)
  fileName?: string;
}

export class ImportListQuery extends ListQuery {}

export class BadRowReply {
  @ApiProperty({ description: 'Line of the file on which the row begins, from 1', example: 17 }) line!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Ticket that it belongs to; the whole ticket is left out' }) key!: string | null;
  @ApiProperty({ description: 'Column as the file names it; empty: the whole row', example: 'opened_at' }) field!: string;
  @ApiProperty({ description: 'What stands there, cut to 120 characters', example: '31/2/2026 09:20' }) value!: string;
  @ApiProperty({ example: 'import.not_an_instant' }) code!: string;
  @ApiProperty({ description: 'What was expected, in the caller’s language' }) message!: string;
}

export class BadRowPage {
  @ApiProperty({ type: [BadRowReply] }) items!: BadRowReply[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}

export class ImportTickets {
  @ApiProperty({ description: 'In the file' }) found!: number;
  @ApiProperty({ description: 'Looked at so far' }) done!: number;
  @ApiProperty({ description: 'Brought in by this run' }) created!: number;
  @ApiProperty({ description: 'Brought in before, with the same rows' }) unchanged!: number;
  @ApiProperty({ description: 'Brought in before with other rows: left as it was imported' }) changed!: number;
  @ApiProperty({ description: 'Left out for a bad row' }) leftOut!: number;
}

export class ImportFailure {
  @ApiProperty({ example: 'import.missing_columns' }) code!: string;
  @ApiProperty() message!: string;
}

export class ImportReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: FORMAT_NAMES }) format!: FormatName;
  @ApiProperty({ example: 'incidents.csv.gz' }) fileName!: string;
  @ApiProperty({ description: 'Bytes' }) size!: number;
  @ApiProperty({ example: 'UTC' }) timeZone!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) mapping!: Record<string, unknown>;
  @ApiProperty() checkOnly!: boolean;
  @ApiProperty({ enum: RUN_STATES }) state!: RunState;
  @ApiProperty({ description: 'Per cent of the whole work', minimum: 0, maximum: 100 }) progress!: number;
  @ApiProperty({ type: PersonRef }) createdBy!: PersonRef;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) startedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: string | null;
  @ApiProperty({ description: 'Rows after the header' }) rowsRead!: number;
  @ApiProperty({ description: 'Rows left out; `bad-rows` has the first thousand' }) badRows!: number;
  @ApiProperty({ type: ImportTickets }) tickets!: ImportTickets;
  @ApiProperty({ type: ImportFailure, nullable: true }) failure!: ImportFailure | null;
}

export class ImportPage {
  @ApiProperty({ type: [ImportReply] }) items!: ImportReply[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}
