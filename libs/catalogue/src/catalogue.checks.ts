import type { InvariantCheck } from '@opora/kit';

export const catalogueChecks: InvariantCheck[] = [
  {
    id: 'D2.relations',
    title: 'No configuration item runs on, depends on or is part of itself',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ id: string }>(
          `with recursive down as (select from_id as start, to_id as id from ci_relation where type <> 'connected_to' union select down.start, r.to_id from down join ci_relation r on r.from_id = down.id and r.type <> 'connected_to')
           select distinct start as id from down where start = id limit 20`,
        )
      ).map(({ id }) => `configuration item ${id} depends on itself`),
  },
  {
    id: 'D2.services',
    title: 'Services and categories make no loop, and a category stands below one of the same service',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ id: string; what: string }>(
          `with recursive up as (select id as start, parent_id as above from service where parent_id is not null union select up.start, s.parent_id from up join service s on s.id = up.above where s.parent_id is not null)
           select distinct start as id, 'service' as what from up where start = above
           union all select c.id, 'category' from category c join category p on p.id = c.parent_id where p.service_id is distinct from c.service_id limit 20`,
        )
      ).map(({ id, what }) => `${what} ${id} stands in the wrong place`),
  },
];
