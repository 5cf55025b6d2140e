import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsInstant, ListQuery, Omittable } from '@opora/platform';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, ValidateNested } from 'class-validator';
import { AgreementDefinitionBody } from './agreement.dto';
import { METRICS, type Metric } from './domain';

const OUTCOMES = ['met', 'breached', 'open', 'none'] as const;

export class ReplayQuery extends ListQuery {}

export class CreateReplay {
  @ApiPropertyOptional({ format: 'uuid', description: 'The agreement whose place the draft takes; left out: the draft stands beside all others' })
  @Omittable()
  @IsId()
  agreementId?: string;

  @ApiPropertyOptional({ enum: ['SLA', 'OLA', 'UC'], description: 'Of the draft; that of the agreement where one is named' })
  @Omittable()
  @IsIn(['SLA', 'OLA', 'UC'])
  type?: 'SLA' | 'OLA' | 'UC';

  @ApiPropertyOptional({ type: AgreementDefinitionBody, description: 'Left out: the draft of the agreement' })
  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => AgreementDefinitionBody)
  draft?: AgreementDefinitionBody;

  @ApiProperty({ format: 'date-time', description: 'Tickets registered from it on' })
  @IsDefined()
  @IsInstant()
  from!: string;

  @ApiProperty({ format: 'date-time', description: 'And before it' })
  @IsDefined()
  @IsInstant()
  to!: string;
}

export class TallyReply {
  @ApiProperty() met!: number;
  @ApiProperty() breached!: number;
  @ApiProperty({ description: 'Not decided yet' }) open!: number;
  @ApiProperty({ description: 'Nothing was promised, or it was given up' }) none!: number;
  @ApiProperty({ nullable: true, type: Number, description: 'Share of the decided that were met', example: 0.9321 }) compliance!: number | null;
}

export class ReplayPriority {
  @ApiProperty() priority!: number;
  @ApiProperty({ type: TallyReply }) draft!: TallyReply;
  @ApiProperty({ type: TallyReply }) actual!: TallyReply;
}

export class ReplayExample {
  @ApiProperty({ format: 'uuid' }) ticketId!: string;
  @ApiProperty({ example: 'INC-000123' }) reference!: string;
  @ApiProperty({ enum: OUTCOMES }) actual!: (typeof OUTCOMES)[number];
  @ApiProperty({ enum: OUTCOMES }) draft!: (typeof OUTCOMES)[number];
  @ApiProperty({ nullable: true, type: String, format: 'date-time', description: 'Under the draft' }) dueAt!: string | null;
}

export class ReplayMetric {
  @ApiProperty({ enum: METRICS }) metric!: Metric;
  @ApiProperty({ type: TallyReply, description: 'As it would have been' }) draft!: TallyReply;
  @ApiProperty({ type: TallyReply, description: 'As it was' }) actual!: TallyReply;
  @ApiProperty({ description: 'Tickets that were late and would have been in time' }) better!: number;
  @ApiProperty({ description: 'Tickets that were in time and would have been late' }) worse!: number;
  @ApiProperty({ type: [ReplayPriority], description: 'By the priority that the ticket has now' }) byPriority!: ReplayPriority[];
  @ApiProperty({ type: [ReplayExample], description: 'The first fifty that end otherwise' }) examples!: ReplayExample[];
}

export class ReplayReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['waiting', 'running', 'done', 'failed'] }) state!: 'waiting' | 'running' | 'done' | 'failed';
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) agreementId!: string | null;
  @ApiProperty({ enum: ['SLA', 'OLA', 'UC'] }) type!: 'SLA' | 'OLA' | 'UC';
  @ApiProperty({ type: AgreementDefinitionBody }) draft!: AgreementDefinitionBody;
  @ApiProperty({ format: 'date-time' }) from!: string;
  @ApiProperty({ format: 'date-time' }) to!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' }) finishedAt!: string | null;
  @ApiProperty({ nullable: true, type: Number, description: 'Tickets of the period; imported ones have no clocks of ours and are left out' }) tickets!: number | null;
  @ApiProperty({ description: 'Of these, looked at so far' }) lookedAt!: number;
  @ApiProperty({ type: [ReplayMetric], nullable: true, description: 'When it is done' }) metrics!: ReplayMetric[] | null;
}

export class ReplayPage {
  @ApiProperty({ type: [ReplayReply] }) items!: ReplayReply[];
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
}
