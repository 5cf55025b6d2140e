import { demoId } from '@opora/organisation';
import type { Json, TestApp } from '@opora/testing';
import type { RequestState } from '../domain';

export const words = (uk: string, en = uk) => ({ uk, en });
const group = (key: string): string => demoId(`group:${key}`);

/** A small laptop offering: one approval by the line manager, two tasks, one after the other. */
export const LAPTOP = {
  name: words('Новий ноутбук', 'New laptop'), summary: words('Замість старого', 'In place of the old one'), description: words('Видаємо зі складу.', 'From the store.'), outcome: words('Ноутбук видано.', 'The laptop is handed out.'),
  form: {
    schema: {
      type: 'object',
      properties: { why: { type: 'string', minLength: 5, maxLength: 300 }, model: { type: 'string', enum: ['light', 'strong'] }, until: { type: 'string', format: 'date' }, dock: { type: 'boolean' } },
      required: ['why', 'model'],
    },
    ui: {
      order: ['why', 'model', 'until', 'dock'],
      fields: {
        why: { label: words('Навіщо', 'What for'), widget: 'long', forApprovers: true }, model: { label: words('Модель', 'Model'), options: { light: words('Легкий', 'Light'), strong: words('Потужний', 'Strong') }, forApprovers: true },
        until: { label: words('До якої дати', 'Until'), notBefore: 'today' }, dock: { label: words('Док-станція', 'Dock'), visibleWhen: { field: 'model', in: ['strong'] } },
      },
    },
  },
  entitlement: { all: true }, approval: [{ name: words('Керівник', 'Line manager'), mode: 'any', approvers: [{ position: 'line_manager' }], dueDays: 2 }],
  plan: [
    { key: 'prepare', title: words('Підготувати ноутбук', 'Prepare the laptop'), groupId: group('workplace'), after: [], targetSeconds: 14_400 },
    { key: 'hand', title: words('Видати', 'Hand out'), groupId: group('workplace'), after: ['prepare'] },
  ],
  cost: { amountCents: 120_000, per: 'once' }, targets: { fulfilment: 86_400, approval: 28_800 },
};
export const ANSWERS = { why: 'Старий не вмикається', model: 'light' };
export const MANAGER = 'manager';

/** Offerings and requests of the demonstration organisation, brought into any state by the people whose work it is. */
export class Shop {
  private offered: Promise<Json> | null = null;
  private plain: Promise<Json> | null = null;

  constructor(readonly app: TestApp) {}

  /** Makes the manager decide for the employee, and publishes an offering. */
  async offer(set: object = {}, kind = 'service'): Promise<Json> {
    await this.app.db.sql.run('update person set manager_id = $1 where id = $2', [demoId(`person:${MANAGER}`), demoId('person:employee')]);
    const { id } = await this.app.as('manager').must<Json>('POST', '/offerings', { kind, serviceId: demoId('service:computers'), definition: { ...LAPTOP, ...set } });
    return this.app.as('manager').must('POST', `/offerings/${id}/publish`, {});
  }

  laptop(): Promise<Json> {
    return (this.offered ??= this.offer());
  }

  order(offering: Json, answers: object = ANSWERS, by = 'employee', body: object = {}): Promise<Json> {
    return this.app.as(by).must('POST', `/offerings/${offering.id}/order`, { answers, ...body });
  }

  get(by: string, request: { id: string }): Promise<Json> {
    return this.app.as(by).must('GET', `/requests/${request.id}`);
  }

  command(by: string, request: { id: string }, command: string, body: object = {}): Promise<Json> {
    return this.app.as(by).must('POST', `/requests/${request.id}/${command}`, body);
  }

  /** The vote of a person on a request. */
  async vote(request: { id: string }, person = MANAGER): Promise<string> {
    const { items } = await this.app.as('dispatcher').must<Json>('GET', `/tickets/${request.id}/approvals`);
    return items.flatMap((approval: Json) => approval.steps.flatMap((step: Json) => step.votes)).find((vote: Json) => vote.person.id === demoId(`person:${person}`)).id;
  }

  async answer(request: { id: string }, answer: 'approved' | 'refused', by = MANAGER, reason?: string): Promise<void> {
    await this.app.as(by).must('POST', `/tickets/${request.id}/approvals/${await this.vote(request, by)}/answer`, { answer, ...(reason ? { reason } : {}) });
  }

  /** A request of `employee` without a plan, in this state; worked on by the specialist's or the supplier's group. */
  async bring(state: RequestState, who: 'specialist' | 'supplier' = 'specialist'): Promise<Json> {
    if (state === 'submitted') return this.app.as('employee').must('POST', '/requests', { kind: 'information', title: 'Як налаштувати підпис?' });
    const request = await this.order(await (this.plain ??= this.offer({ plan: [] })));
    if (state === 'approving') return this.get('dispatcher', request);
    if (state === 'cancelled') return this.command('employee', request, 'withdraw', { reason: 'Передумала' });
    if (state === 'rejected') {
      await this.answer(request, 'refused', MANAGER, 'Є запасний');
      return this.get('dispatcher', request);
    }
    await this.answer(request, 'approved');
    await this.command('dispatcher', request, 'assign', { groupId: group(who === 'supplier' ? 'printers' : 'workplace') });
    if (state === 'fulfilling') return this.get('dispatcher', request);
    if (state === 'on_hold') return this.command(who, request, 'hold', { reason: 'requester', message: 'Який колір?' });
    await this.command(who, request, 'fulfil', { text: 'Видано.' });
    return state === 'fulfilled' ? this.get('dispatcher', request) : this.command('employee', request, 'confirm', { rating: 5 });
  }
}
