import { registerMessages } from '@opora/platform';

registerMessages({
  'approval.own': { uk: 'Про власний запит не вирішують самі.', en: 'Nobody decides about their own request.' },
  'approval.over': { uk: 'Відповідь уже не потрібна: погодження завершене.', en: 'No answer is needed any more: the approval is over.' },
  'approval.answered': { uk: 'На це вже відповіли.', en: 'This has been answered already.' },
  'approval.not_asked_yet': { uk: 'До цього кроку черга ще не дійшла.', en: 'This step is not being asked yet.' },
  'approval.reason_required': { uk: 'Для відмови потрібна причина.', en: 'A refusal needs a reason.' },
  'approval.nobody': { uk: 'Для цього кроку немає кого запитати: {missing} бракує.', en: 'There is nobody to ask in this step: {missing} short.' },
  'approval.link_expired': { uk: 'Посилання вже не діє: час на відповідь минув.', en: 'The link works no longer: the time to answer is over.' },
  'task.note_required': { uk: 'Потрібне пояснення.', en: 'A note is needed.' },
  'task.over': { uk: 'Завдання завершене, змінити його не можна.', en: 'The task is over and cannot be changed.' },
  'task.ticket_over': { uk: 'Звернення завершене, завдань до нього не додають.', en: 'The ticket is over; no task is added to it.' },
  'expense.own': { uk: 'Власну витрату погоджує хтось інший.', en: 'Somebody else decides about one’s own expense.' },
  'expense.answered': { uk: 'Про цю витрату вже вирішено.', en: 'This expense has been decided.' },
});
