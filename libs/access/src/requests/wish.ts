import { Injectable } from '@nestjs/common';
import { type FieldError, Refusal, forbidden, unknownReference } from '@opora/kit';
import type { Actor, Tx } from '@opora/platform';
import { type Claim, type Conflict, conflicts, periodFault } from '../domain';
import { SodRules } from '../catalogue/sod-rules';
import { type Wanted, wanted } from './request.repository';

export interface Wish {
  entitlementId: string;
  fromAt: Date | null;
  untilAt: Date | null;
  /** Why the segregation rules may be broken for a while. */
  exceptionReason: string | null;
}

export interface Person {
  id: string;
  displayName: string;
  managerId: string | null;
  department: string | null;
}

/** What asking for a right comes to, before it is asked for. */
export interface Weighed {
  entitlement: Wanted;
  conflicts: Conflict[];
  /** Held or asked for already. */
  same: Claim | null;
  faults: FieldError[];
}

/** Whether somebody may ask for a right, for whom, until when, and what stands against it. */
@Injectable()
export class Wishes {
  constructor(private readonly rules: SodRules) {}

  /** @throws Refusal 403 where the caller may not ask for this person, 422 where there is none */
  async person(tx: Tx, actor: Actor, requesterId: string): Promise<{ person: Person; identityKnown: boolean }> {
    const person = await tx.one<Person>(
      `select p.id, p.display_name as "displayName", p.manager_id as "managerId", d.name_${actor.locale} as department from person p left join department d on d.id = p.department_id where p.id = $1 and p.active`,
      [requesterId],
    );
    const own = requesterId === actor.personId;
    if (own && !actor.has('access.request')) throw forbidden('access.request');
    const scopes = actor.scopes('access.requestFor');
    const leads = person?.managerId === actor.personId && scopes.has('line');
    if (!own && !scopes.has('all') && !scopes.has('own') && !leads) throw forbidden('access.requestFor');
    if (!person) throw unknownReference('/requesterId');
    // Whoever asks signed in is known; whom support registers a call for is not, until somebody has made sure.
    return { person, identityKnown: own || leads || scopes.has('own') };
  }

  /**
   * Takes the person's lock: what is weighed stays true until the transaction ends.
   * @param except the request that the wish belongs to
   * @throws Refusal 422 for an unknown right
   */
  async weigh(tx: Tx, locale: 'uk' | 'en', personId: string, wish: Wish, except: string | null, extending = false): Promise<Weighed> {
    const entitlement = await wanted(tx, wish.entitlementId, locale);
    if (!entitlement?.active) throw unknownReference('/entitlementId');
    const { rules, claims } = await this.rules.around(tx, personId, wish.entitlementId, except);
    const same = extending ? null : (claims.find(({ entitlementId }) => entitlementId === wish.entitlementId) ?? null);
    const found = conflicts(rules, claims, wish.entitlementId);
    const refused = found.some(({ rule }) => rule.mode === 'refuse');
    const exceptionDays = found.length === 0 || refused ? null : Math.min(...found.map(({ rule }) => rule.maxDays));
    const fault = periodFault(wish, { maxDays: entitlement.maxDays, exceptionDays }, tx.now);
    const numbers = found.map(({ rule }) => `SoD-${rule.number}`).join(', ');
    const faults: FieldError[] = [
      ...(same ? [{ pointer: '/entitlementId', code: same.source === 'grant' ? 'access.held' : 'access.asked', params: { id: same.sourceId } }] : []),
      ...(refused ? [{ pointer: '/entitlementId', code: 'access.sod_refused', params: { rules: numbers } }] : []),
      ...(found.length > 0 && !refused && !wish.exceptionReason?.trim() ? [{ pointer: '/exceptionReason', code: 'access.sod_exception', params: { rules: numbers } }] : []),
      ...(fault ? [fault] : []),
    ];
    return { entitlement, conflicts: found, same, faults };
  }

  /** @throws Refusal 422 naming all that stands against it */
  async weighed(...given: Parameters<Wishes['weigh']>): Promise<Weighed> {
    const result = await this.weigh(...given);
    if (result.faults.length > 0) throw new Refusal(result.faults[0]?.code ?? 'invalid', { errors: result.faults, params: result.faults[0]?.params ?? {} });
    return result;
  }
}
