import type { InvariantCheck } from '@opora/kit';

export const workChecks: InvariantCheck[] = [
  {
    id: 'I26.own-approval',
    title: 'Nobody decided about their own request or expense',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ line: string }>(
          `select 'approval ' || a.id || ' was answered by ' || v.answered_by as line from approval a join approval_vote v on v.approval_id = a.id where v.answered_by = any(a.excluded)
           union all select 'expense ' || e.id || ' was decided by who spent it' from expense e where e.answered_by = e.person_id limit 20`,
        )
      ).map(({ line }) => line),
  },
  {
    id: 'I29.approved-without-approvals',
    title: 'What is approved has the approvals that each of its steps asks for',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ line: string }>(
          `select 'approval ' || s.approval_id || ' step ' || s.position as line from approval a join approval_step s on s.approval_id = a.id
           left join lateral (select count(*) as asked, count(*) filter (where v.answer = 'approved') as approved, count(distinct v.answered_by) filter (where v.answer = 'approved') as people, count(*) filter (where v.answer = 'refused') as refused
             from approval_vote v where v.approval_id = s.approval_id and v.position = s.position) n on true
           where a.state = 'approved' and (n.refused > 0 or n.people < 1 or (s.mode = 'all' and n.approved < n.asked) or (s.mode = 'n_of_m' and n.people < s.needed)) limit 20`,
        )
      ).map(({ line }) => line),
  },
  {
    id: 'I8.open-tasks',
    title: 'A ticket is shared through a task exactly while the task is open',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ line: string }>(
          `select 'task ' || k.id || ' is ' || k.state as line from task k left join ticket_share s on s.ticket_id = k.ticket_id and s.source_id = k.id
           where coalesce(s.open, false) <> (k.state in ('open', 'in_progress')) limit 20`,
        )
      ).map(({ line }) => line),
  },
];
