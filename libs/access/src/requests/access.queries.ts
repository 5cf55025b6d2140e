import { Injectable } from '@nestjs/common';
import { notFound } from '@opora/kit';
import { type Actor, Database, type Sql } from '@opora/platform';
import { type ClockRow, ServiceLevels, clockColumn } from '@opora/service-level';
import { type Ticket, TicketQueries, projectionOf } from '@opora/ticket';
import { ACCESS, type Purpose, type Verification } from '../domain';
import type { AccessListQuery, AccessReply, AccessRequestPage, TargetAction, WantedRef } from './access.dto';
import type { CommandFacts } from './request.repository';

interface Own {
  purpose: Purpose;
  wantedRef: WantedRef | null;
  ownerId: string | null;
  fromAt: Date | null;
  untilAt: Date | null;
  grantId: string | null;
  sodRules: number[];
  exceptionReason: string | null;
  verification: Verification | null;
  verifiedById: string | null;
  verifierName: string | null;
  verifiedAt: Date | null;
  verificationNote: string | null;
  failed: boolean;
  actions: TargetAction[];
  clocks: ClockRow[];
}

const own = (locale: 'uk' | 'en') => ({
  kind: ACCESS,
  join: `join access_request i on i.ticket_id = t.id left join entitlement xe on xe.id = i.entitlement_id left join access_resource xr on xr.id = xe.resource_id left join person vf on vf.id = i.verified_by`,
  select: `i.purpose, case when xe.id is not null then jsonb_build_object('id', xe.id, 'name', xe.name_${locale}, 'resource', jsonb_build_object('id', xr.id, 'name', xr.name_${locale}), 'risk', coalesce(xe.risk, xr.risk)) end as "wantedRef",
    xr.owner_id as "ownerId", i.from_at as "fromAt", i.until_at as "untilAt", i.grant_id as "grantId", coalesce((select jsonb_agg(s.number order by s.number) from sod_rule s where s.id = any(i.sod_rule_ids)), '[]') as "sodRules",
    i.exception_reason as "exceptionReason", i.verification, i.verified_by as "verifiedById", vf.display_name as "verifierName", i.verified_at as "verifiedAt", i.verification_note as "verificationNote", i.failed,
    coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'kind', x.kind, 'entitlement', ae.name_${locale}, 'resource', ar.name_${locale}, 'account', coalesce(x.account, ap.display_name), 'way', x.way, 'state', x.state, 'answer', x.answer,
      'dueAt', x.due_at, 'overdue', x.overdue_at is not null and x.ended_at is null, 'endedAt', x.ended_at) order by x.id)
      from access_action x join entitlement ae on ae.id = x.entitlement_id join access_resource ar on ar.id = ae.resource_id left join person ap on ap.id = x.person_id where x.ticket_id = t.id), '[]') as actions, ${clockColumn('t')} as clocks`,
});

/** Reading access requests: the kernel's card with the process's own columns. */
@Injectable()
export class AccessQueries {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketQueries,
    private readonly levels: ServiceLevels,
  ) {}

  /** The owner of the system reads the requests for it (`security.md` D.3: res). @throws Refusal 404 */
  async get(actor: Actor, idOrReference: string): Promise<AccessReply> {
    const owns = actor.scopes('access.read').has('res') && (await this.ownedBy(this.database.sql, actor, idOrReference));
    const reply = await this.find(this.database.sql, actor, idOrReference, owns);
    if (!reply) throw notFound();
    return reply;
  }

  /** The resource after a change of it, even where the change took it out of the caller's sight. */
  async reply(sql: Sql, actor: Actor, ticket: Ticket): Promise<AccessReply> {
    const reply = await this.find(sql, actor, ticket.id, true);
    if (!reply) throw notFound();
    return reply;
  }

  list(actor: Actor, query: AccessListQuery): Promise<AccessRequestPage> {
    return this.tickets.list(actor, { ...query, kind: [ACCESS] }, ({ commandFacts }) => {
      const { purpose = 'grant', failed = false } = commandFacts as Partial<CommandFacts>;
      return { purpose, failed };
    });
  }

  private async ownedBy(sql: Sql, actor: Actor, idOrReference: string): Promise<boolean> {
    return (await sql.one(`select 1 from ticket t join access_request i on i.ticket_id = t.id join entitlement e on e.id = i.entitlement_id join access_resource r on r.id = e.resource_id where (t.id::text = $1 or t.reference = $1) and r.owner_id = $2`, [idOrReference, actor.personId])) !== null;
  }

  private async find(sql: Sql, actor: Actor, idOrReference: string, evenIfUnseen: boolean): Promise<AccessReply | null> {
    const card = await this.tickets.card(sql, actor, idOrReference, { ...own(actor.locale), evenIfUnseen });
    if (!card) return null;
    const row = card.own as unknown as Own;
    const projection = projectionOf(actor, card.ticket);
    const staff = projection === 'staff';
    const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
    return {
      ...card.reply, purpose: row.purpose, entitlement: row.wantedRef, from: iso(row.fromAt), until: iso(row.untilAt), grantId: row.grantId, sodRules: row.sodRules, exceptionReason: row.exceptionReason, failed: row.failed,
      verification: row.verification === null ? null : { method: row.verification, by: row.verifiedById === null ? null : { id: row.verifiedById, displayName: row.verifierName ?? '' }, at: iso(row.verifiedAt), note: staff ? row.verificationNote : null },
      actions: row.actions.map((action) => ({ ...action, answer: staff ? action.answer : null, dueAt: action.dueAt === null ? null : new Date(action.dueAt).toISOString(), endedAt: action.endedAt === null ? null : new Date(action.endedAt).toISOString() })),
      clocks: await this.levels.told(actor, projection, row.clocks),
    };
  }
}
