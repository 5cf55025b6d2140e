import type { InvariantCheck } from '@opora/kit';
import { auditClocks } from './audit';

const SAMPLE = 20_000;
const MOST = 20;

const found = (id: string, title: string, text: string): InvariantCheck => ({
  id,
  title,
  run: async (snapshot) => (await snapshot.rows<{ violation: string }>(`select violation from (${text}) found limit ${MOST}`)).map(({ violation }) => violation),
});

export const serviceLevelChecks: InvariantCheck[] = [
  {
    id: 'I12.replay',
    title: `Each clock (a sample of ${SAMPLE} where there are more) says what its ledger says, also long after its ticket closed`,
    run: async (snapshot) => (await auditClocks(snapshot, SAMPLE)).differences.slice(0, MOST),
  },
  found('I12.nightly', 'The last nightly replay found no difference', `select format('%s: %s', a.at, d) as violation from clock_audit a cross join lateral jsonb_array_elements_text(a.differences) d`),
  found('I12.ledger', 'Each clock has its whole ledger, from its start on', `select format('clock %s counts %s entries and has %s', c.id, c.entries, count(e.seq)) as violation from clock c left join clock_event e on e.clock_id = c.id
    group by c.id having c.entries <> count(e.seq) or c.entries <> coalesce(max(e.seq), 0) or count(*) filter (where e.event = 'started' and e.seq = 1) <> 1`),
  found('I13.once', 'No level of a clock stands in a timeline twice', `select format('level %s of clock %s acted %s times', j.data->>'level', j.data->>'clockId', count(*)) as violation from journal j
    where j.kind in ('sla.level', 'sla.breached') group by j.data->>'clockId', j.data->>'level' having count(*) > 1`),
  found('I14.early', 'No level acted before its instant', `select format('level %s of clock %s was due %s and acted %s', l.level, l.clock_id, l.due_at, l.fired_at) as violation from clock_level l where l.fired_at < l.due_at`),
  found('I14.versions', 'What a clock is counted by exists', `select format('clock %s names a version that is gone', c.id) as violation from clock c
    where not exists (select 1 from agreement_version v where v.id = c.agreement_version_id) or not exists (select 1 from calendar_version v where v.id = c.calendar_version_id)`),
];
