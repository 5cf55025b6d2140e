import type { InBoth, Reason } from './kind';

export const REASONS: Readonly<Record<Reason, InBoth>> = {
  requester: { uk: 'це ваше звернення', en: 'it is your ticket' },
  assignee: { uk: 'ви виконавець', en: 'you are the assignee' },
  group: { uk: 'ви працюєте в цій групі', en: 'you work in this group' },
  group_lead: { uk: 'ви керуєте групою', en: 'you lead the group' },
  manager: { uk: 'ви відповідаєте за рівень послуг', en: 'you answer for service levels' },
  major_manager: { uk: 'ви керуєте значним інцидентом', en: 'you manage the major incident' },
  watcher: { uk: 'ви стежите за зверненням', en: 'you watch the ticket' },
  approver: { uk: 'вас просять про погодження', en: 'your approval is asked for' },
  task: { uk: 'це ваше завдання', en: 'it is your task' },
  spender: { uk: 'це ваша витрата', en: 'it is your expense' },
  administrator: { uk: 'ви відповідаєте за цю інтеграцію', en: 'you answer for this integration' },
  self: { uk: 'це ваш обліковий запис', en: 'it is your account' },
};
