import type { INestApplicationContext } from '@nestjs/common';
import { AccessFlow, AccessService, AccessSubmission, DriftImports, GrantCommands, Recertifications, Resources, SodRules, type Submission } from '@opora/access';
import { Identity } from '@opora/identity';
import { demoId } from '@opora/organisation';
import { type Actor, Clock, Database, type Tx, systemActor } from '@opora/platform';
import { Approvals } from '@opora/work';
import { GRANTS, RESOURCES, RULES } from './access.data';
import { emailOf, personId } from './organisation';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const rightId = (code: string): string => demoId(`entitlement:${code}`);
const SOLVERS: Readonly<Record<string, string>> = { apps: 'app1', network: 'net1', workplace: 'specialist' };

/** A year of access management, played through the module itself with the clock set back: every grant rests on its request and its approvals. */
export class DemoAccess {
  private readonly clock: Clock;
  private readonly actors = new Map<string, Actor>();

  constructor(private readonly app: INestApplicationContext) {
    this.clock = app.get(Clock, { strict: false });
  }

  async play(): Promise<void> {
    const real = this.clock.now().getTime();
    const at = (ms: number): void => this.clock.shift(Math.round(ms - (this.clock.now().getTime() - this.clock.offset)));
    try {
      at(real - 420 * DAY_MS);
      await this.tx((tx) => this.catalogue(tx));
      for (const [i, grant] of GRANTS.entries()) await this.grant(grant, real - grant.ago * DAY_MS - (i % 7) * HOUR_MS, at);
      await this.used();
      at(real - 5 * DAY_MS);
      await this.review(real);
      await this.open(real, at);
      at(real - 2 * DAY_MS);
      await this.accounts();
    } finally {
      this.clock.shift(0);
    }
  }

  private async catalogue(tx: Tx): Promise<void> {
    const actor = systemActor('demonstration data', 'demo');
    const [resources, rules] = [this.app.get(Resources, { strict: false }), this.app.get(SodRules, { strict: false })];
    for (const { key, uk, en, about, owner, risk, group, service, rights } of RESOURCES) {
      const id = demoId(`resource:${key}`);
      await resources.add(tx, actor, { nameUk: uk, nameEn: en, descriptionUk: about[0], descriptionEn: about[1], ownerId: personId(owner), risk, provisioning: 'task', groupId: demoId(`group:${group}`), serviceId: demoId(`service:${service}`) }, id);
      for (const right of rights) await resources.enter(tx, actor, id, { code: right.code, nameUk: right.uk, nameEn: right.en, risk: right.risk ?? null, approvals: [...(right.approvals ?? ['resource_owner'])], maxDays: right.maxDays ?? null }, rightId(right.code));
    }
    // Exceptions are judged by somebody outside of the report line: here the head of finance.
    await tx.run(
      `with risk as (insert into role (id, key, name_uk, name_en) values ($1, 'risk_officer', 'Відповідальна за ризики', 'Risk officer') returning id),
         rights as (insert into role_permission (role_id, permission, scope) select id, x.permission, x.scope from risk, (values ('sod.exception', 'apr'), ('sod.read', 'all')) x(permission, scope))
       insert into person_role (person_id, role_id) select $2, id from risk`,
      [demoId('role:risk-officer'), personId('p1')],
    );
    for (const { key, uk, en, first, second, mode, maxDays } of RULES) await rules.add(tx, actor, { nameUk: uk, nameEn: en, firstId: rightId(first), secondId: rightId(second), mode, maxDays }, demoId(`sod:${key}`));
  }

  private async grant({ who, right, days, reason, now }: (typeof GRANTS)[number], start: number, at: (ms: number) => void): Promise<void> {
    at(start);
    const id = await this.ask(who, { entitlementId: rightId(right), reason, ...(days === undefined ? {} : { untilAt: new Date(start + days * DAY_MS) }) });
    at(start + 3 * HOUR_MS);
    await this.approve(id);
    at(start + 6 * HOUR_MS);
    await this.provision(id);
    at(start + 20 * HOUR_MS);
    await this.command(who, id, 'confirm', {});
    if (now === undefined) return;
    const grant = (await this.sql<{ id: string }>('select grant_id as id from access_request where ticket_id = $1', [id]))[0]?.id ?? '';
    const commands = this.app.get(GrantCommands, { strict: false });
    if (now === 'ending') {
      at(start + 30 * DAY_MS + 60_000);
      return this.tx((tx) => commands.expire(tx, grant));
    }
    at(start + 90 * DAY_MS);
    await commands.decide(await this.actor('manager'), grant, '*', now === 'revoked' ? 'remove' : 'suspend', now === 'revoked' ? 'Повернувся основний виконавець' : 'Довга відпустка');
    at(start + 91 * DAY_MS);
    const [carried] = await this.sql<{ id: string }>(`select ticket_id as id from access_action where grant_id = $1 and state = 'asked'`, [grant]);
    await this.provision(carried?.id ?? '');
  }

  /** As an import of accounts would have told, so that the reviewers see who uses what. */
  private async used(): Promise<void> {
    await this.tx((tx) => tx.run(`update access_grant set last_used_at = now() - make_interval(days => (abs(hashtext(id::text)) % 7) * case when abs(hashtext(id::text)) % 4 = 0 then 45 else 1 end) where state = 'active'`));
  }

  private async review(real: number): Promise<void> {
    const campaigns = this.app.get(Recertifications, { strict: false });
    const manager = await this.actor('manager');
    const id = await this.tx((tx) => campaigns.start(tx, manager, { name: 'Перегляд прав за IV квартал', origin: 'manual', personId: null, noAnswer: 'revoke', endsAt: new Date(real + 9 * DAY_MS), scope: {} }));
    const items = await this.sql<{ id: string }>(`select i.id from recertification_item i where i.campaign_id = $1 and i.reviewer_id = $2 and not i.exception order by i.id limit 3`, [id, personId('employee2')]);
    const owner = await this.actor('employee2');
    await this.tx((tx) => campaigns.answer(tx, owner, id ?? '', items.map((item) => ({ itemId: item.id, answer: 'keep' as const }))));
  }

  /** What lies on the desks now. */
  private async open(real: number, at: (ms: number) => void): Promise<void> {
    at(real - 26 * HOUR_MS);
    await this.ask('employee', { entitlementId: rightId('sales-r'), reason: 'Звірка договорів із проводками за квартал', untilAt: new Date(real + 22 * DAY_MS) });
    at(real - 20 * HOUR_MS);
    await this.ask('p27', { entitlementId: rightId('crm.export'), reason: 'Список клієнтів для акції', untilAt: new Date(real + 14 * DAY_MS) });
    at(real - 18 * HOUR_MS);
    await this.ask('p8', { entitlementId: rightId('erp.pay'), reason: 'Заміна на час відпустки', untilAt: new Date(real + 20 * DAY_MS), exceptionReason: 'Колега у відпустці, інших касирів немає' });
    at(real - 9 * HOUR_MS);
    const carried = await this.ask('p10', { entitlementId: rightId('sales-rw'), reason: 'Графік відвантажень у спільній таблиці' });
    at(real - 7 * HOUR_MS);
    await this.approve(carried);
    at(real - 5 * HOUR_MS);
    await this.ask('dispatcher', { requesterId: personId('p14'), entitlementId: rightId('vpn-temp'), reason: 'Хворіє дитина, просить працювати з дому', untilAt: new Date(real + 12 * DAY_MS), channel: 'phone' });
    at(real - 3 * HOUR_MS);
    await this.ask('p33', { reason: 'Потрібно бачити, коли прийде замовлення клієнта. Не знаю, як називається програма.' });
    at(real - 2 * HOUR_MS);
    const given = await this.ask('employee2', { entitlementId: rightId('erp.view'), reason: 'Залишки для пропозицій клієнтам' });
    await this.approve(given);
    at(real - HOUR_MS);
    await this.provision(given);
  }

  private async accounts(): Promise<void> {
    const rows = await this.sql<{ email: string; code: string }>(`select p.email, e.code from access_grant a join person p on p.id = a.person_id join entitlement e on e.id = a.entitlement_id where e.resource_id = $1 and a.state = 'active' order by p.email`, [demoId('resource:crm')]);
    const lines = [...rows.slice(1).map(({ email, code }) => `${email},${code},`), `${emailOf('p30')},crm.deals,2026-09-02`, 'svc-crm-sync,crm.export,'];
    await this.app.get(DriftImports, { strict: false }).bring(await this.actor('manager'), demoId('resource:crm'), 'crm-accounts.csv', Buffer.from(['account,entitlement,last_used', ...lines].join('\n')));
  }

  private async ask(who: string, submission: Partial<Submission> & { reason: string }): Promise<string> {
    const actor = await this.actor(who);
    return this.tx(async (tx) => (await this.app.get(AccessSubmission, { strict: false }).submit(tx, actor, { fromAt: null, untilAt: null, ...submission })).id);
  }

  /** By whoever is asked, step after step. */
  private async approve(ticketId: string): Promise<void> {
    for (;;) {
      const [vote] = await this.sql<{ id: string; personId: string }>(`select v.id, v.person_id as "personId" from approval a join approval_step s on s.approval_id = a.id and s.state = 'asking' join approval_vote v on v.approval_id = a.id and v.position = s.position and v.answer is null where a.ticket_id = $1 and a.state = 'running' order by v.id limit 1`, [ticketId]);
      if (!vote) return;
      const actor = await this.actorOf(vote.personId);
      await this.tx((tx) => this.app.get(Approvals, { strict: false }).answer(tx, actor, ticketId, vote.id, 'approved', null));
    }
  }

  private async provision(ticketId: string): Promise<void> {
    const [row] = await this.sql<{ groupId: string }>('select group_id as "groupId" from ticket where id = $1', [ticketId]);
    const group = Object.keys(SOLVERS).find((key) => demoId(`group:${key}`) === row?.groupId) ?? 'apps';
    const actor = await this.actor(SOLVERS[group] ?? 'app1');
    await this.tx((tx) => this.app.get(AccessFlow, { strict: false }).provision(tx, actor, ticketId, '*', 'Виконано'));
  }

  private async command(who: string, id: string, command: 'confirm', input: object): Promise<void> {
    await this.app.get(AccessService, { strict: false }).command(await this.actor(who), id, '*', command, input);
  }

  private tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.app.get(Database, { strict: false }).tx(work);
  }

  private sql<R>(text: string, params: unknown[]): Promise<R[]> {
    return this.app.get(Database, { strict: false }).sql.rows<R>(text, params);
  }

  private actor(who: string): Promise<Actor> {
    return this.actorOf(personId(who));
  }

  private async actorOf(id: string): Promise<Actor> {
    const known = this.actors.get(id) ?? (await this.app.get(Identity, { strict: false }).actorFor(id, 'demo'));
    if (!known) throw new Error(`nobody is ${id}`);
    this.actors.set(id, known);
    return known;
  }
}
