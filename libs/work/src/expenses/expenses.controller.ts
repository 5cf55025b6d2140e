import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, Permit } from '@opora/platform';
import { AnswerExpense, ExpenseBody, ExpenseLimitBody, ExpenseLimitList, ExpenseList, ExpenseReply } from './expense.dto';
import { Expenses } from './expenses';

@ApiTags('expenses')
@Controller()
export class ExpensesController {
  constructor(private readonly expenses: Expenses) {}

  @Get('tickets/:id/expenses')
  @Permit('expense.read')
  @ApiOperation({ operationId: 'listExpenses', summary: 'Money spent on a ticket, and what the caller may spend on it without asking' })
  @ApiOkResponse({ type: ExpenseList })
  list(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ExpenseList> {
    return this.expenses.list(actor, id);
  }

  @Post('tickets/:id/expenses')
  @Permit('expense.write')
  @ApiOperation({ operationId: 'addExpense', summary: 'Spends; above the role’s limit for the whole ticket it waits for an approval' })
  @ApiCreatedResponse({ type: ExpenseReply })
  spend(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: ExpenseBody): Promise<ExpenseReply> {
    return this.expenses.spend(actor, id, body.amountCents, body.note);
  }

  @Post('tickets/:id/expenses/:expenseId/approve')
  @HttpCode(200)
  @Permit('expense.approve')
  @ApiOperation({ operationId: 'answerExpense', summary: 'Approves or refuses an expense above the limit; never one’s own' })
  @ApiOkResponse({ type: ExpenseReply })
  answer(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('expenseId', IdPipe) expenseId: string, @Body() body: AnswerExpense): Promise<ExpenseReply> {
    return this.expenses.answer(actor, id, expenseId, body.answer, body.reason ?? null);
  }

  @Get('expense-limits')
  @Permit('expenseLimit.read')
  @ApiOperation({ operationId: 'listExpenseLimits', summary: 'What each role may spend on one ticket without asking' })
  @ApiOkResponse({ type: ExpenseLimitList })
  async limits(@CurrentActor() actor: Actor): Promise<ExpenseLimitList> {
    return { items: await this.expenses.limits(actor.locale) };
  }

  @Put('expense-limits')
  @Permit('expenseLimit.write')
  @ApiOperation({ operationId: 'setExpenseLimit' })
  @ApiOkResponse({ type: ExpenseLimitList })
  async set(@CurrentActor() actor: Actor, @Body() body: ExpenseLimitBody): Promise<ExpenseLimitList> {
    return { items: await this.expenses.setLimit(actor, body.roleId, body.amountCents) };
  }
}
