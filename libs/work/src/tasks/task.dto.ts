import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, IsInstant, IsText, ListQuery, Nullable, Omittable } from '@opora/platform';
import { PersonRef, TicketRef } from '@opora/ticket';
import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, Max, Min } from 'class-validator';
import type { TaskState } from '../domain/task';

const STATES = ['planned', 'open', 'in_progress', 'done', 'skipped', 'cancelled'] as const;
const YEAR_SECONDS = 31_536_000;

export class TaskBody {
  @ApiProperty({ maxLength: 300 })
  @IsText({ max: 300 })
  title!: string;

  @ApiPropertyOptional({ maxLength: 10_000 })
  @Omittable()
  @IsText({ max: 10_000, min: 0 })
  description?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  groupId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsId()
  assigneeId?: string;

  @ApiPropertyOptional({ type: [String], description: 'Ids of tasks of this ticket that must be over first' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsId({ each: true })
  after?: string[];

  @ApiPropertyOptional({ minimum: 60, maximum: YEAR_SECONDS, description: 'Working time of the group’s calendar from opening until it is due, seconds' })
  @Omittable()
  @IsInt()
  @Min(60)
  @Max(YEAR_SECONDS)
  targetSeconds?: number;

  @ApiPropertyOptional({ format: 'date-time', description: 'Where it is due at an instant' })
  @Omittable()
  @IsInstant()
  dueAt?: string;
}

export class ChangeTask {
  @ApiPropertyOptional({ maxLength: 300 })
  @Omittable()
  @IsText({ max: 300 })
  title?: string;

  @ApiPropertyOptional({ maxLength: 10_000 })
  @Omittable()
  @IsText({ max: 10_000, min: 0 })
  description?: string;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  groupId?: string | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @Nullable()
  @IsId()
  assigneeId?: string | null;

  @ApiPropertyOptional({ format: 'date-time', nullable: true, type: String })
  @Nullable()
  @IsInstant()
  dueAt?: string | null;
}

export class TaskNote {
  @ApiPropertyOptional({ maxLength: 4_000, description: 'Skipping and opening again need one' })
  @Omittable()
  @IsText({ max: 4_000 })
  note?: string;
}

export class TaskGroupRef {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
}

export class TaskReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: TicketRef }) ticket!: TicketRef;
  @ApiProperty() position!: number;
  @ApiProperty() title!: string;
  @ApiProperty() description!: string;
  @ApiProperty({ enum: STATES }) state!: TaskState;
  @ApiProperty({ type: TaskGroupRef, nullable: true }) group!: TaskGroupRef | null;
  @ApiProperty({ type: PersonRef, nullable: true }) assignee!: PersonRef | null;
  @ApiProperty({ type: [String] }) after!: string[];
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) dueAt!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) endedAt!: string | null;
  @ApiProperty({ type: PersonRef, nullable: true }) endedBy!: PersonRef | null;
  @ApiProperty({ nullable: true, type: String }) note!: string | null;
  @ApiProperty({ type: [String], example: ['accept', 'complete'] }) allowedCommands!: string[];
  @ApiProperty() version!: number;
}

export class TaskList {
  @ApiProperty({ type: [TaskReply] }) items!: TaskReply[];
}

export class TaskPage extends TaskList {
  @ApiProperty({ nullable: true, type: String }) nextCursor!: string | null;
  @ApiPropertyOptional() total?: number;
}

/** Open tasks of the caller and of the caller's groups, the most urgent first. */
export class MyTasksQuery extends ListQuery {}
