import { Injectable } from '@nestjs/common';
import { Calendars, PolicyEpoch, type WorkingTime } from '@opora/calendar';
import { Database } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import { type AgreementType, type ChosenTarget, type PublishedAgreement, type Rules, type Subject, chooseTargets } from './domain';

interface VersionRow {
  id: string;
  agreementId: string;
  type: AgreementType;
  publishedAt: Date;
  retired: boolean;
  nameUk: string;
  nameEn: string;
  definition: PublishedAgreement['definition'];
}

export interface KnownVersion extends PublishedAgreement {
  retired: boolean;
  nameUk: string;
  nameEn: string;
}

interface Known {
  versions: ReadonlyMap<string, KnownVersion>;
  live: readonly KnownVersion[];
  parents: ReadonlyMap<string, string>;
  groupSuppliers: ReadonlyMap<string, string | null>;
}

/** Published agreements and the trees they are matched against, kept in memory until a policy changes: opening a clock asks nothing of the database. */
@Injectable()
export class Policies {
  private known: Known | null = null;
  private readAt = -1;

  constructor(
    private readonly database: Database,
    private readonly calendars: Calendars,
    private readonly epoch: PolicyEpoch,
  ) {}

  async targets(type: AgreementType, ticket: Ticket, now: number): Promise<ChosenTarget[]> {
    const known = await this.current();
    return chooseTargets(known.live, type, this.subject(known, ticket), now);
  }

  async version(id: string): Promise<KnownVersion | null> {
    return (await this.current()).versions.get(id) ?? null;
  }

  /** Rules of a target under the calendar version that holds now. */
  async rulesNow({ agreement, metric, seconds }: ChosenTarget): Promise<{ rules: Rules; calendarVersionId: string }> {
    const calendar = await this.calendars.current(agreement.definition.calendarId);
    return { rules: rulesOf(agreement, metric, seconds, this.calendars.working(calendar)), calendarVersionId: calendar.id };
  }

  /** Rules as a ledger entry keeps them. */
  async rulesOf(agreementVersionId: string, metric: string, seconds: number, calendarVersionId: string): Promise<Rules> {
    const agreement = await this.version(agreementVersionId);
    const calendar = await this.calendars.version(calendarVersionId);
    return agreement ? rulesOf(agreement, metric, seconds, calendar) : { seconds, calendar, pauses: [] };
  }

  async supplierOf(groupId: string | null): Promise<string | null> {
    return groupId === null ? null : ((await this.current()).groupSuppliers.get(groupId) ?? null);
  }

  forget(): void {
    this.epoch.forget();
    this.readAt = -1;
  }

  private subject(known: Known, ticket: Ticket): Subject {
    const chain = (id: string | null): string[] => {
      const ids: string[] = [];
      for (let at = id; at !== null && ids.length < 32; at = known.parents.get(at) ?? null) ids.push(at);
      return ids;
    };
    return {
      kind: ticket.kind,
      priority: ticket.priority,
      departments: chain(ticket.requesterDepartmentId),
      services: chain(ticket.serviceId),
      categories: chain(ticket.categoryId),
      groupId: ticket.groupId,
      supplierId: ticket.groupSupplierId,
    };
  }

  private async current(): Promise<Known> {
    const n = await this.epoch.present();
    if (this.known && n === this.readAt) return this.known;
    const sql = this.database.aside;
    const rows = await sql.rows<VersionRow>(
      `select v.id, v.agreement_id as "agreementId", a.type, v.published_at as "publishedAt", v.retired_at is not null or not a.active as retired, a.name_uk as "nameUk", a.name_en as "nameEn", v.definition
       from agreement_version v join agreement a on a.id = v.agreement_id`,
    );
    const parents = await sql.rows<{ id: string; parent: string }>(
      'select id, parent_id as parent from service where parent_id is not null union all select id, parent_id from department where parent_id is not null union all select id, parent_id from category where parent_id is not null',
    );
    const groups = await sql.rows<{ id: string; supplier: string | null }>('select id, supplier_id as supplier from support_group');
    const versions = rows.map((row) => ({ ...row, publishedAt: row.publishedAt.getTime() / 1000 }));
    this.known = {
      versions: new Map(versions.map((version) => [version.id, version])),
      live: versions.filter((version) => !version.retired),
      parents: new Map(parents.map(({ id, parent }) => [id, parent])),
      groupSuppliers: new Map(groups.map(({ id, supplier }) => [id, supplier])),
    };
    this.readAt = n;
    return this.known;
  }
}

function rulesOf({ definition }: PublishedAgreement, metric: string, seconds: number, calendar: WorkingTime): Rules {
  return { seconds, calendar, pauses: definition.pauses.filter((pause) => pause.metric === metric) };
}
