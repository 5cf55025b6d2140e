import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Cursors, Database, Ids, type Sql } from '@opora/platform';
import { Directory } from './directory';
import { Department, Location, Person, Supplier, SupportGroup } from './entities';

export interface PersonCard {
  id: string;
  displayName: string;
  email: string;
  locale: 'uk' | 'en';
  timeZone: string;
  active: boolean;
}

/** People, where they belong, and who supports them: the records and what other modules ask of them. */
@Injectable()
export class Organisation {
  readonly departments: Directory<Department>;
  readonly locations: Directory<Location>;
  readonly suppliers: Directory<Supplier>;
  readonly groups: Directory<SupportGroup>;
  readonly people: Directory<Person>;

  constructor(
    private readonly database: Database,
    journal: Journal,
    ids: Ids,
    cursors: Cursors,
  ) {
    const common = [database, journal, ids, cursors] as const;
    this.departments = new Directory<Department>({ entity: Department, kind: 'department', order: 'nameUk', search: ['nameUk', 'nameEn'], parent: 'parentId' }, ...common);
    this.locations = new Directory<Location>({ entity: Location, kind: 'location', order: 'nameUk', search: ['nameUk', 'nameEn', 'address'], parent: 'parentId' }, ...common);
    this.suppliers = new Directory<Supplier>({ entity: Supplier, kind: 'supplier', order: 'name', search: ['name'] }, ...common);
    this.groups = new Directory<SupportGroup>({ entity: SupportGroup, kind: 'group', order: 'nameUk', search: ['nameUk', 'nameEn'], parent: 'parentId' }, ...common);
    this.people = new Directory<Person>({ entity: Person, kind: 'person', order: 'displayName', search: ['displayName', 'email', 'phone'], parent: 'managerId' }, ...common);
  }

  async card(personId: string, sql: Sql = this.database.sql): Promise<PersonCard | null> {
    return sql.one<PersonCard>('select id, display_name as "displayName", email, locale, time_zone as "timeZone", active from person where id = $1', [personId]);
  }

  async cards(personIds: readonly string[], sql: Sql = this.database.sql): Promise<PersonCard[]> {
    return sql.rows<PersonCard>('select id, display_name as "displayName", email, locale, time_zone as "timeZone", active from person where id = any($1)', [personIds]);
  }

  /** The group's lead, where there is an active one. */
  async leadOf(groupId: string, sql: Sql = this.database.sql): Promise<string | null> {
    return (await sql.one<{ id: string }>('select p.id from support_group g join person p on p.id = g.lead_id and p.active where g.id = $1', [groupId]))?.id ?? null;
  }
}
