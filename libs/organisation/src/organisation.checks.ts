import type { InvariantCheck } from '@opora/kit';

/** Records of these tables stand above one another. */
const TREES: readonly (readonly [table: string, above: string])[] = [['department', 'parent_id'], ['location', 'parent_id'], ['support_group', 'parent_id'], ['person', 'manager_id']];

export const organisationChecks: InvariantCheck[] = [
  {
    id: 'D1.trees',
    title: 'Departments, locations, groups and line managers make no loop',
    run: async (snapshot) => {
      const found = await Promise.all(
        TREES.map(async ([table, above]) => {
          const rows = await snapshot.rows<{ id: string }>(
            `with recursive up as (select id as start, ${above} as above from ${table} where ${above} is not null union select up.start, t.${above} from up join ${table} t on t.id = up.above where t.${above} is not null)
             select distinct start as id from up where start = above limit 20`,
          );
          return rows.map(({ id }) => `${table} ${id} stands above itself`);
        }),
      );
      return found.flat();
    },
  },
];
