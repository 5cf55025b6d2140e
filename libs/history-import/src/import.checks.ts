import type { InvariantCheck } from '@opora/kit';

/** Promises about what was imported (`security.md` I10, `api.md` Import). */
export const historyImportChecks: InvariantCheck[] = [
  {
    id: 'I10.imported-once',
    title: 'Each imported ticket stands beside the number that it had, once',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ violation: string }>(
          `select format('%s: %s %s', coalesce(t.reference, i.ticket_id::text), i.source, i.key) as violation from imported_ticket i left join ticket t on t.id = i.ticket_id
           where t.id is null or t.imported_from is distinct from i.source or t.import_key is distinct from i.key limit 20`,
        )
      ).map(({ violation }) => violation),
  },
  {
    id: 'I10.no-invented-clock',
    title: 'No clock and no timer is invented for what was imported and over',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ reference: string; what: string }>(
          `select t.reference, 'clock' as what from imported_ticket i join ticket t on t.id = i.ticket_id join clock c on c.ticket_id = t.id where c.started_at < i.created_in_import and t.phase = 'closed'
           union all select t.reference, 'timer' from imported_ticket i join ticket t on t.id = i.ticket_id join timer x on x.key = t.id where t.phase = 'closed' and t.updated_at < i.created_in_import limit 20`,
        )
      ).map(({ reference, what }) => `${reference} has a ${what}`),
  },
  {
    id: 'I10.staging-emptied',
    title: 'Nothing of a finished import lies between reading and writing',
    run: async (snapshot) => (await snapshot.rows<{ id: string }>('select distinct r.id from import_run r join import_row w on w.run_id = r.id where r.finished_at is not null limit 20')).map(({ id }) => `import ${id} is over and has staged rows`),
  },
];
