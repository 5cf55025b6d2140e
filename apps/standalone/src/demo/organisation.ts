import type { INestApplicationContext } from '@nestjs/common';
import { Calendars } from '@opora/calendar';
import { Catalogue } from '@opora/catalogue';
import { Identity } from '@opora/identity';
import { Macros } from '@opora/incident';
import { GroupMember, Organisation, demoId } from '@opora/organisation';
import { type Actor, Database, type Tx } from '@opora/platform';
import { Agreements } from '@opora/service-level';
import HolidaysOf from 'date-holidays';
import {
  ACCOUNTS, CATEGORIES, DEPARTMENTS, ENGINEERS, FIRST_NAMES, GROUPS, ITEMS, LAST_NAMES, LEVELS_OF_SERVICE, LOCATIONS, MACROS, RELATIONS, SERVICES, SUPPLIERS,
} from './organisation.data';

export const PASSWORD = 'opora-demo';
export const emailOf = (key: string): string => `${key}@demo.opora.test`;
export const personId = (key: string): string => demoId(`person:${key}`);
const COLLEAGUES = 44;
const PLACES = ['finance', 'accounting', 'sales', 'logistics', 'production', 'hr'];

/** Everything but the tickets, in one transaction: all of it or nothing. */
export async function loadOrganisation(app: INestApplicationContext, tx: Tx, actor: Actor): Promise<void> {
  const organisation = app.get(Organisation, { strict: false });
  for (const [key, nameUk, nameEn, parent] of DEPARTMENTS) await organisation.departments.create(tx, actor, { nameUk, nameEn, parentId: parent ? demoId(`department:${parent}`) : null }, demoId(`department:${key}`));
  for (const [key, nameUk, nameEn, address] of LOCATIONS) await organisation.locations.create(tx, actor, { nameUk, nameEn, address, parentId: null }, demoId(`location:${key}`));
  for (const [key, name] of SUPPLIERS) await organisation.suppliers.create(tx, actor, { name, email: null, phone: null }, demoId(`supplier:${key}`));
  await people(app.get(Identity, { strict: false }), tx, actor);
  await calendars(app.get(Calendars, { strict: false }), tx, actor);
  for (const { key, uk, en, line, strategy, lead, members, supplier, label } of GROUPS) {
    const groupId = demoId(`group:${key}`);
    await organisation.groups.create(
      tx, actor,
      {
        nameUk: uk, nameEn: en, line, strategy, leadId: personId(lead), parentId: null, supplierId: supplier ? demoId(`supplier:${supplier}`) : null, calendarId: demoId('calendar:office'),
        publicLabelUk: label?.[0] ?? null, publicLabelEn: label?.[1] ?? null,
      },
      groupId,
    );
    for (const [member, right] of members) await tx.manager.insert(GroupMember, { groupId, personId: personId(member), right, capacity: right === 'work' ? 15 : null });
  }
  await catalogue(app.get(Catalogue, { strict: false }), tx, actor);
  const macros = app.get(Macros, { strict: false });
  for (const [key, macro] of Object.entries(MACROS)) await macros.insert(tx, actor, macro, demoId(`macro:${key}`));
}

async function people(identity: Identity, tx: Tx, actor: Actor): Promise<void> {
  const common = { origin: 'demo' as const, timeZone: 'Europe/Kyiv' };
  for (const { key, name, department, roles, job, locale, phone, supplier, location } of ACCOUNTS) {
    await identity.addPerson(
      tx, actor,
      {
        ...common, email: emailOf(key), displayName: name, jobTitle: job, phone, locale: locale ?? 'uk', vip: false, departmentId: department ? demoId(`department:${department}`) : null,
        locationId: location ? demoId(`location:${location}`) : null, supplierId: supplier ? demoId(`supplier:${supplier}`) : null, managerId: key === 'manager' || supplier ? null : undefined,
      } as Parameters<Identity['addPerson']>[2],
      personId(key),
    );
    await identity.assignRoles(tx, personId(key), roles);
  }
  for (const { key, name, roles, job } of ENGINEERS) {
    await identity.addPerson(tx, actor, { ...common, email: emailOf(key), displayName: name, jobTitle: job, departmentId: demoId('department:it'), locationId: demoId('location:kyiv'), managerId: personId('manager') }, personId(key));
    await identity.assignRoles(tx, personId(key), roles);
  }
  for (let n = 0; n < COLLEAGUES; n++) {
    const name = `${FIRST_NAMES[n % FIRST_NAMES.length]} ${LAST_NAMES[(n * 3 + Math.floor(n / 12)) % LAST_NAMES.length]}`;
    const department = PLACES[n % PLACES.length] as string;
    await identity.addPerson(
      tx, actor,
      {
        ...common, email: emailOf(`p${String(n + 1).padStart(2, '0')}`), displayName: name, phone: `+380 44 500 2${String(100 + n)}`, vip: n === 0, departmentId: demoId(`department:${department}`),
        locationId: demoId(`location:${['kyiv', 'lviv', 'plant', 'kyiv-3'][n % 4]}`), jobTitle: null,
      },
      personId(`p${n + 1}`),
    );
  }
  await identity.setDemoPassword(tx, ACCOUNTS.map(({ key }) => personId(key)), PASSWORD);
}

async function calendars(service: Calendars, tx: Tx, actor: Actor): Promise<void> {
  const year = tx.now.getUTCFullYear();
  const uk = new HolidaysOf('UA', { languages: ['uk'], types: ['public'] });
  const holidays = [year - 1, year, year + 1].flatMap((one) => uk.getHolidays(one)).map((day) => ({ date: day.date.slice(0, 10), name: day.name, intervals: [] }));
  const once = [...new Map(holidays.map((day) => [day.date, day])).values()];
  await service.create(tx, actor, 'Робочі дні 9–18', { timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })), exceptions: once }, demoId('calendar:office'));
  await service.create(tx, actor, 'Цілодобово', { timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })), exceptions: [] }, demoId('calendar:always'));
}

async function catalogue(service: Catalogue, tx: Tx, actor: Actor): Promise<void> {
  for (const { key, uk, en, parent, criticality, groups, restricted, about } of SERVICES) {
    const id = demoId(`service:${key}`);
    await service.services.create(
      tx, actor,
      {
        nameUk: uk, nameEn: en, descriptionUk: about[0], descriptionEn: about[1], parentId: parent ? demoId(`service:${parent}`) : null, ownerId: personId('manager'), criticality, status: 'live', restricted: restricted ?? false,
        calendarId: demoId(criticality === 'high' ? 'calendar:always' : 'calendar:office'),
      },
      id,
    );
    await service.setServiceGroups(tx, id, groups.map(([line, group]) => ({ line, groupId: demoId(`group:${group}`) })));
  }
  for (const [key, of, nameUk, nameEn, defaultImpact = null, defaultUrgency = null] of CATEGORIES)
    await service.categories.create(tx, actor, { nameUk, nameEn, serviceId: demoId(`service:${of}`), parentId: null, defaultImpact, defaultUrgency, defaultGroupId: null, restricted: false }, demoId(`category:${key}`));
  for (const [key, name, itemClass, of, owner] of ITEMS) {
    const id = demoId(`ci:${key}`);
    await service.items.create(tx, actor, { name, class: itemClass, status: 'in_use', assignedToId: owner ? personId(owner) : null, ownerId: personId('manager'), locationId: demoId('location:kyiv'), serial: null }, id);
    await service.linkToServices(tx, id, [demoId(`service:${of}`)]);
  }
  for (const [from, type, to] of RELATIONS) await service.relate(tx, demoId(`ci:${from}`), type, demoId(`ci:${to}`));
}

/** After the calendars are committed: agreements ask for them. */
export async function loadAgreements(app: INestApplicationContext, tx: Tx, actor: Actor): Promise<void> {
  const agreements = app.get(Agreements, { strict: false });
  const seconds = (hours: number): number => Math.round(hours * 3600);
  const targets = (level: keyof typeof LEVELS_OF_SERVICE) =>
    LEVELS_OF_SERVICE[level].flatMap(([response, resolution], index) => [
      { metric: 'response' as const, priority: index + 1, seconds: seconds(response) },
      { metric: 'resolution' as const, priority: index + 1, seconds: seconds(resolution) },
    ]);
  const since = new Date(tx.now.getTime() - 400 * 86_400_000).toISOString();
  const make = async (key: string, body: Parameters<Agreements['create']>[2]): Promise<void> => {
    const id = demoId(`agreement:${key}`);
    await agreements.create(tx, actor, body, id);
    await agreements.publish(tx, actor, id, '*');
  };
  await make('standard', { type: 'SLA', nameUk: 'Стандартний рівень', nameEn: 'Standard level', draft: { calendarId: demoId('calendar:office'), match: {}, targets: targets('standard'), validFrom: since } });
  for (const { key, uk, en, criticality } of SERVICES)
    if (criticality === 'high')
      await make(`critical-${key}`, { type: 'SLA', nameUk: `Критичний рівень: ${uk}`, nameEn: `Critical level: ${en}`, draft: { calendarId: demoId('calendar:always'), match: { serviceId: demoId(`service:${key}`) }, targets: targets('critical'), validFrom: since } });
  await make('requests', {
    type: 'SLA', nameUk: 'Запити за каталогом', nameEn: 'Requests from the catalogue',
    draft: {
      calendarId: demoId('calendar:office'), match: { kind: 'request' }, targets: [{ metric: 'response', seconds: seconds(4) }, { metric: 'approval', seconds: seconds(18) }, { metric: 'fulfilment', seconds: seconds(27) }],
      pauses: [{ metric: 'fulfilment', state: 'approving' }, { metric: 'fulfilment', state: 'on_hold', reason: 'requester' }, { metric: 'fulfilment', state: 'on_hold', reason: 'scheduled' }], validFrom: since,
    },
  });
  await make('ola-workplace', {
    type: 'OLA', nameUk: 'Робочі місця: узяти за 2 години', nameEn: 'Workplace: accept within 2 hours',
    draft: { calendarId: demoId('calendar:office'), match: { groupId: demoId('group:workplace') }, targets: [{ metric: 'ownership', seconds: seconds(2) }, { metric: 'group_work', seconds: seconds(16) }], validFrom: since },
  });
  await make('uc-print', {
    type: 'UC', nameUk: 'Договір з ТОВ «Друк-Сервіс»', nameEn: 'Contract with Print Service',
    draft: { calendarId: demoId('calendar:office'), match: { supplierId: demoId('supplier:print') }, targets: [{ metric: 'supplier_response', seconds: seconds(4) }, { metric: 'supplier_resolution', seconds: seconds(18) }], validFrom: since },
  });
}

export const onDatabase = <T>(app: INestApplicationContext, work: (tx: Tx) => Promise<T>): Promise<T> => app.get(Database, { strict: false }).tx(work);
