import './work.messages';
import { Module } from '@nestjs/common';
import { CalendarModule } from '@opora/calendar';
import { IdentityModule } from '@opora/identity';
import { JournalModule } from '@opora/journal';
import { NotificationModule } from '@opora/notification';
import { TicketModule } from '@opora/ticket';
import { ApprovalQueries } from './approvals/approval.queries';
import { Approvals } from './approvals/approvals';
import { ApprovalsController } from './approvals/approvals.controller';
import { Approvers } from './approvals/approvers';
import { Boards } from './approvals/boards';
import { ApprovalLinks } from './approvals/links';
import { ApprovalLinksController, BoardsController } from './approvals/links.controller';
import { ApprovalOutcomes } from './approvals/outcomes';
import { Expenses } from './expenses/expenses';
import { ExpensesController } from './expenses/expenses.controller';
import { TaskPlans } from './tasks/plans';
import { TaskQueries } from './tasks/task.queries';
import { Tasks } from './tasks/tasks';
import { TasksController } from './tasks/tasks.controller';
import { WorkJobs as Jobs } from './work.jobs';
import { WorkNotices } from './work.notices';

const SERVICES = [Approvals, ApprovalQueries, Approvers, ApprovalLinks, ApprovalOutcomes, Boards, Tasks, TaskPlans, TaskQueries, Expenses];

@Module({ imports: [JournalModule, CalendarModule, IdentityModule, NotificationModule, TicketModule], providers: [...SERVICES, WorkNotices], exports: SERVICES })
export class WorkModule {}

@Module({ imports: [WorkModule, TicketModule], controllers: [ApprovalsController, ApprovalLinksController, BoardsController, TasksController, ExpensesController] })
export class WorkHttp {}

@Module({ imports: [WorkModule], providers: [Jobs] })
export class WorkJobs {}
