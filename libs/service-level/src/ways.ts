import { Injectable } from '@nestjs/common';
import { type CalendarDefinition, Calendars, NeverOpen, type WorkingTime } from '@opora/calendar';
import { nameIn } from '@opora/organisation';
import { type Actor, Clock, type Sql, messageOf } from '@opora/platform';
import type { AgreementWarning } from './impact.dto';
import { type AgreementDefinition, type Allowance, type PublishedAgreement, type LengthOf, type SupportedService, secondsOf, secondsOnTheWay, shorterThanWay } from './domain';

interface ServiceRow {
  id: string;
  parentId: string | null;
  nameUk: string;
  nameEn: string;
  groups: { id: string; supplierId: string | null }[];
}

const SERVICES = `select s.id, s.parent_id as "parentId", s.name_uk as "nameUk", s.name_en as "nameEn",
    coalesce((select json_agg(json_build_object('id', g.id, 'supplierId', g.supplier_id) order by sg.line) from service_group sg join support_group g on g.id = sg.group_id and g.active where sg.service_id = s.id), '[]') as groups
  from service s where s.status <> 'retired'`;
const CALENDARS = 'select c.id as "calendarId", v.id, v.definition from calendar c join calendar_version v on v.calendar_id = c.id and v.version = c.version';
const IN_FORCE = `select v.id, v.agreement_id as "agreementId", a.type, v.number, false as "openTickets", extract(epoch from v.published_at)::float8 as "publishedAt", v.definition
  from agreement_version v join agreement a on a.id = v.agreement_id where a.active and a.type <> 'SLA' and v.retired_at is null`;

/** Days in a calendar that is never open give nothing. */
function lengthIn(calendar: WorkingTime | undefined, allowance: Allowance, now: number): number {
  if (!allowance.days || !calendar) return allowance.seconds ?? 0;
  try {
    return secondsOf({ ...allowance, calendar }, now);
  } catch (error) {
    if (error instanceof NeverOpen) return 0;
    throw error;
  }
}

/** What is agreed with the groups and suppliers through which the tickets of each service go. */
export class KnownWays {
  private readonly services: SupportedService[];
  private readonly ways: ReadonlyMap<string, readonly number[]>;
  private readonly names: ReadonlyMap<string, ServiceRow>;
  private readonly lengthOf: LengthOf;

  constructor(rows: readonly ServiceRow[], agreements: readonly PublishedAgreement[], calendars: ReadonlyMap<string, WorkingTime>, now: number) {
    this.lengthOf = (calendarId, allowance) => lengthIn(calendars.get(calendarId), allowance, Math.floor(now));
    this.names = new Map(rows.map((row) => [row.id, row]));
    this.services = rows.map(({ id }) => {
      const chain = this.chainOf(id);
      return { id, chain, groups: chain.map((one) => this.names.get(one)?.groups ?? []).find((groups) => groups.length > 0) ?? [] };
    });
    this.ways = new Map(this.services.map((service) => [service.id, [0, ...[1, 2, 3, 4, 5].map((priority) => (agreements.length === 0 ? 0 : secondsOnTheWay(service, priority, agreements, now, this.lengthOf)))]]));
  }

  warnings(actor: Actor, definition: Pick<AgreementDefinition, 'calendarId' | 'match' | 'targets'>): AgreementWarning[] {
    return shorterThanWay(definition, this.services, this.ways, this.lengthOf).map(({ priority, serviceId, targetSeconds, waySeconds }) => {
      const row = this.names.get(serviceId);
      const service = { id: serviceId, name: row ? nameIn(actor.locale, row) : '' };
      const hours = (seconds: number): number => Math.round(seconds / 360) / 10;
      return { code: 'agreement.shorter_than_way', message: messageOf('agreement.shorter_than_way', actor.locale, { priority, service: service.name, target: hours(targetSeconds), way: hours(waySeconds) }), priority, service, targetSeconds, waySeconds };
    });
  }

  private chainOf(id: string): string[] {
    const chain: string[] = [];
    for (let at: string | null = id; at !== null && chain.length < 32; at = this.names.get(at)?.parentId ?? null) chain.push(at);
    return chain;
  }
}

/** Warns of service levels that those who shall keep them have not agreed to keep (`domain.md` §9). */
@Injectable()
export class Ways {
  constructor(
    private readonly clock: Clock,
    private readonly calendars: Calendars,
  ) {}

  async read(sql: Sql): Promise<KnownWays> {
    const agreements = await sql.rows<PublishedAgreement>(IN_FORCE);
    const services = agreements.length === 0 ? [] : await sql.rows<ServiceRow>(SERVICES);
    const calendars = agreements.length === 0 ? [] : await sql.rows<{ calendarId: string; id: string; definition: CalendarDefinition }>(CALENDARS);
    return new KnownWays(services, agreements, new Map(calendars.map(({ calendarId, ...version }) => [calendarId, this.calendars.working(version)])), this.clock.now().getTime() / 1000);
  }
}
