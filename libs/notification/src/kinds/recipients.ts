import type { Sql } from '@opora/platform';
import type { Reason, Recipient } from './kind';

const AS: Readonly<Record<Extract<Reason, 'requester' | 'assignee' | 'group' | 'group_lead' | 'manager' | 'watcher'>, string>> = {
  requester: 'select t.requester_id as id from ticket t where t.id = $1',
  assignee: 'select t.assignee_id as id from ticket t where t.id = $1 and t.assignee_id is not null',
  group: `select m.person_id as id from ticket t join group_member m on m.group_id = t.group_id and m.right_ in ('work', 'manage') where t.id = $1`,
  group_lead: 'select g.lead_id as id from ticket t join support_group g on g.id = t.group_id where t.id = $1 and g.lead_id is not null',
  manager: `select distinct pr.person_id as id from person_role pr join role_permission rp on rp.role_id = pr.role_id where rp.permission = 'agreement.publish' and rp.scope = 'all' and $1::uuid is not null`,
  watcher: 'select w.person_id as id from ticket_watcher w where w.ticket_id = $1',
};

/** Those who stand in these relations to a ticket now, each once, by the first relation named. */
export async function related(sql: Sql, ticketId: string, reasons: readonly (keyof typeof AS)[], params?: Recipient['params']): Promise<Recipient[]> {
  const found = new Map<string, Recipient>();
  for (const reason of reasons) for (const { id } of await sql.rows<{ id: string }>(AS[reason], [ticketId])) if (!found.has(id)) found.set(id, { personId: id, reason, ...(params ? { params } : {}) });
  return [...found.values()];
}
