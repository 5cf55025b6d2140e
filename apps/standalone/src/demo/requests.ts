import type { INestApplicationContext } from '@nestjs/common';
import { Ordering } from '@opora/catalogue';
import { demoId } from '@opora/organisation';
import { type Actor, Database } from '@opora/platform';
import { RequestService } from '@opora/request';
import { TicketKernel } from '@opora/ticket';
import { Approvals, Tasks } from '@opora/work';
import { personId } from './organisation';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How far a request has come: what happens to it, one after the other. */
type Step = 'approve' | 'refuse' | 'task' | 'hold' | 'fulfil' | 'confirm' | 'return' | 'withdraw';

interface Ordered {
  offering: string;
  by: string;
  /** Days ago. */
  ago: number;
  answers: Record<string, unknown>;
  then: readonly Step[];
}

const day = (now: number, ahead: number): string => new Date(now + ahead * DAY_MS).toISOString().slice(0, 10);

const orders = (now: number): readonly Ordered[] => [
  { offering: 'laptop', by: 'employee', ago: 21, answers: { why: 'Старий вимикається від найменшого поштовху', model: 'light', programs: ['office', 'erp'], until: day(now, 5) }, then: ['approve', 'task', 'task', 'task', 'confirm'] },
  { offering: 'vpn', by: 'employee', ago: 12, answers: { why: 'Два дні на тиждень працюю з дому', until: day(now, 60), device: 'company', phone: '+380 67 500 1011' }, then: ['approve', 'task', 'confirm'] },
  { offering: 'license', by: 'employee', ago: 9, answers: { why: 'Нова колега на час відпустки', role: 'view' }, then: ['refuse'] },
  { offering: 'mouse', by: 'employee2', ago: 8, answers: { what: ['mouse', 'headset'], old: 'broken' }, then: ['task', 'confirm'] },
  { offering: 'printer', by: 'p3', ago: 6, answers: { place: demoId('location:lviv'), colour: false }, then: ['task', 'return'] },
  { offering: 'manual', by: 'employee', ago: 5, answers: { about: 'Як провести повернення від покупця частинами', readers: 6 }, then: ['approve', 'task'] },
  { offering: 'laptop', by: 'employee2', ago: 4, answers: { why: 'Презентації у клієнтів, батарея тримає годину', model: 'strong', programs: ['office'], dock: true, until: day(now, 9) }, then: ['approve', 'task', 'hold'] },
  { offering: 'move', by: 'p7', ago: 3, answers: { from: demoId('location:kyiv'), to: 'Київ, 3 поверх, кімната 312', until: day(now, 4), agree: true }, then: [] },
  { offering: 'mailbox', by: 'employee2', ago: 3, answers: { address: 'lviv-orders@example.com', members: 'Андрій Мельник, відділ продажу Львів', why: 'Замовлення губляться в особистих скриньках' }, then: ['approve'] },
  { offering: 'mouse', by: 'p9', ago: 2, answers: { what: ['keyboard'], old: 'none' }, then: [] },
  { offering: 'printer', by: 'employee', ago: 1.4, answers: { place: demoId('location:kyiv-3'), colour: true }, then: ['task'] },
  { offering: 'vpn', by: 'employee', ago: 0.9, answers: { why: 'Звітний тиждень, працюватиму ввечері з дому', until: day(now, 21), device: 'company', phone: '+380 67 500 1011' }, then: [] },
  { offering: 'license', by: 'p11', ago: 0.8, answers: { why: 'Прийом товару на новому складі', role: 'store' }, then: ['withdraw'] },
  { offering: 'advice', by: 'p5', ago: 0.5, answers: { program: 'sheets', question: 'Як зібрати дані з дванадцяти аркушів в один звіт без макросів?' }, then: [] },
];

/** Requests of the past weeks in every state, played through the modules with the clock set back. */
export class DemoRequests {
  constructor(
    private readonly app: INestApplicationContext,
    private readonly actor: (key: string) => Promise<Actor>,
    private readonly at: (ms: number) => void,
  ) {}

  async play(real: number): Promise<void> {
    for (const one of orders(real)) {
      let now = real - one.ago * DAY_MS;
      this.at(now);
      const { id } = await this.app.get(Ordering, { strict: false }).place(await this.actor(one.by), demoId(`offering:${one.offering}`), { answers: one.answers });
      for (const step of one.then) {
        this.at((now = Math.min(real - HOUR_MS / 2, now + 3 * HOUR_MS)));
        await this.step(step, id, one.by);
      }
    }
  }

  private async step(step: Step, id: string, requester: string): Promise<void> {
    const requests = this.app.get(RequestService, { strict: false });
    switch (step) {
      case 'approve': while (await this.answer(id, 'approved', null)); return;
      case 'refuse': return void (await this.answer(id, 'refused', 'Цього кварталу ліцензій більше не купуємо; скористайтеся звітом у пошті.'));
      case 'task': return this.task(id);
      case 'hold': return void (await requests.command(await this.actor('manager'), id, '*', 'hold', { reason: 'delivery', message: 'Ноутбук цієї моделі чекаємо від постачальника наступного тижня.' }));
      case 'fulfil': return void (await requests.command(await this.actor('dispatcher'), id, '*', 'fulfil', { text: 'Готово.' }));
      case 'confirm': return void (await requests.command(await this.actor(requester), id, '*', 'confirm', { rating: 5, comment: 'Дякую, усе гаразд' }));
      case 'return': return void (await requests.command(await this.actor(requester), id, '*', 'reject', { reason: 'Принтер видно, але друкує ієрогліфи.' }));
      case 'withdraw': return void (await requests.command(await this.actor(requester), id, '*', 'withdraw', { reason: 'Домовилися інакше' }));
    }
  }

  /** By whoever is asked now. */
  private async answer(id: string, answer: 'approved' | 'refused', reason: string | null): Promise<boolean> {
    const database = this.app.get(Database, { strict: false });
    const vote = await database.sql.one<{ id: string; key: string }>(
      `select v.id, v.person_id as key from approval_vote v join approval a on a.id = v.approval_id and a.state = 'running' join approval_step s on s.approval_id = v.approval_id and s.position = v.position and s.state = 'asking' where a.ticket_id = $1 and v.answer is null limit 1`, [id],
    );
    if (!vote) return false;
    const actor = await this.actor(vote.key === personId('manager') ? 'manager' : vote.key);
    await database.tx((tx) => this.app.get(Approvals, { strict: false }).answer(tx, actor, id, vote.id, answer, reason));
    return true;
  }

  /** The next task of the plan, by somebody of its group. */
  private async task(id: string): Promise<void> {
    const database = this.app.get(Database, { strict: false });
    const open = await database.sql.one<{ id: string; key: string }>(
      `select k.id, (select m.person_id from group_member m where m.group_id = k.group_id and m.right_ in ('work', 'manage') order by m.person_id limit 1) as key from task k where k.ticket_id = $1 and k.state = 'open' order by k.position limit 1`, [id],
    );
    if (!open) return;
    const actor = await this.actor(open.key);
    await database.tx(async (tx) => {
      const ticket = await this.app.get(TicketKernel, { strict: false }).claim(tx, actor, id);
      await this.app.get(Tasks, { strict: false }).command(tx, actor, ticket, open.id, 'complete', null, '*');
    });
  }
}
