import { Injectable } from '@nestjs/common';
import { Calendars, PolicyEpoch, type WorkingTime } from '@opora/calendar';
import { Database } from '@opora/platform';
import { type Ticket, TicketKinds } from '@opora/ticket';
import { type AgreementType, type Allowance, type ChosenTarget, type MeaningOf, type PublishedAgreement, type Rules, type Subject, allowanceOf, chooseTargets, holding } from './domain';

interface VersionRow extends Omit<PublishedAgreement, 'publishedAt'> {
  publishedAt: Date;
  active: boolean;
  nameUk: string;
  nameEn: string;
}

export interface KnownVersion extends PublishedAgreement {
  /** The agreement is not given up. */
  active: boolean;
  nameUk: string;
  nameEn: string;
}

export interface KnownCalendarVersion {
  id: string;
  calendarId: string;
  number: number;
  /** Seconds since 1970, with fractions. */
  createdAt: number;
  openTickets: boolean;
}

/** All versions of agreements and calendars, and the trees that agreements are matched against. */
export interface KnownPolicies {
  versions: ReadonlyMap<string, KnownVersion>;
  calendars: ReadonlyMap<string, readonly KnownCalendarVersion[]>;
  parents: ReadonlyMap<string, string>;
  groupSuppliers: ReadonlyMap<string, string | null>;
}

/** What of a ticket agreements are chosen by. */
export type Measured = Pick<Ticket, 'kind' | 'priority' | 'createdAt' | 'requesterDepartmentId' | 'serviceId' | 'categoryId' | 'groupId' | 'groupSupplierId' | 'commandFacts'>;

/** Policies that do not hold yet, to see what they would do to tickets that are open. */
export interface WhatIf {
  agreement?: PublishedAgreement;
  calendar?: { calendarId: string; working: WorkingTime };
}

/** What a ticket is measured by, kept in memory until a policy changes: opening a clock asks nothing of the database. */
@Injectable()
export class Policies {
  private known: KnownPolicies | null = null;
  private readAt = -1;

  constructor(
    private readonly database: Database,
    protected readonly calendars: Calendars,
    private readonly epoch: PolicyEpoch,
    private readonly kinds: TicketKinds,
  ) {}

  /** What holds for the ticket by its registration, whenever it is asked (`domain.md` §9). */
  async targets(type: AgreementType, ticket: Measured, now: number, { agreement }: WhatIf = {}): Promise<ChosenTarget[]> {
    const known = await this.current();
    const subject = subjectOf(known, ticket);
    const versions: PublishedAgreement[] = [...known.versions.values()].filter(({ active }) => active);
    const chosen = chooseTargets(holding(agreement ? [...versions, agreement] : versions, subject.registeredAt), type, subject, now);
    const own = type === 'SLA' ? this.kinds.find(ticket.kind)?.measures?.(ticket) : undefined;
    return own ? chosen.filter(({ metric }) => own.metrics.includes(metric)).map((target) => ({ ...target, seconds: own.seconds[target.metric] ?? target.seconds })) : chosen;
  }

  /** What the states of this kind of ticket mean to its clocks. */
  meaningOf(kind: string): MeaningOf {
    const states = this.kinds.find(kind)?.lifecycle.states ?? {};
    return (state) => states[state] ?? { phase: 'active' };
  }

  /** The ticket as agreements are matched with it. */
  async subject(ticket: Measured): Promise<Subject> {
    return subjectOf(await this.current(), ticket);
  }

  async version(id: string): Promise<KnownVersion | null> {
    return (await this.current()).versions.get(id) ?? null;
  }

  /** Rules of a target for a ticket registered then. */
  async rulesFor({ agreement, metric, ...given }: ChosenTarget, registeredAt: Date, { calendar }: WhatIf = {}): Promise<{ rules: Rules; calendarVersionId: string }> {
    if (calendar?.calendarId === agreement.definition.calendarId) return { rules: rulesBy(agreement, metric, given, calendar.working), calendarVersionId: '' };
    const calendarVersionId = await this.calendarVersionFor(agreement.definition.calendarId, registeredAt);
    return { rules: rulesBy(agreement, metric, given, await this.calendars.version(calendarVersionId)), calendarVersionId };
  }

  /** Rules as a ledger entry keeps them. */
  async rulesOf(agreementVersionId: string, metric: string, given: Allowance, calendarVersionId: string): Promise<Rules> {
    const agreement = await this.version(agreementVersionId);
    const calendar = await this.calendars.version(calendarVersionId);
    return agreement ? rulesBy(agreement, metric, given, calendar) : { ...allowanceOf(given), calendar, pauses: [] };
  }

  async supplierOf(groupId: string | null): Promise<string | null> {
    return groupId === null ? null : ((await this.current()).groupSuppliers.get(groupId) ?? null);
  }

  forget(): void {
    this.epoch.forget();
    this.readAt = -1;
  }

  /** The newest version made before the registration, or later where it was let hold for open tickets; the first one for what was registered before all. */
  private async calendarVersionFor(calendarId: string, registeredAt: Date): Promise<string> {
    const versions = (await this.current()).calendars.get(calendarId) ?? [];
    const held = versions.filter(({ createdAt, openTickets }, index) => index === 0 || openTickets || createdAt <= registeredAt.getTime() / 1000).at(-1);
    return held?.id ?? (await this.calendars.current(calendarId)).id;
  }

  protected async current(): Promise<KnownPolicies> {
    const n = await this.epoch.present();
    if (this.known && n === this.readAt) return this.known;
    const sql = this.database.aside;
    const rows = await sql.rows<VersionRow>(
      `select v.id, v.agreement_id as "agreementId", v.number, a.type, v.published_at as "publishedAt", a.active, o.version_id is not null as "openTickets", a.name_uk as "nameUk", a.name_en as "nameEn", v.definition
       from agreement_version v join agreement a on a.id = v.agreement_id left join policy_for_open o on o.version_id = v.id order by v.agreement_id, v.number`,
    );
    const calendars = await sql.rows<Omit<KnownCalendarVersion, 'createdAt'> & { createdAt: Date }>(
      `select v.id, v.calendar_id as "calendarId", v.version as number, v.created_at as "createdAt", o.version_id is not null as "openTickets" from calendar_version v left join policy_for_open o on o.version_id = v.id order by v.calendar_id, v.version`,
    );
    const parents = await sql.rows<{ id: string; parent: string }>(
      'select id, parent_id as parent from service where parent_id is not null union all select id, parent_id from department where parent_id is not null union all select id, parent_id from category where parent_id is not null',
    );
    const groups = await sql.rows<{ id: string; supplier: string | null }>('select id, supplier_id as supplier from support_group');
    const byCalendar = new Map<string, KnownCalendarVersion[]>();
    for (const { createdAt, ...version } of calendars) byCalendar.set(version.calendarId, [...(byCalendar.get(version.calendarId) ?? []), { ...version, createdAt: createdAt.getTime() / 1000 }]);
    this.known = {
      versions: new Map(rows.map((row) => [row.id, { ...row, publishedAt: row.publishedAt.getTime() / 1000 }])),
      calendars: byCalendar,
      parents: new Map(parents.map(({ id, parent }) => [id, parent])),
      groupSuppliers: new Map(groups.map(({ id, supplier }) => [id, supplier])),
    };
    this.readAt = n;
    return this.known;
  }
}

function subjectOf({ parents }: KnownPolicies, ticket: Measured): Subject {
  const chain = (id: string | null): string[] => {
    const ids: string[] = [];
    for (let at = id; at !== null && ids.length < 32; at = parents.get(at) ?? null) ids.push(at);
    return ids;
  };
  return {
    registeredAt: ticket.createdAt.getTime() / 1000,
    kind: ticket.kind,
    priority: ticket.priority,
    departments: chain(ticket.requesterDepartmentId),
    services: chain(ticket.serviceId),
    categories: chain(ticket.categoryId),
    groupId: ticket.groupId,
    supplierId: ticket.groupSupplierId,
  };
}

function rulesBy({ definition }: PublishedAgreement, metric: string, given: Allowance, calendar: WorkingTime): Rules {
  return { ...allowanceOf(given), calendar, pauses: definition.pauses.filter((pause) => pause.metric === metric) };
}
