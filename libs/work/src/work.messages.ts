import { registerMessages } from '@opora/platform';

registerMessages({
  'approval.own': { uk: 'Про власний запит не вирішують самі.', en: 'Nobody decides about their own request.' },
  'approval.over': { uk: 'Відповідь уже не потрібна: погодження завершене.', en: 'No answer is needed any more: the approval is over.' },
  'approval.answered': { uk: 'На це вже відповіли.', en: 'This has been answered already.' },
  'approval.not_asked_yet': { uk: 'До цього кроку черга ще не дійшла.', en: 'This step is not being asked yet.' },
  'approval.reason_required': { uk: 'Для відмови потрібна причина.', en: 'A refusal needs a reason.' },
  'approval.nobody': { uk: 'Для цього кроку немає кого запитати: {missing} бракує.', en: 'There is nobody to ask in this step: {missing} short.' },
  'approval.needed': { uk: 'Потрібно від 1 до числа запитаних.', en: 'Expected from 1 to the number of those asked.' },
  'approval.approver': { uk: 'Потрібна особа, група або посада, щось одне.', en: 'Expected a person, a group or a position, one of them.' },
  'task.circle': { uk: 'Завдання чекають одне одного по колу.', en: 'The tasks wait for one another in a circle.' },
  'task.note_required': { uk: 'Потрібне пояснення.', en: 'A note is needed.' },
  'task.over': { uk: 'Завдання завершене, змінити його не можна.', en: 'The task is over and cannot be changed.' },
  'task.ticket_over': { uk: 'Звернення завершене, завдань до нього не додають.', en: 'The ticket is over; no task is added to it.' },
  'expense.own': { uk: 'Власну витрату погоджує хтось інший.', en: 'Somebody else decides about one’s own expense.' },
  'expense.answered': { uk: 'Про цю витрату вже вирішено.', en: 'This expense has been decided.' },
});
