import type { Sql } from '@opora/platform';

/** What senders call by name, as it is in the catalogue. */
export interface Names {
  service(name: string | null): string | null;
  item(names: readonly string[]): { id: string; serviceId: string | null } | null;
}

interface Found {
  name: string;
  id: string;
  serviceId: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const shortOf = (name: string): string => (/^[a-z][a-z0-9-]*\./.test(name) ? (name.split('.', 1)[0] as string) : name);

/** Services by either name or id; items by name, id, or a host's name without its domain. A service that an item belongs to comes with it. */
export async function namesFor(sql: Sql, given: readonly { service: string | null; items: readonly string[] }[]): Promise<Names> {
  const services = [...new Set(given.flatMap(({ service }) => (service === null ? [] : [service.toLowerCase()])))];
  const items = [...new Set(given.flatMap((one) => one.items).flatMap((name) => [name.toLowerCase(), shortOf(name.toLowerCase())]))];
  const byService = new Map(services.length === 0 ? [] : (await sql.rows<Found>(SERVICES, [services, services.filter((name) => UUID.test(name))])).map((row) => [row.name, row.id]));
  const byItem = new Map(items.length === 0 ? [] : (await sql.rows<Found>(ITEMS, [items, items.filter((name) => UUID.test(name))])).map((row) => [row.name, row]));
  return {
    service: (name) => (name === null ? null : (byService.get(name.toLowerCase()) ?? null)),
    item: (names) => {
      for (const name of names.map((one) => one.toLowerCase())) {
        const found = byItem.get(name) ?? byItem.get(shortOf(name));
        if (found) return found;
      }
      return null;
    },
  };
}

const SERVICES = `
  select n.name, s.id from service s cross join lateral (values (lower(s.name_uk)), (lower(s.name_en)), (s.id::text)) n(name)
  where s.status <> 'retired' and (lower(s.name_uk) = any($1) or lower(s.name_en) = any($1) or s.id = any($2::uuid[])) and n.name = any($1)`;

const ITEMS = `
  select distinct on (n.name) n.name, i.id, (select cs.service_id from ci_service cs join service s on s.id = cs.service_id and s.status = 'live' where cs.ci_id = i.id order by s.criticality = 'high' desc, cs.service_id limit 1) as "serviceId"
  from configuration_item i cross join lateral (values (lower(i.name)), (i.id::text)) n(name)
  where (lower(i.name) = any($1) or i.id = any($2::uuid[])) and n.name = any($1) and i.status <> 'retired' order by n.name, i.id`;
