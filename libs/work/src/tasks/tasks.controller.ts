import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { forbidden, notFound } from '@opora/kit';
import { Actor, CurrentActor, Database, IdPipe, IfMatch, Permit, type Tx, Versioned } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { TASK_COMMANDS, type TaskCommand } from '../domain/task';
import { ChangeTask, MyTasksQuery, TaskBody, TaskList, TaskNote, TaskPage, TaskReply } from './task.dto';
import { TaskQueries } from './task.queries';
import { overTicket } from './task.rows';
import { Tasks } from './tasks';

@ApiTags('tasks')
@Controller()
export class TasksController {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly tasks: Tasks,
    private readonly queries: TaskQueries,
  ) {}

  @Get('me/tasks')
  @Permit('task.read')
  @ApiOperation({ operationId: 'listMyTasks', summary: 'Open tasks of the caller and of the caller’s groups, the most urgent first' })
  @ApiOkResponse({ type: TaskPage })
  mine(@CurrentActor() actor: Actor, @Query() query: MyTasksQuery): Promise<TaskPage> {
    return this.queries.mine(actor, query);
  }

  @Get('tickets/:id/tasks')
  @Permit('task.read')
  @ApiOperation({ operationId: 'listTasks', summary: 'Tasks of a ticket; suppliers see their own' })
  @ApiOkResponse({ type: TaskList })
  list(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<TaskList> {
    return this.queries.ofTicket(actor, id);
  }

  @Get('tickets/:id/tasks/:taskId')
  @Permit('task.read')
  @Versioned()
  @ApiOperation({ operationId: 'getTask' })
  @ApiOkResponse({ type: TaskReply })
  one(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('taskId', IdPipe) taskId: string): Promise<TaskReply> {
    return this.queries.one(this.database.sql, actor, id, taskId);
  }

  @Post('tickets/:id/tasks')
  @Permit('task.write')
  @Versioned()
  @ApiOperation({ operationId: 'addTask', summary: 'A unit of work inside the ticket, for a group or a person' })
  @ApiCreatedResponse({ type: TaskReply })
  add(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() { after, dueAt, ...body }: TaskBody): Promise<TaskReply> {
    return this.within(actor, id, async (tx, ticket) => {
      if (!overTicket(actor, 'task.write', ticket) || actor.face === 'supplier') throw forbidden('task.write');
      return this.tasks.add(tx, actor, ticket, { ...body, after: after ?? [], dueAt: dueAt === undefined ? null : new Date(dueAt) });
    });
  }

  @Patch('tickets/:id/tasks/:taskId')
  @Permit('task.write')
  @Versioned()
  @ApiOperation({ operationId: 'changeTask' })
  @ApiOkResponse({ type: TaskReply })
  change(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('taskId', IdPipe) taskId: string, @IfMatch() ifMatch: number | '*', @Body() { dueAt, ...body }: ChangeTask): Promise<TaskReply> {
    return this.within(actor, id, async (tx, ticket) => {
      if (actor.face === 'supplier') throw forbidden('task.write');
      await this.tasks.change(tx, actor, ticket, taskId, ifMatch, { ...body, ...(dueAt === undefined ? {} : { dueAt: dueAt === null ? null : new Date(dueAt) }) });
      return taskId;
    });
  }

  @Post('tickets/:id/tasks/:taskId/:command')
  @HttpCode(200)
  @Permit('task.write')
  @Versioned()
  @ApiParam({ name: 'command', enum: TASK_COMMANDS })
  @ApiOperation({ operationId: 'commandTask', summary: 'Accepts, completes, skips or opens a task again' })
  @ApiOkResponse({ type: TaskReply })
  command(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('taskId', IdPipe) taskId: string, @Param('command') command: string, @IfMatch() ifMatch: number | '*', @Body() body: TaskNote): Promise<TaskReply> {
    if (!(TASK_COMMANDS as readonly string[]).includes(command)) throw notFound();
    return this.within(actor, id, async (tx, ticket) => {
      await this.tasks.command(tx, actor, ticket, taskId, command as TaskCommand, body.note ?? null, ifMatch);
      return taskId;
    });
  }

  /** One transaction on the claimed ticket; answers the task as it then stands. */
  private within(actor: Actor, id: string, act: (tx: Tx, ticket: Ticket) => Promise<string>): Promise<TaskReply> {
    return this.database.tx(
      async (tx) => {
        const ticket = await this.kernel.claim(tx, actor, id);
        return this.queries.reply(tx, actor, ticket, await act(tx, ticket));
      },
      { operation: actor.operation },
    );
  }
}
