import { Injectable } from '@nestjs/common';
import { type Channel, Refusal, forbidden, invalid, unknownReference } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import { type Ticket, TicketKernel, type TicketSet } from '@opora/ticket';
import { Approvers } from '@opora/work';
import { ACCESS, type AccessState, type CommandInput, type Purpose, periodFault } from '../domain';
import { type GrantRow, lockGrants } from '../grants/grant.rows';
import { AccessApprovals } from './asking';
import { type AccessRow, type Wanted, ownRow } from './request.repository';
import { type Person, type Weighed, type Wish, Wishes } from './wish';

export interface Submission {
  /** Left out where it is said in words which right is meant. */
  entitlementId?: string | undefined;
  requesterId?: string | undefined;
  fromAt: Date | null;
  untilAt: Date | null;
  reason: string;
  title?: string | undefined;
  exceptionReason?: string | undefined;
  channel?: Channel | undefined;
  /** Found in the target already by an import: who may import asks for whoever has it. */
  inTarget?: boolean;
}

/** How a request comes to be and what it is put to approvers with: who asks for whom, what, until when, what stands against it. */
@Injectable()
export class AccessSubmission {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly wishes: Wishes,
    private readonly approvals: AccessApprovals,
    private readonly approvers: Approvers,
  ) {}

  /** @throws Refusal 403, 422 */
  async submit(tx: Tx, actor: Actor, asked: Submission): Promise<Ticket> {
    const requesterId = asked.requesterId ?? actor.personId;
    if (asked.channel !== undefined && !actor.has('access.verify')) throw invalid('/channel', 'read_only');
    const { person, identityKnown } = asked.inTarget ? { person: (await this.personOf(tx, actor, { requesterId })).person, identityKnown: true } : await this.wishes.person(tx, actor, requesterId);
    if (asked.entitlementId === undefined) {
      // Which right it is, and what its policy says, is not known yet; a period that is none stays none.
      const fault = periodFault(asked, { maxDays: null, exceptionDays: null }, tx.now);
      if (fault) throw invalid(fault.pointer, fault.code);
      return this.open(tx, actor, asked, person, { state: 'submitted', purpose: 'grant', title: asked.title?.trim() || firstLine(asked.reason) });
    }
    const wish: Wish = { entitlementId: asked.entitlementId, fromAt: asked.fromAt, untilAt: asked.untilAt, exceptionReason: asked.exceptionReason ?? null };
    const weighed = await this.wishes.weighed(tx, actor.locale, requesterId, wish, null);
    const ticket = await this.open(tx, actor, asked, person, { state: identityKnown ? 'approving' : 'verifying', purpose: 'grant', title: titleOf(weighed.entitlement), weighed, identityKnown });
    return identityKnown ? this.ask(tx, actor, ticket) : ticket;
  }

  /** A later end of a right that is held. @throws Refusal 403, 404, 409, 422 */
  async extend(tx: Tx, actor: Actor, grantId: string, asked: { untilAt: Date; reason: string; exceptionReason?: string | undefined }): Promise<Ticket> {
    const [grant] = await lockGrants(tx, 'a.id = $1', [grantId]);
    if (!grant) throw unknownReference('/grantId');
    const { person, identityKnown } = await this.wishes.person(tx, actor, grant.personId);
    if (!identityKnown && !actor.scopes('grant.read').has('all')) throw forbidden('access.requestFor');
    if (grant.state !== 'active' || grant.pending !== null || grant.untilAt === null) throw new Refusal('access.not_extendable', { status: 409, extra: { state: grant.state } });
    if (asked.untilAt <= grant.untilAt) throw invalid('/until', 'access.until_not_later');
    const already = await tx.one<{ reference: string }>(`select t.reference from access_request a join ticket t on t.id = a.ticket_id where a.grant_id = $1 and a.purpose = 'extend' and t.state in ('verifying', 'approving')`, [grantId]);
    if (already) throw new Refusal('access.asked', { errors: [{ pointer: '/grantId', code: 'access.asked' }], params: already });
    const wish: Wish = { entitlementId: grant.entitlementId, fromAt: null, untilAt: asked.untilAt, exceptionReason: asked.exceptionReason ?? null };
    const weighed = await this.wishes.weighed(tx, actor.locale, grant.personId, wish, null, true);
    const ticket = await this.open(tx, actor, { ...asked, fromAt: null }, person, {
      state: identityKnown ? 'approving' : 'verifying', purpose: 'extend', title: `${actor.locale === 'en' ? 'Extend' : 'Подовжити'}: ${titleOf(weighed.entitlement)}`, weighed, identityKnown, grant,
    });
    return identityKnown ? this.ask(tx, actor, ticket) : ticket;
  }

  /** What the form shows before it is sent; stores nothing. */
  weigh(actor: Actor, requesterId: string, wish: Wish): Promise<Weighed & { steps: { name: string; people: string[] }[]; identityKnown: boolean; names: ReadonlyMap<string, string> }> {
    return this.database.tx(async (tx) => {
      const { person, identityKnown } = await this.wishes.person(tx, actor, requesterId);
      const weighed = await this.wishes.weigh(tx, actor.locale, requesterId, wish, null);
      const question = { person, reporterId: actor.personId, entitlement: weighed.entitlement };
      const judged = await this.approvals.steps(tx, { ...question, conflicts: weighed.conflicts }).catch((error: unknown) => {
        if (error instanceof Refusal) return error;
        throw error;
      });
      // Nobody may judge the exception: what else there is to know is told all the same.
      if (judged instanceof Refusal) weighed.faults.push({ pointer: '', code: judged.code });
      const steps = judged instanceof Refusal ? await this.approvals.steps(tx, { ...question, conflicts: [] }) : judged;
      const asked = { requesterId, serviceId: weighed.entitlement.serviceId, holders: { resource_owner: [weighed.entitlement.ownerId] } };
      const people = await Promise.all(steps.map((step) => this.approvers.foreseen(tx, asked, step, [requesterId, actor.personId])));
      return { ...weighed, identityKnown, names: await this.names(tx, actor.locale, weighed), steps: steps.map(({ name = '' }, i) => ({ name, people: (people[i] ?? []).map(({ displayName }) => displayName) })) };
    });
  }

  /** Which right was meant: weighed as if it were asked for now. @throws Refusal 422 */
  async specified(tx: Tx, actor: Actor, ticket: Ticket, { entitlementId, fromAt, untilAt, reason }: CommandInput['specify']): Promise<{ set: TicketSet; identityKnown: boolean }> {
    if (ticket.state !== 'submitted') return { set: {}, identityKnown: false };
    const weighed = await this.wishes.weighed(tx, actor.locale, ticket.requesterId, { entitlementId, fromAt, untilAt, exceptionReason: reason ?? null }, ticket.id);
    await tx.run('update access_request set exception_reason = $2 where ticket_id = $1', [ticket.id, reason ?? null]);
    const { entitlement } = weighed;
    return { set: { ...placeOf(entitlement), title: titleOf(entitlement) }, identityKnown: ticket.reporterAs === 'requester' };
  }

  withdrawn(tx: Tx, actor: Actor, ticket: Ticket): Promise<Ticket> {
    return this.approvals.withdraw(tx, actor, ticket);
  }

  /** Puts the request to its approvers, with what stands against it now: a verification may have taken days. @throws Refusal 422 */
  async ask(tx: Tx, actor: Actor, ticket: Ticket): Promise<Ticket> {
    const own = await ownRow(tx, ticket.id);
    const { person } = await this.personOf(tx, actor, ticket);
    const weighed = await this.wishes.weighed(tx, actor.locale, ticket.requesterId, wishOf(own, tx.now), ticket.id, own.purpose === 'extend');
    await tx.run('update access_request set sod_rule_ids = $2 where ticket_id = $1', [ticket.id, weighed.conflicts.map(({ rule }) => rule.id)]);
    return this.approvals.ask(tx, actor, ticket, {
      person, reporterId: ticket.reporterId, entitlement: weighed.entitlement, fromAt: instant(own.from_at), untilAt: instant(own.until_at), reason: ticket.description, conflicts: weighed.conflicts, exceptionReason: own.exception_reason,
      extending: own.purpose === 'extend',
    });
  }

  /** Names of rules and rights that the answer speaks of. */
  private async names(tx: Tx, locale: 'uk' | 'en', { conflicts }: Weighed): Promise<ReadonlyMap<string, string>> {
    const rows = await tx.rows<{ id: string; name: string }>(
      `select id, name_${locale} as name from sod_rule where id = any($1)
       union all select e.id, r.name_${locale} || ', ' || e.name_${locale} from entitlement e join access_resource r on r.id = e.resource_id where e.id = any($2)`,
      [conflicts.map(({ rule }) => rule.id), conflicts.map((one) => one.with.entitlementId)],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** @throws Refusal 409 where the person left meanwhile */
  private async personOf(tx: Tx, actor: Actor, { requesterId }: Pick<Ticket, 'requesterId'>): Promise<{ person: Person }> {
    const person = await tx.one<Person>(`select p.id, p.display_name as "displayName", p.manager_id as "managerId", d.name_${actor.locale} as department from person p left join department d on d.id = p.department_id where p.id = $1 and p.active`, [requesterId]);
    if (!person) throw new Refusal('access.person_left', { status: 409 });
    return { person };
  }

  private open(tx: Tx, actor: Actor, asked: Pick<Submission, 'fromAt' | 'untilAt' | 'reason' | 'exceptionReason' | 'channel' | 'inTarget'>, person: Person, of: Opening): Promise<Ticket> {
    const entitlement = of.weighed?.entitlement;
    const { state, purpose, title, identityKnown = false, grant } = of;
    return this.kernel.open(
      tx, actor,
      {
        kind: ACCESS, title: title.slice(0, 200), description: asked.reason, state, channel: asked.channel ?? (actor.via === 'token' ? 'api' : 'portal'), requesterId: person.id, reporterId: actor.personId,
        reporterAs: actor.has('access.verify') && person.id !== actor.personId ? 'staff' : 'requester', impact: 'low', urgency: 'medium', priority: 4, commandFacts: { purpose, failed: false }, ...(entitlement ? placeOf(entitlement) : {}),
      },
      { kind: 'access.registered', data: { purpose, ...(entitlement ? { entitlementId: entitlement.id } : {}) } },
      (params, { id }) => [
        `access_row as (insert into access_request (ticket_id, purpose, entitlement_id, from_at, until_at, grant_id, exception_reason, in_target, verification)
          values (${[id, purpose, entitlement?.id ?? null, asked.fromAt, asked.untilAt, grant?.id ?? null, asked.exceptionReason ?? null, asked.inTarget ?? false, identityKnown ? 'session' : null].map((value) => `$${params.push(value)}`).join(', ')}))`,
      ],
    );
  }
}

interface Opening {
  state: AccessState;
  purpose: Purpose;
  title: string;
  weighed?: Weighed;
  identityKnown?: boolean;
  grant?: GrantRow;
}

const titleOf = ({ resourceName, name }: Wanted): string => `${resourceName}, ${name}`;
const firstLine = (text: string): string => text.trim().split('\n', 1)[0]?.slice(0, 120) ?? '';
const placeOf = ({ groupId, line, serviceId, restricted }: Wanted) => ({ groupId, line, serviceId, restricted });
const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** A wished beginning that went by while identity was made sure of is no fault: access begins as soon as it can. */
const wishOf = ({ entitlement_id: id, from_at: from, until_at: until, exception_reason: exceptionReason }: AccessRow, now: Date): Wish => {
  const fromAt = instant(from);
  return { entitlementId: id ?? '', fromAt: fromAt !== null && fromAt > now ? fromAt : null, untilAt: instant(until), exceptionReason };
};
