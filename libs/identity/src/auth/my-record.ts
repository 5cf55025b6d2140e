import { Injectable } from '@nestjs/common';
import { notFound } from '@opora/kit';
import { type Actor, Config, Database } from '@opora/platform';
import type { MeReply } from '../identity.dto';
import { RightsReader } from './rights';
import { Sessions } from './sessions';

interface Row {
  phone: string | null;
  jobTitle: string | null;
  departmentName: string | null;
  locationId: string | null;
  locale: 'uk' | 'en';
  timeZone: string;
  demo: boolean;
  version: number;
  names: Record<string, string>;
}

/** `GET /me`: who the caller is, and what they may do (`api.md`). */
@Injectable()
export class MyRecord {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly rights: RightsReader,
    private readonly sessions: Sessions,
  ) {}

  /** What was known of everybody's rights and language is asked anew. */
  forget(): void {
    this.rights.forget();
  }

  async of(actor: Actor): Promise<MeReply> {
    const rights = await this.rights.of(actor.personId);
    const row = await this.database.sql.one<Row>(
      `select p.phone, p.job_title as "jobTitle", case when p.locale = 'en' then d.name_en else d.name_uk end as "departmentName", p.location_id as "locationId", p.locale, p.time_zone as "timeZone", p.origin = 'demo' as demo, p.version,
         coalesce((select jsonb_object_agg(g.id, case when p.locale = 'en' then g.name_en else g.name_uk end) from support_group g where g.id = any($2)), '{}') as names
       from person p left join department d on d.id = p.department_id where p.id = $1`,
      [actor.personId, actor.groups.map((group) => group.id)],
    );
    if (!rights || !row) throw notFound();
    return {
      person: { id: actor.personId, displayName: rights.displayName, email: rights.email, phone: row.phone, jobTitle: row.jobTitle, departmentName: row.departmentName, locationId: row.locationId },
      roles: [...rights.roles],
      permissions: Object.fromEntries([...actor.grants].map(([permission, scopes]) => [permission, [...scopes]])),
      groups: actor.groups.map((group) => ({ ...group, name: row.names[group.id] ?? '' })),
      face: rights.face,
      locale: row.locale,
      timeZone: row.timeZone,
      csrfToken: actor.sessionId === null ? null : this.sessions.csrfToken(actor.sessionId),
      demo: this.config.demo || row.demo,
      version: row.version,
    };
  }
}
