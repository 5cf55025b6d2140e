import type { Json, TestApp } from '@opora/testing';
import type { AccessState } from '../domain';

export const DAY = 86_400;

/** A system of the demonstration organisation that `employee2` owns and the specialist's group looks after, and requests brought into any state by the people whose work it is. */
export class Register {
  private readonly people = new Map<string, Promise<string>>();
  private made = 0;

  private constructor(
    readonly app: TestApp,
    readonly resource: Json,
  ) {}

  static async open(app: TestApp, body: object = {}): Promise<Register> {
    const me = await app.as('specialist').must('GET', '/me');
    const owner = await app.as('employee2').must('GET', '/me');
    const group = me.groups.find((one: Json) => one.right !== 'view').id;
    const name = `Тека ${Math.random().toString(36).slice(2, 8)}`;
    const resource = await app.as('manager').must('POST', '/access-resources', { nameUk: name, nameEn: name, ownerId: owner.person.id, risk: 'medium', provisioning: 'task', groupId: group, ...body });
    return new Register(app, resource);
  }

  id(persona: string): Promise<string> {
    const known = this.people.get(persona) ?? this.app.as(persona).must('GET', '/me').then(({ person }: Json) => person.id as string);
    this.people.set(persona, known);
    return known;
  }

  entitlement(body: object = {}): Promise<Json> {
    this.made++;
    return this.app.as('manager').must('POST', `/access-resources/${this.resource.id}/entitlements`, { code: `r${this.made}`, nameUk: `Право ${this.made}`, nameEn: `Right ${this.made}`, approvals: ['resource_owner'], ...body });
  }

  async ask(by: string, body: object = {}): Promise<Json> {
    const entitlementId = 'entitlementId' in body ? body.entitlementId : (await this.entitlement()).id;
    return this.app.as(by).must('POST', '/access-requests', { reason: 'Заміна на час відпустки', ...body, entitlementId });
  }

  command(by: string, request: { id: string }, command: string, body: object = {}): Promise<Json> {
    return this.app.as(by).must('POST', `/access-requests/${request.id}/${command}`, body);
  }

  get(by: string, request: { id: string }): Promise<Json> {
    return this.app.as(by).must('GET', `/access-requests/${request.id}`);
  }

  async answer(by: string, request: { id: string }, answer: 'approved' | 'refused' = 'approved', reason?: string): Promise<void> {
    const { items } = await this.app.as(by).must('GET', '/me/approvals');
    const card = items.find(({ ticketId }: Json) => ticketId === request.id);
    if (!card) throw new Error(`${by} is not asked about ${request.id}`);
    await this.app.as(by).must('POST', `/tickets/${request.id}/approvals/${card.id}/answer`, { answer, ...(reason ? { reason } : {}) });
  }

  /** A grant that is held by `employee`. */
  async granted(body: object = {}): Promise<{ request: Json; grant: Json }> {
    const request = await this.ask('employee', body);
    await this.answer('employee2', request);
    const done = await this.command('specialist', request, 'provision');
    return { request: done, grant: await this.app.as('manager').must('GET', `/grants/${done.grantId}`) };
  }

  /** Carries out what a grant is waiting for. */
  async carryOut(grantId: string): Promise<void> {
    const row = await this.app.db.sql.one<{ ticketId: string }>(`select ticket_id as "ticketId" from access_action where grant_id = $1 and state in ('asked', 'failed')`, [grantId]);
    await this.command('specialist', { id: row?.ticketId ?? '' }, 'provision');
  }

  async bring(state: AccessState): Promise<Json> {
    if (state === 'submitted') return this.app.as('employee').must('POST', '/access-requests', { reason: 'Потрібно бачити договори відділу продажів' });
    if (state === 'verifying' || state === 'rejected') {
      const request = await this.ask('dispatcher', { requesterId: await this.id('employee'), channel: 'phone' });
      return state === 'verifying' ? request : this.command('dispatcher', request, 'reject', { reason: 'Не вдалося перевірити' });
    }
    const request = await this.ask('employee');
    if (state === 'approving') return request;
    if (state === 'cancelled') return this.command('employee', request, 'cancel', { reason: 'Передумала' });
    await this.answer('employee2', request);
    if (state === 'provisioning') return this.get('manager', request);
    const granted = await this.command('specialist', request, 'provision');
    return state === 'granted' ? granted : this.command('employee', granted, 'confirm');
  }
}

/** A body that each command takes where it is allowed. */
export async function bodyOf(register: Register, command: string): Promise<object> {
  switch (command) {
    case 'specify': return { entitlementId: (await register.entitlement()).id, reason: 'Договори' };
    case 'verify': return { method: 'call_back' };
    case 'reject': case 'reopen': case 'cancel': return { reason: 'Бо так треба' };
    default: return {};
  }
}
