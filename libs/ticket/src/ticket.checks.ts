import type { InvariantCheck } from '@opora/kit';

const lines = <R>(rows: readonly R[], line: (row: R) => string): string[] => rows.map(line);

export const ticketChecks: InvariantCheck[] = [
  {
    id: 'I4.journal-versions',
    title: 'Each version of each ticket stands in the journal once, without a gap, for every projection',
    run: async (snapshot) =>
      lines(
        await snapshot.rows<{ reference: string; version: number; found: number; highest: number; public: number; supplier: number; pv: number; sv: number }>(
          `select t.reference, t.version, t.public_version as pv, t.supplier_version as sv, j.found, j.highest, j.public, j.supplier from ticket t left join (
             select stream_id, count(*) as found, max(version) as highest, count(*) filter (where visibility = 'public') as public, count(*) filter (where visibility <> 'staff') as supplier, count(distinct version) as distinct_versions
             from journal where version is not null group by stream_id) j on j.stream_id = t.id
           where j.found is distinct from t.version or j.highest <> t.version or j.distinct_versions <> t.version or j.public <> t.public_version or j.supplier <> t.supplier_version limit 20`,
        ),
        (row) => `${row.reference}: version ${row.version}/${row.supplier}/${row.public} (ticket says supplier ${row.sv}, public ${row.pv}), journal has ${row.found} entries up to ${row.highest}`,
      ),
  },
  {
    id: 'I7.merged-references',
    title: 'Every reference leads to exactly one ticket: survivors of merges are not merged themselves',
    run: async (snapshot) =>
      lines(
        await snapshot.rows<{ reference: string }>('select t.reference from ticket t join ticket s on s.id = t.merged_into_id where s.merged_into_id is not null or s.id = t.id limit 20'),
        (row) => `${row.reference} leads to a ticket that was merged itself`,
      ),
  },
  {
    id: 'I8.ticket-people',
    title: 'Requester, reporter, group and assignee of every ticket exist',
    run: async (snapshot) =>
      lines(
        await snapshot.rows<{ reference: string; what: string }>(
          `select t.reference, 'requester' as what from ticket t where not exists (select 1 from person p where p.id = t.requester_id)
           union all select t.reference, 'reporter' from ticket t where not exists (select 1 from person p where p.id = t.reporter_id)
           union all select t.reference, 'assignee' from ticket t where t.assignee_id is not null and not exists (select 1 from person p where p.id = t.assignee_id)
           union all select t.reference, 'group' from ticket t where t.group_id is not null and not exists (select 1 from support_group g where g.id = t.group_id) limit 20`,
        ),
        (row) => `${row.reference}: its ${row.what} does not exist`,
      ),
  },
  {
    id: 'I24.secrets-burnt',
    title: 'No secret outlives the closing of its ticket',
    run: async (snapshot) =>
      lines(await snapshot.rows<{ reference: string }>(`select distinct t.reference from ticket_secret s join ticket t on t.id = s.ticket_id where t.phase = 'closed' and s.created_at < t.closed_at limit 20`), (row) => `${row.reference} is closed and still keeps a secret`),
  },
];
