import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ClockReply } from '@opora/service-level';
import { PersonRef, TicketRef, TicketReply, TicketRowPage } from '@opora/ticket';
import { AUDIENCES, type Audience, TECHNIQUES, type Technique } from './domain';
import { AnalysedEvent, IshikawaBranch, KepnerTregoeRow } from './problem.dto';

export class DatedText {
  @ApiProperty() text!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: PersonRef }) by!: PersonRef;
}

export class WorkaroundReply extends DatedText {
  @ApiProperty({ enum: AUDIENCES, nullable: true, type: String, description: 'To whom it is published' }) published!: Audience | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) publishedAt!: string | null;
  @ApiProperty({ description: 'Incidents to whose requesters these words were sent' }) sentTo!: number;
}

export class LinkedIncident extends TicketRef {
  @ApiProperty({ format: 'uuid' }) linkId!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: PersonRef }) requester!: PersonRef;
  @ApiProperty({ description: 'The workaround as it stands was sent to its requester' }) told!: boolean;
}

export class ProblemCost {
  @ApiProperty({ description: 'Working time on it and on its incidents' }) workSeconds!: number;
  @ApiProperty({ description: 'Of an hour’s work, from the settings' }) hourCents!: number;
  @ApiProperty({ description: 'Accepted and approved expenses, of it and of its incidents' }) expensesCents!: number;
  @ApiProperty() totalCents!: number;
}

export class WeekCount {
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty() incidents!: number;
}

export class AnalysisReply {
  @ApiPropertyOptional({ type: [String] }) whys?: string[];
  @ApiPropertyOptional() effect?: string;
  @ApiPropertyOptional({ type: [IshikawaBranch] }) branches?: IshikawaBranch[];
  @ApiPropertyOptional({ type: [AnalysedEvent] }) events?: AnalysedEvent[];
  @ApiPropertyOptional({ type: [KepnerTregoeRow] }) rows?: KepnerTregoeRow[];
}

export class ProblemReply extends TicketReply {
  @ApiProperty({ enum: ['reactive', 'proactive'] }) origin!: string;
  @ApiProperty({ enum: TECHNIQUES, nullable: true, type: String, description: 'Used last' }) technique!: Technique | null;
  @ApiProperty({ type: AnalysisReply, description: 'All that the techniques found' }) analysis!: AnalysisReply;
  @ApiProperty({ type: DatedText, nullable: true }) cause!: DatedText | null;
  @ApiProperty({ type: WorkaroundReply, nullable: true }) workaround!: WorkaroundReply | null;
  @ApiProperty({ type: String, nullable: true }) fixPlan!: string | null;
  @ApiProperty({ type: DatedText, nullable: true }) solution!: DatedText | null;
  @ApiProperty({ type: String, nullable: true }) closingNote!: string | null;
  @ApiProperty({ type: String, nullable: true }) endReason!: string | null;
  @ApiProperty({ type: [LinkedIncident], description: 'As far as the caller may see them' }) incidents!: LinkedIncident[];
  @ApiProperty({ description: 'All linked incidents that are open, seen or not: those that a mass act reaches' }) openIncidents!: number;
  @ApiProperty({ type: [WeekCount], description: 'Linked incidents of the last eight weeks' }) weeks!: WeekCount[];
  @ApiProperty({ type: ProblemCost }) cost!: ProblemCost;
  @ApiProperty({ type: [ClockReply] }) clocks!: ClockReply[];
}

export class ProblemPage extends TicketRowPage {}

export class MassItem {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'INC-000123' }) reference!: string;
  @ApiProperty({ enum: ['done', 'already', 'failed'] }) outcome!: 'done' | 'already' | 'failed';
  @ApiProperty({ type: String, nullable: true, description: 'Code of the refusal' }) code!: string | null;
}

export class MassReply {
  @ApiProperty({ type: [MassItem] }) items!: MassItem[];
  @ApiProperty() done!: number;
  @ApiProperty() failed!: number;
}
